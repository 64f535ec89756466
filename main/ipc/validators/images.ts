// What the methods of the images service accept.
import { z } from 'zod'
import { type ServiceValidators, none, id, ids, one, reference } from './shared'

export const images = {
  watchImages: none,
  watchPulls: none,
  pull: z.strictObject({
    reference,
    platform: z
      .string()
      .max(64)
      .regex(/^[a-z0-9]+\/[a-z0-9]+(?:\/[a-z0-9]+)?$/)
      .exactOptional(),
  }),
  cancelPull: z.strictObject({ pullId: id }),
  dismissPull: z.strictObject({ pullId: id }),
  remove: z.strictObject({ id, force: z.boolean().exactOptional() }),
  prune: ids,
  getDetails: one,
  getUsage: none,
  watchWaste: one,
  watchTransfers: none,
  tag: z.strictObject({ id, reference }),
  untag: z.strictObject({ reference }),
  push: z.strictObject({ reference, id: id.exactOptional() }),
  save: z.strictObject({ id, target: id }),
  load: z.strictObject({ source: id }),
  importArchive: z.strictObject({ source: id, reference }),
  exportContainer: z.strictObject({ id, target: id }),
  cancelTransfer: z.strictObject({ transferId: id }),
  dismissTransfer: z.strictObject({ transferId: id }),
  watchUpdates: none,
  checkUpdates: z.strictObject({ references: z.array(reference).max(10_000).exactOptional() }),
  update: z.strictObject({ reference }),
  getDownload: z.strictObject({ reference }),
  getRunDefaults: z.strictObject({ reference }),
} satisfies ServiceValidators<'images'>
