// What the methods of the terminals service accept.
import { z } from 'zod'
import { type ServiceValidators, id } from './shared'

const columns = z.int().min(1).max(1000)
const rows = z.int().min(1).max(1000)
/** Without control characters, which no user has and some terminals act on. */
const user = z
  .string()
  .max(256)
  .regex(/^\P{Cc}*$/u)
/** Bytes at once: a paste comes in pieces. */
const longestWrite = 64 * 1024

export const terminals = {
  watchTerminal: z.strictObject({
    containerId: id,
    columns,
    rows,
    user: user.exactOptional(),
  }),
  openOutside: z.strictObject({ containerId: id, user: user.exactOptional() }),
  write: z.strictObject({
    terminalId: id,
    data: z.instanceof(Uint8Array).refine((data) => data.length <= longestWrite),
  }),
  resize: z.strictObject({ terminalId: id, columns, rows }),
} satisfies ServiceValidators<'terminals'>
