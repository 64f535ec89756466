// Knows who listens and which ports clash: looks again when containers change, and often only while somebody watches.
import { createStore, type StoreApi } from 'zustand/vanilla'
import { AppError, serialiseError } from '../../preload/errors'
import type {
  CollectionChange,
  Container,
  PortBinding,
  PortConflict,
  PortForward,
  PortListener,
  PortLook,
} from '../../preload/model'
import { createCollection, type Items } from '../base/collection'
import type { Log } from '../base/log'
import { createLooks } from '../base/looks'
import { watchCollection } from '../base/watch'
import type { Fixes } from './fixes'
import type { FindHidden } from './hidden-listeners'
import type { Listener, Named, ReadListeners } from './listener'
import { describeListeners } from './listener-list'
import { planConflicts, type Situation } from './planner'
import type { WantsStore } from './port-wants'
import type { Peek } from './quick-look'
import type { ReadReserved } from './reserved-windows'

export interface ConflictBoardOptions {
  readonly containers: StoreApi<Items<Container>>
  readonly forwards: StoreApi<Items<PortForward>>
  readonly wants: WantsStore
  readonly readListeners: ReadListeners
  readonly reserved: ReadReserved
  readonly ephemeralPorts: () => Promise<readonly [number, number]>
  readonly lowestPort: () => Promise<number>
  readonly loopback6ByIpv4: boolean
  readonly fixes: Fixes
  /**
   * A cheap sign that changes when somebody takes or frees a port that matters. Where a look is expensive it is asked
   * while nobody watches, instead of looking.
   */
  readonly peek?: Peek
  /** Finds what {@link readListeners} cannot show; absent where it shows all. */
  readonly findHidden?: FindHidden
  readonly refused: () => Situation['refused']
  /** Told after every look. */
  readonly onListeners: (listeners: readonly Listener[]) => void
  readonly log: Log
  /** Between two looks while somebody watches; longer where a look is expensive. In ms. */
  readonly paceMs: number
}

/** Between two looks, or peeks, while nobody watches the page and nothing is broken. In ms. */
const restingPaceMs = 10_000
/** A peek sees less than a look, which follows at least this often. In ms. */
const longestRestMs = 600_000

export class ConflictBoard {
  readonly #options: ConflictBoardOptions
  readonly #listeners = createCollection<PortListener>()
  readonly #conflicts = createCollection<PortConflict>()
  readonly #unsubscribe: readonly (() => void)[]
  readonly #lastLook = createStore<PortLook>(() => ({}))
  #known: readonly Listener[] = []
  #watchers = { listeners: 0, conflicts: 0 }
  #timer: NodeJS.Timeout | undefined
  /** Before the last look, so that what changes during it is noticed. */
  #seen: string | undefined
  #lookedAt = 0
  #closed = false
  readonly #looks = createLooks({
    look: () => this.#lookOnce(),
    failed: (error) => this.#options.log.error('ports', error),
    isOver: () => this.#closed,
    settled: () => this.#schedule(),
  })

  constructor(options: ConflictBoardOptions) {
    this.#options = options
    const changed = (): void => void this.#lookSoon()
    this.#unsubscribe = [options.containers, options.forwards, options.wants].map(
      (store: StoreApi<unknown>) => store.subscribe(changed),
    )
  }

  get conflicts(): StoreApi<Items<PortConflict>> {
    return this.#conflicts.store
  }

  get lastLook(): StoreApi<PortLook> {
    return this.#lastLook
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
    await this.#looks.underWay()
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

  async #lookSoon(): Promise<void> {
    if (this.#closed) return
    clearTimeout(this.#timer)
    await this.#looks.soon()
  }

  #schedule(): void {
    clearTimeout(this.#timer)
    if (this.#closed) return
    const { listeners, conflicts } = this.#watchers
    const broken = this.#conflicts.values().some((one) => one.when === 'now')
    const often = listeners > 0 || (conflicts > 0 && broken)
    if (!often && !this.#anythingWanted()) return
    const { peek, paceMs } = this.#options
    const rest = (): void => void this.#peeked(peek).then((now) => this.#rested(now))
    const next = !often && peek ? rest : (): void => void this.#lookSoon()
    this.#timer = setTimeout(next, often ? paceMs : restingPaceMs).unref()
  }

  #rested(sign: string | undefined): void {
    // A look that came from elsewhere has seen more.
    if (this.#closed || this.#looks.underWay()) return
    const late = performance.now() - this.#lookedAt > longestRestMs
    // A forward that failed though nobody is in its way is tried again by a look.
    const stuck = this.#conflicts.values().some(({ kind }) => kind === 'failed')
    if (sign !== this.#seen || late || stuck) void this.#lookSoon()
    else this.#schedule()
  }

  async #peeked(peek: Peek | undefined): Promise<string | undefined> {
    const { containers, wants, forwards } = this.#options
    const everything = {
      containers: [...containers.getState().values()],
      wants: wants.getState(),
      forwards: forwards.getState(),
    }
    return peek?.(everything).catch(() => undefined)
  }

  #anythingWanted(): boolean {
    if (this.#options.wants.getState().length > 0) return true
    for (const { ports } of this.#options.containers.getState().values()) if (ports.length > 0) return true
    return false
  }

  async #lookOnce(): Promise<void> {
    this.#lookedAt = performance.now()
    this.#seen = await this.#peeked(this.#options.peek)
    const shown = await this.#readListeners()
    const containers = [...this.#options.containers.getState().values()]
    const listeners = [...shown, ...((await this.#options.findHidden?.(containers, shown)) ?? [])]
    const situation = await this.#situation(listeners)
    const planned = planConflicts(situation)
    const conflicts = await this.#options.fixes.complete(planned, situation)
    if (this.#closed) return
    this.#options.onListeners(listeners)
    const now = Date.now()
    if (this.#watchers.listeners > 0) this.#listeners.replace(describeListeners(situation))
    this.#conflicts.replace(
      conflicts.map((one) => ({ ...one, since: this.#conflicts.get(one.id)?.since ?? now })),
    )
  }

  async #readListeners(): Promise<readonly Listener[]> {
    try {
      // Names of all are for those who look at the list.
      const named = this.#watchers.listeners > 0 ? undefined : this.#wanted()
      this.#known = await this.#options.readListeners(undefined, named)
      if (this.#lastLook.getState().error) this.#lastLook.setState({}, true)
    } catch (cause) {
      this.#options.log.warn('listeners cannot be read', { error: String(cause) })
      const error = serialiseError(
        new AppError('port.listeners-unreadable', { detail: String(cause), cause }),
      )
      this.#lastLook.setState({ error }, true)
    }
    // What was known stays: a conflict is not over because nobody could look.
    return this.#known
  }

  #wanted(): Named {
    const places = new Set<string>()
    // Where none of a range can be had, the holder of the first is named.
    const add = ({ protocol, hostPort, hostRange }: PortBinding): unknown =>
      places.add(`${protocol}/${hostRange?.first ?? hostPort}`)
    for (const { ports } of this.#options.containers.getState().values()) ports.forEach(add)
    for (const { binding } of this.#options.wants.getState()) add(binding)
    return (protocol, port) => places.has(`${protocol}/${port}`)
  }

  async #situation(listeners: readonly Listener[]): Promise<Situation> {
    const { containers, forwards, wants, reserved, ephemeralPorts, lowestPort, loopback6ByIpv4, log } =
      this.#options
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
      loopback6ByIpv4,
      refused: this.#options.refused(),
    }
  }
}
