// What the methods of the networks service accept.
import { z } from 'zod'
import { type ServiceValidators, none, id, name, one, ids } from './shared'

const networkRequest = z.strictObject({
  name,
  driver: z.string().min(1).max(256),
  subnet: z.string().max(64).exactOptional(),
  internal: z.boolean(),
  options: z.record(z.string().max(256), z.string().max(4096)),
})

export const networks = {
  watchNetworks: none,
  inspect: one,
  create: z.strictObject({ request: networkRequest }),
  connect: z.strictObject({ id, containerId: id, aliases: z.array(name).max(100).exactOptional() }),
  disconnect: z.strictObject({ id, containerId: id }),
  remove: one,
  prune: ids,
} satisfies ServiceValidators<'networks'>
