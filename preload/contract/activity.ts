// What the activity service offers.
import type * as m from '../model'
import type { Cancellable } from './cancellable'

export interface ActivityService {
  /** The newest fifty, oldest first, kept over restarts. */
  watchActivity(options?: Cancellable): AsyncIterable<readonly m.Activity[]>
}
