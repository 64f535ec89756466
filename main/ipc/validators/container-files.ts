// What the methods of the container files service accept.
import { z } from 'zod'
import { type ServiceValidators, id } from './shared'

const path = z.string().min(1).max(4096)
const place = { containerId: id, path }
const bytes = (most: number): z.ZodType<Uint8Array> =>
  z.instanceof(Uint8Array).refine((data) => data.length <= most)
const uploadId = id

export const containerFiles = {
  list: z.strictObject(place),
  measure: z.strictObject(place),
  read: z.strictObject(place),
  write: z.strictObject({
    ...place,
    data: bytes(1024 * 1024),
    modifiedAt: z.number().exactOptional(),
  }),
  reveal: z.strictObject(place),
  watchDownload: z.strictObject(place),
  beginUpload: z.strictObject({
    ...place,
    name: z.string().min(1).max(255),
    sizeBytes: z.int().min(0),
    replace: z.boolean().exactOptional(),
  }),
  send: z.strictObject({ uploadId, data: bytes(1024 * 1024) }),
  finish: z.strictObject({ uploadId }),
  cancelUpload: z.strictObject({ uploadId }),
} satisfies ServiceValidators<'containerFiles'>
