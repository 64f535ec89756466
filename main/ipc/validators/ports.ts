// What the methods of the ports service accept.
import { z } from 'zod'
import { type ServiceValidators, none, id, protocol, port, address } from './shared'

export const ports = {
  checkPort: z.strictObject({ port, lastPort: z.number().exactOptional(), protocol, address }),
  watchForwards: none,
  watchListeners: none,
  watchLook: none,
  watchWants: none,
  watchConflicts: none,
  applyFix: z.strictObject({ conflictId: id, fixId: id }),
  findFree: z.strictObject({ near: port, protocol, address, count: z.int().min(1).max(20) }),
} satisfies ServiceValidators<'ports'>
