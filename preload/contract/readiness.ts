// What the readiness service offers.
import type * as m from '../model'
import type { Cancellable } from './cancellable'

export interface ReadinessService {
  /** The checks as they were found last; each changes as soon as it is known. */
  watchReadiness(options?: Cancellable): AsyncIterable<m.Readiness>
  /** Looks at everything anew and changes nothing; joins a run that is under way. Never throws for what it finds. */
  check(options?: Cancellable): Promise<m.Readiness>
  /**
   * Takes a way out that a check offers, and looks again afterwards. `ports` belongs to `choose-ports`: what is not
   * listed stays as it is; without any, the next free ones are taken.
   * @throws port.taken-by-process, port.twice, readiness.fix-gone, readiness.fix-failed, machine.wsl-not-allowed, machine.wsl-setup-failed and what a
   * start of the machine throws
   */
  fix(
    options: {
      readonly id: m.ReadinessId
      readonly kind: m.ReadinessFixKind
      readonly ports?: m.PortChoices
    } & Cancellable,
  ): Promise<void>
}
