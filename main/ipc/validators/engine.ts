// What the methods of the engine service accept.
import { z } from 'zod'
import { type ServiceValidators, none } from './shared'

const text = z.strictObject({ text: z.string().max(256 * 1024) })
const registry = z.string().min(1).max(300)

export const engine = {
  watchEngine: none,
  getInfo: none,
  getConfig: none,
  checkConfig: text,
  applyConfig: text,
  listCertificates: none,
  addCertificate: z.strictObject({ registry, pem: z.string().max(256 * 1024) }),
  removeCertificate: z.strictObject({ registry }),
} satisfies ServiceValidators<'engine'>
