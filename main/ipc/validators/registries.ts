// What the methods of the registries service accept.
import { z } from 'zod'
import { type ServiceValidators, none } from './shared'

const registry = z.string().max(512)
const secret = z.string().min(1).max(16_384)

export const registries = {
  watchLogins: none,
  getKeeper: none,
  login: z.strictObject({ registry, username: z.string().min(1).max(512), password: secret }),
  test: z.strictObject({ registry }),
  search: z.strictObject({ registry: z.string().max(300), term: z.string().max(256) }),
  listTags: z.strictObject({ reference: z.string().max(1024) }),
  getPullLimit: none,
  logout: z.strictObject({ registry }),
} satisfies ServiceValidators<'registries'>
