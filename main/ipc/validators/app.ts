// What the methods of the app service accept.
import { type ServiceValidators, none } from './shared'

export const app = {
  getInfo: none,
  getStatus: none,
  show: none,
  quit: none,
} satisfies ServiceValidators<'app'>
