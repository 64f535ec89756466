// What the methods of the activity service accept.
import { type ServiceValidators, none } from './shared'

export const activity = { watchActivity: none } satisfies ServiceValidators<'activity'>
