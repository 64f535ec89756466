// What the methods of the workspaces service accept.
import { z } from 'zod'
import { stackIds } from '../../../preload/catalogue'
import { id, none, one, type ServiceValidators } from './shared'

const path = z.string().min(1).max(4_096)
const words = z.string().min(1).max(2_000)
const title = z.string().min(1).max(120)
const names = z.array(z.string().min(1).max(300)).max(1_000)
const project = z.string().min(1).max(256)
const reviewId = z.string().min(1).max(64)
const exportId = z.string().min(1).max(64)
const snapshotId = z.string().min(1).max(40)
const link = z.string().min(1).max(4_096)

const request = z.strictObject({
  project,
  title,
  description: words.exactOptional(),
  author: title.exactOptional(),
  services: names,
  seeds: names,
  volumes: names,
  images: z.boolean(),
  keep: names,
})

export const workspaces = {
  watchWorkspaces: none,
  review: z.strictObject({ path }),
  reviewChosen: z.strictObject({ source: z.string().min(1).max(128) }),
  reviewLink: z.strictObject({ link }),
  readLink: z.strictObject({ link }),
  accept: z.strictObject({ reviewId, allow: names, takeOver: z.boolean().exactOptional() }),
  openStack: z.strictObject({ stack: z.enum(stackIds) }),
  decline: z.strictObject({ reviewId }),
  check: one,
  forgetSecret: z.strictObject({ id, name: z.string().min(1).max(128) }),
  setSecret: z.strictObject({ id, name: z.string().min(1).max(128), value: z.string().max(65_536) }),
  start: z.strictObject({ id, seeds: names.exactOptional() }),
  cancel: one,
  rollBack: one,
  stop: one,
  update: z.strictObject({ id, pull: z.boolean().exactOptional() }),
  reset: one,
  restore: z.strictObject({ id, snapshotId }),
  removeSnapshot: z.strictObject({ id, snapshotId }),
  leave: one,
  remove: one,
  compare: one,
  readFile: one,
  planExport: z.strictObject({ project }),
  watchExports: none,
  export: z.strictObject({
    request,
    to: z.union([z.strictObject({ ticket: z.string().min(1).max(128) }), z.strictObject({ path })]),
  }),
  cancelExport: z.strictObject({ exportId }),
  dismissExport: z.strictObject({ exportId }),
} satisfies ServiceValidators<'workspaces'>
