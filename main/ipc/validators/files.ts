// What the methods of the files service accept.
import { z } from 'zod'
import { type ServiceValidators, name } from './shared'

export const files = {
  chooseTarget: z.strictObject({ name }),
  chooseSource: z.strictObject({ name: name.exactOptional() }),
} satisfies ServiceValidators<'files'>
