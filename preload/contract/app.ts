// What the app service offers.
import type * as m from '../model'
import type { Cancellable } from './cancellable'

export interface AppService {
  getInfo(options?: Cancellable): Promise<m.AppInfo>
  getStatus(options?: Cancellable): Promise<m.AppStatus>
  /** Brings the window to the front; in a browser there is none to bring, and nothing happens. */
  show(options?: Cancellable): Promise<void>
  /** Ends the app after an orderly shutdown of the machine. Answers before the end. */
  quit(options?: Cancellable): Promise<void>
}
