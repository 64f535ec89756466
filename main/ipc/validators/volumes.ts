// What the methods of the volumes service accept.
import { z } from 'zod'
import { type ServiceValidators, id, none, name, one, ids } from './shared'

const volumeRequest = z.strictObject({
  name: name.exactOptional(),
  driver: z.string().min(1).max(256),
  options: z.record(z.string().max(256), z.string().max(4096)),
})

const transfer = z.strictObject({ transferId: id })

export const volumes = {
  watchVolumes: none,
  watchSizes: none,
  measure: none,
  inspect: one,
  watchPlace: one,
  create: z.strictObject({ request: volumeRequest }),
  remove: one,
  prune: ids,
  watchTransfers: none,
  save: z.strictObject({ id, target: id }),
  restore: z.strictObject({ source: id, name }),
  clone: z.strictObject({ id, name }),
  watchBackups: none,
  backUp: one,
  putBack: z.strictObject({ backupId: id, saveFirst: z.boolean() }),
  cloneBackup: z.strictObject({ backupId: id, name }),
  keepBackup: z.strictObject({ backupId: id, kept: z.boolean(), note: z.string().max(200) }),
  watchDaily: none,
  setDaily: z.strictObject({ id, daily: z.boolean() }),
  getSizeHistory: one,
  removeBackup: z.strictObject({ backupId: id }),
  cancelTransfer: transfer,
  dismissTransfer: transfer,
} satisfies ServiceValidators<'volumes'>
