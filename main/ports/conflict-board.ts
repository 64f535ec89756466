// Knows who listens and which ports clash: looks again when containers change, and often only while somebody watches.
import type { StoreApi } from 'zustand/vanilla'
import { AppError } from '../../preload/errors'
import type {
  CollectionChange,
  Container,
  PortConflict,
  PortForward,
  PortListener,
} from '../../preload/model'
import { createCollection, type Items } from '../base/collection'
import type { Log } from '../base/log'
import { createLooks, type Looks } from '../base/looks'
import { watchCollection } from '../base/watch'
import type { Fixes } from './fixes'
import type { FindHidden } from './hidden-listeners'
import type { Listener, ReadListeners } from './listener'
import { describeListeners } from './listener-list'
import { planConflicts, type Situation } from './planner'
import type { WantsStore } from './port-wants'
import type { ReadReserved } from './reserved-windows'

export interface ConflictBoardOptions {
  readonly containers: StoreApi<Items<Container>>
  readonly forwards: StoreApi<Items<PortForward>>
  readonly wants: WantsStore
  readonly readListeners: ReadListeners
  readonly reserved: ReadReserved
  readonly ephemeralPorts: () => Promise<readonly [number, number]>
  readonly lowestPort: () => Promise<number>
  readonly fixes: Fixes
  /** Finds what {@link readListeners} cannot show; absent where it shows all. */
  readonly findHidden?: FindHidden
  readonly refused: () => Situation['refused']
  /** Told after every look. */
  readonly onListeners: (listeners: readonly Listener[]) => void
  readonly log: Log
  /** Between two looks while somebody watches; longer where a look is expensive. In ms. */
  readonly paceMs: number
}

/** Between two looks while nobody watches the page and nothing is broken. In ms. */
const restingPaceMs = 10_000

export class ConflictBoard {
  readonly #options: ConflictBoardOptions
  readonly #listeners = createCollection<PortListener>()
  readonly #conflicts = createCollection<PortConflict>()
  readonly #unsubscribe: readonly (() => void)[]
  #watchers = { listeners: 0, conflicts: 0 }
  #timer: NodeJS.Timeout | undefined
  readonly #looks: Looks
  #closed = false

  constructor(options: ConflictBoardOptions) {
    this.#options = options
    this.#looks = createLooks({
      look: () => this.#lookOnce(),
      failed: (error) => options.log.error('ports', error),
      settled: () => this.#schedule(),
    })
    const changed = (): void => void this.#lookSoon()
    this.#unsubscribe = [options.containers, options.forwards, options.wants].map(
      (store: StoreApi<unknown>) => store.subscribe(changed),
    )
  }

  get conflicts(): StoreApi<Items<PortConflict>> {
    return this.#conflicts.store
  }

  watchListeners(signal?: AbortSignal): AsyncIterable<CollectionChange<PortListener>> {
    return this.#watched('listeners', () => watchCollection(this.#listeners.store, signal))
  }

  watchConflicts(signal?: AbortSignal): AsyncIterable<CollectionChange<PortConflict>> {
    return this.#watched('conflicts', () => watchCollection(this.#conflicts.store, signal))
  }

  /** Looks now, whoever else is looking, so that what follows is true. */
  async look(): Promise<void> {
    // What is under way may have begun before the change that the caller knows of.
    await this.#looks.underWay()
    await this.#lookSoon()
  }

  /** @throws port.conflict-gone port.fix-gone and what the fix throws */
  async apply(conflictId: string, fixId: string, signal?: AbortSignal): Promise<void> {
    await this.look()
    const conflict = this.#conflicts.get(conflictId)
    if (!conflict) throw new AppError('port.conflict-gone')
    await this.#options.fixes.apply(conflict, fixId, signal)
    await this.look()
  }

  async dispose(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#timer)
    for (const stop of this.#unsubscribe) stop()
    await this.#looks.end()
  }

  async *#watched<T>(
    kind: 'listeners' | 'conflicts',
    watch: () => AsyncIterable<T>,
  ): AsyncGenerator<T, void> {
    this.#watchers[kind] += 1
    try {
      await this.look()
      yield* watch()
    } finally {
      this.#watchers[kind] -= 1
    }
  }

  #lookSoon(): Promise<void> {
    clearTimeout(this.#timer)
    return this.#looks.look()
  }

  #schedule(): void {
    if (this.#closed) return
    const { listeners, conflicts } = this.#watchers
    const broken = this.#conflicts.values().some((one) => one.when === 'now')
    const often = listeners > 0 || (conflicts > 0 && broken)
    if (!often && !this.#anythingWanted()) return
    const pace = often ? this.#options.paceMs : restingPaceMs
    this.#timer = setTimeout(() => void this.#lookSoon(), pace).unref()
  }

  #anythingWanted(): boolean {
    if (this.#options.wants.getState().length > 0) return true
    for (const { ports } of this.#options.containers.getState().values()) if (ports.length > 0) return true
    return false
  }

  async #lookOnce(): Promise<void> {
    const shown = await this.#readListeners()
    const containers = [...this.#options.containers.getState().values()]
    const listeners = [...shown, ...((await this.#options.findHidden?.(containers, shown)) ?? [])]
    const situation = await this.#situation(listeners)
    const planned = planConflicts(situation)
    const conflicts = await this.#options.fixes.complete(planned, situation)
    if (this.#closed) return
    this.#options.onListeners(listeners)
    const now = Date.now()
    this.#listeners.replace(describeListeners(situation))
    this.#conflicts.replace(
      conflicts.map((one) => ({ ...one, since: this.#conflicts.get(one.id)?.since ?? now })),
    )
  }

  async #readListeners(): Promise<readonly Listener[]> {
    try {
      return await this.#options.readListeners()
    } catch (error) {
      this.#options.log.warn('listeners cannot be read', { error: String(error) })
      return []
    }
  }

  async #situation(listeners: readonly Listener[]): Promise<Situation> {
    const { containers, forwards, wants, reserved, ephemeralPorts, lowestPort, log } = this.#options
    const [ranges, ephemeral, lowest] = await Promise.all([
      reserved().catch((error: unknown) => {
        log.warn('reserved ports cannot be read', { error: String(error) })
        return []
      }),
      ephemeralPorts(),
      lowestPort(),
    ])
    return {
      containers: [...containers.getState().values()],
      forwards: forwards.getState(),
      wants: wants.getState(),
      listeners,
      reserved: ranges,
      ephemeral,
      lowestPort: lowest,
      refused: this.#options.refused(),
    }
  }
}
