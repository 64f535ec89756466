// What the methods of the engine service accept.
import { type ServiceValidators, none } from './shared'

export const engine = { watchEngine: none } satisfies ServiceValidators<'engine'>
