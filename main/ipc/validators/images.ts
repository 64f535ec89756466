// What the methods of the images service accept.
import { z } from 'zod'
import { type ServiceValidators, none, id, ids, one, reference } from './shared'

export const images = {
  watchImages: none,
  watchPulls: none,
  pull: z.strictObject({ reference }),
  cancelPull: z.strictObject({ pullId: id }),
  dismissPull: z.strictObject({ pullId: id }),
  remove: z.strictObject({ id, force: z.boolean().exactOptional() }),
  prune: ids,
  getDetails: one,
  getUsage: none,
  watchWaste: one,
  getRunDefaults: z.strictObject({ reference }),
} satisfies ServiceValidators<'images'>
