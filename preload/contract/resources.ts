// What the resources service offers.
import type * as m from '../model'
import type { Cancellable } from './cancellable'

export interface ResourcesService {
  /** A reading about every second, of every running container too; the engine is asked nothing when nobody watches. */
  watchSamples(options?: Cancellable): AsyncIterable<m.ResourceReading>
  /** About every second what these containers use, those that run and are known; asks of the engine only these. */
  watchContainers(
    options: { readonly ids: readonly string[] } & Cancellable,
  ): AsyncIterable<readonly m.ContainerUse[]>
  /**
   * Changes what a container may take, at once; a limit that is lifted makes it again under its name, with another id.
   * @throws container.limit-range container.removes-itself container.recreate-failed
   */
  setLimits(options: { readonly id: string; readonly limits: m.LimitsChange } & Cancellable): Promise<void>
  /** What can go and why; changes nothing. Measures volumes, which takes a while. @throws engine.* */
  planReclaim(options?: Cancellable): Promise<m.ReclaimPlan>
  /**
   * Removes exactly these items, those that can still go; one that cannot does not keep the others. Then hands the
   * freed blocks to this computer.
   */
  reclaim(options: { readonly ids: readonly string[] } & Cancellable): Promise<m.ReclaimResult>
  /**
   * What will hurt soon or just did, the worst first, without what was put away. Whoever notifies does so once per id,
   * quietly; the first remedy is the one to offer.
   */
  watchWarnings(options?: Cancellable): AsyncIterable<m.CollectionChange<m.ResourceWarning>>
  /** @throws resources.warning-gone, and what the remedy itself throws */
  applyRemedy(options: { readonly warningId: string; readonly remedyId: string } & Cancellable): Promise<void>
  /** Not shown for so many minutes; 0 until what it tells of is over and comes back. @throws resources.warning-gone */
  dismissWarning(options: { readonly id: string; readonly minutes: number } & Cancellable): Promise<void>
  /** `5m` in steps of a second, the others of 30 s; what was measured before the last start is part of it. */
  getHistory(options: { readonly range: m.HistoryRange } & Cancellable): Promise<m.ResourceHistory>
}
