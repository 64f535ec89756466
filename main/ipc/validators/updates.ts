// What the methods of the updates service accept.
import { z } from 'zod'
import { none, type ServiceValidators } from './shared'

const ending = z.strictObject({ stopContainers: z.boolean() })

export const updates = {
  watchUpdate: none,
  check: none,
  download: none,
  install: ending,
  goBack: ending,
} satisfies ServiceValidators<'updates'>
