// What the WSL service offers; on computers that are not Windows every method but the watch is refused.
import type * as m from '../model'
import type { Cancellable } from './cancellable'

export interface WslService {
  watchSetup(options?: Cancellable): AsyncIterable<m.WslSetup>
  /**
   * Has Windows install WSL and the platform it needs, for which Windows asks once for permission, and then starts
   * the machine. Joins one under way.
   * @throws machine.wsl-not-allowed, machine.wsl-setup-failed, machine.wsl-unavailable, and what the start throws
   */
  install(options?: Cancellable): Promise<void>
  /** As `install`, for a WSL that is too old. */
  update(options?: Cancellable): Promise<void>
  /** Withdraws the question for permission; what was allowed goes on in Windows, but nobody waits for it any more. */
  cancelSetup(options?: Cancellable): Promise<void>
}
