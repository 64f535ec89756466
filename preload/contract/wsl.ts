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
  /** What .wslconfig says now. @throws machine.wsl-unavailable, machine.wsl-config-unwritable */
  getLimits(options?: Cancellable): Promise<m.WslLimitsState>
  /** Changes nothing. @throws as `getLimits` */
  planLimits(options: { readonly change: m.WslLimitsChange } & Cancellable): Promise<m.WslLimitsPlan>
  /**
   * Writes what was planned and keeps a copy of what was there. It applies when WSL's VM starts the next time, after
   * all distributions have stopped; none that is not Portside's is stopped for it.
   * @throws machine.wsl-config-changed, machine.wsl-config-unwritable, machine.wsl-unavailable
   */
  applyLimits(
    options: { readonly change: m.WslLimitsChange; readonly basis: string } & Cancellable,
  ): Promise<void>
  /**
   * Makes the file of the machine's disk as small as what is in it, for which Windows asks once for permission. A machine
   * that runs ends for it and starts again. Needed where the file does not shrink by itself.
   * @throws machine.wsl-not-allowed, machine.wsl-compact-failed, machine.wsl-unavailable, and what the start throws
   */
  compactDisk(options?: Cancellable): Promise<{ readonly freedBytes: number }>
  /** The user's own distributions. Enters none of them. @throws machine.wsl-unavailable, machine.wsl-* */
  getDistributions(options?: Cancellable): Promise<m.WslDistributions>
  /**
   * Lets `docker` in a distribution use this engine, or undoes that. Starts the distribution. A failure concerns that
   * distribution only.
   * @throws machine.wsl-integration-failed, machine.wsl-unavailable
   */
  setIntegration(options: { readonly name: string; readonly on: boolean } & Cancellable): Promise<void>
}
