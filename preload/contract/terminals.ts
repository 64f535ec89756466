// What the terminals service offers.
import type * as m from '../model'
import type { Cancellable } from './cancellable'

export interface TerminalsService {
  /**
   * Opens a shell in a running container: the best one that the container has. The shell lives as long as the watch;
   * giving it up ends the shell and what runs in it. `user` is the container's own unless told.
   * @throws container.not-running, container.no-shell, container.unknown-user
   */
  watchTerminal(
    options: {
      readonly containerId: string
      readonly columns: number
      readonly rows: number
      readonly user?: string
    } & Cancellable,
  ): AsyncIterable<m.TerminalEvent>
  /** Types. Resolves when the engine took it; harmless when the terminal has ended. */
  write(options: { readonly terminalId: string; readonly data: Uint8Array } & Cancellable): Promise<void>
  /** In characters. Harmless when the terminal has ended. */
  resize(
    options: { readonly terminalId: string; readonly columns: number; readonly rows: number } & Cancellable,
  ): Promise<void>
  /**
   * The same shell in a window of this computer's own terminal program. It goes on without Portside. `user` as above.
   * @throws as watchTerminal, and host.docker-missing, host.no-terminal, host.terminal-failed
   */
  openOutside(options: { readonly containerId: string; readonly user?: string } & Cancellable): Promise<void>
}
