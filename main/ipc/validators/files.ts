// What the methods of the files service accept.
import { z } from 'zod'
import { type ServiceValidators, none } from './shared'

/** A name, or from the command a path. */
const name = z.string().max(4096)

export const files = {
  chooseTarget: z.strictObject({ name }),
  chooseFolder: none,
  chooseSource: z.strictObject({ name: name.exactOptional() }),
} satisfies ServiceValidators<'files'>
