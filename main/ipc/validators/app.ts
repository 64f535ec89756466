// What the methods of the app service accept.
import { z } from 'zod'
import { type ServiceValidators, none } from './shared'

export const app = {
  getInfo: none,
  getStatus: none,
  show: none,
  quit: z.strictObject({ ask: z.boolean().exactOptional() }),
  watchQuits: none,
  watchRequests: none,
  /** As long as the longest path that an operating system takes. */
  open: z.strictObject({ target: z.string().min(1).max(32_768) }),
} satisfies ServiceValidators<'app'>
