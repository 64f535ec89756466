// What the ports service offers.
import type * as m from '../model'
import type { Cancellable } from './cancellable'

export interface PortsService {
  /** With `lastPort`: one of a range, which is free as long as one of its ports is. */
  checkPort(
    options: {
      readonly port: number
      readonly lastPort?: number
      readonly protocol: m.Protocol
      readonly address: string
    } & Cancellable,
  ): Promise<m.PortCheck>
  watchForwards(options?: Cancellable): AsyncIterable<m.CollectionChange<m.PortForward>>
  /** Who listens on this computer, renewed within 1 s where that is cheap; ask only while it is shown. */
  watchListeners(options?: Cancellable): AsyncIterable<m.CollectionChange<m.PortListener>>
  /** Whether this computer's list of listeners can be read; ask only while it is shown. */
  watchLook(options?: Cancellable): AsyncIterable<m.PortLook>
  /** Ports wanted by what has no containers yet: Compose projects, workspaces, services of Swarm. */
  watchWants(options?: Cancellable): AsyncIterable<readonly m.PortWant[]>
  watchConflicts(options?: Cancellable): AsyncIterable<m.CollectionChange<m.PortConflict>>
  /** Resolves when it is done. @throws port.conflict-gone port.fix-gone port.process-* container.* engine.* */
  applyFix(options: { readonly conflictId: string; readonly fixId: string } & Cancellable): Promise<void>
  /** Up to `count` ports near one that are free now and wanted by nobody. @throws port.bad-port */
  findFree(
    options: {
      readonly near: number
      readonly protocol: m.Protocol
      readonly address: string
      readonly count: number
    } & Cancellable,
  ): Promise<{ readonly ports: readonly number[] }>
}
