// What the methods of the builds service accept.
import { z } from 'zod'
import { type ServiceValidators, id, none, reference } from './shared'

const path = z.string().min(1).max(4096)
const name = z.string().min(1).max(256)
const request = z.strictObject({
  folder: path,
  dockerfile: path,
  tag: reference.exactOptional(),
  target: name.exactOptional(),
  platform: name.exactOptional(),
  args: z.array(z.strictObject({ name, value: z.string().max(65_536) })).max(256),
  noCache: z.boolean().exactOptional(),
})

const starter = z.strictObject({
  folder: path,
  kind: z.enum(['node', 'python', 'java-gradle', 'java-maven', 'go', 'static']),
  language: z.enum(['en', 'ko']),
})

export const builds = {
  watchBuilds: none,
  watchLog: z.strictObject({ buildId: id }),
  plan: z.strictObject({ folder: path, dockerfile: path }),
  starter,
  writeStarter: starter,
  convertLines: z.strictObject({ folder: path, path }),
  build: z.strictObject({ request }),
  cancel: z.strictObject({ buildId: id }),
  dismiss: z.strictObject({ buildId: id }),
} satisfies ServiceValidators<'builds'>
