// The stand-in's resources: readings that a test sends, and a history that it sets.
import type { ResourcesService } from '../../../preload/contract'
import type {
  ReclaimPlan,
  ReclaimResult,
  ResourceHistory,
  ResourceReading,
  ResourceWarning,
} from '../../../preload/model'
import { Broadcast, WatchedCollection } from './watched'

export class FakeResources {
  readonly warnings = new WatchedCollection<ResourceWarning>()
  readonly readings = new Broadcast<ResourceReading>()
  /** Containers of each watch, in order. */
  readonly watched: (readonly string[])[] = []
  last: ResourceReading | undefined
  history: Omit<ResourceHistory, 'range'> = { everyMs: 1000, samples: [] }

  plan: ReclaimPlan = { usage: [], items: [] }
  result: ReclaimResult = { removed: [], kept: [], engineBytes: 0 }

  readonly service: ResourcesService = {
    watchSamples: (options) => this.readings.watch(this.last ? [this.last] : [], options?.signal),
    watchContainers: ({ ids, signal }) => {
      this.watched.push(ids)
      return this.#uses(new Set(ids), signal)
    },
    setLimits: async () => {},
    planReclaim: async () => this.plan,
    reclaim: async () => this.result,
    watchWarnings: (options) => this.warnings.watch(options?.signal),
    applyRemedy: async ({ warningId }) => this.warnings.remove(warningId),
    dismissWarning: async ({ id }) => this.warnings.remove(id),
    getHistory: async ({ range }) => ({ ...this.history, range }),
  }

  async *#uses(
    ids: ReadonlySet<string>,
    signal?: AbortSignal,
  ): AsyncGenerator<ResourceReading['containers']> {
    for await (const { containers } of this.readings.watch(this.last ? [this.last] : [], signal))
      yield containers.filter(({ id }) => ids.has(id))
  }
}
