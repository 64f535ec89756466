// Tries every port that was just opened until its container answers, and tells what came of it.
import { setMaxListeners } from 'node:events'
import type { StoreApi } from 'zustand/vanilla'
import type { Container, PortForward, PortReach } from '../../preload/model'
import type { Items } from '../base/collection'
import { allIpv4, allIpv6 } from '../base/port-address'
import { tryForwards, type ArrivalOptions } from './arrival'

/** Of a binding to all addresses the IPv6 side is told apart, once the other one was reached. */
export type FoundReach = Pick<PortForward, 'reach' | 'reachIpv6'>

export interface ReachOptions extends ArrivalOptions {
  readonly forwards: StoreApi<Items<PortForward>>
  readonly containers: StoreApi<Items<Container>>
  readonly note: (forward: PortForward, found: FoundReach) => void
}

/** Between the tries, in ms: a database may take a minute to open its port; each try shows up in some logs. */
const pausesMs = [0, 250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000]
/** What is found before that many tries may only be a program that is still starting. */
const triesBeforeTelling = 4
const atOnce = 16

interface Pending {
  readonly forward: PortForward
  /** At ::1, which `localhost` means first. */
  readonly ipv6?: true
  readonly tries: number
  readonly dueAt: number
}

/** What is found, and will not change by trying again. */
const final: ReadonlySet<PortReach> = new Set(['reached', 'answered', 'listening', 'unknown'])

/** Tries each open forward once its container starts, until the container answers or the tries are used up. */
export class Reach {
  readonly #options: ReachOptions
  readonly #pending = new Map<string, Pending>()
  /** Which start of which container each forward was last taken up for. */
  #taken = new Map<string, string>()
  readonly #unsubscribe: readonly (() => void)[]
  readonly #end = new AbortController()
  #timer: NodeJS.Timeout | undefined
  #round: Promise<void> | undefined

  constructor(options: ReachOptions) {
    this.#options = options
    // Each of those tried at once listens more than once, while it connects.
    setMaxListeners(0, this.#end.signal)
    const look = (): void => this.#take()
    this.#unsubscribe = [options.forwards.subscribe(look), options.containers.subscribe(look)]
    look()
  }

  async dispose(): Promise<void> {
    for (const stop of this.#unsubscribe) stop()
    this.#end.abort()
    clearTimeout(this.#timer)
    await this.#round
  }

  #take(): void {
    const containers = this.#options.containers.getState()
    const taken = new Map<string, string>()
    for (const forward of this.#options.forwards.getState().values()) {
      const container = containers.get(forward.containerId)
      if (forward.state !== 'open') continue
      // A paused program answers nobody; that is what was asked for.
      if (container?.state !== 'running') continue
      const start = `${container.id} ${container.startedAt ?? 0}`
      taken.set(forward.id, start)
      if (this.#taken.get(forward.id) !== start)
        this.#pending.set(forward.id, { forward, tries: 0, dueAt: performance.now() })
    }
    this.#taken = taken
    for (const [key, { forward }] of this.#pending) if (!taken.has(forward.id)) this.#pending.delete(key)
    this.#schedule()
  }

  #schedule(): void {
    clearTimeout(this.#timer)
    if (this.#round || this.#pending.size === 0 || this.#end.signal.aborted) return
    const next = Math.min(...[...this.#pending.values()].map((one) => one.dueAt))
    const run = (): void => {
      this.#round = this.#tryDue().finally(() => {
        this.#round = undefined
        this.#schedule()
      })
    }
    this.#timer = setTimeout(run, Math.max(0, next - performance.now())).unref()
  }

  async #tryDue(): Promise<void> {
    const now = performance.now()
    const due = [...this.#pending.values()].filter((one) => one.dueAt <= now)
    for (const batch of batches(due)) if (!this.#end.signal.aborted) await this.#try(batch)
  }

  async #try(batch: readonly Pending[]): Promise<void> {
    const tried = new Map(batch.map((one) => [one, one.ipv6 ? onIpv6(one.forward) : one.forward]))
    const found = await tryForwards(this.#options, [...tried.values()], this.#end.signal)
    if (this.#end.signal.aborted) return
    for (const [one, forward] of tried) {
      const reach = found.get(forward)
      // The container may have been started again, or be gone.
      if (reach !== undefined && this.#pending.get(keyOf(one)) === one) this.#tell(one, reach)
    }
  }

  #tell(one: Pending, reach: PortReach): void {
    const { forward, ipv6 } = one
    const tries = one.tries + 1
    const pause = pausesMs[tries]
    if (final.has(reach) || pause === undefined) this.#pending.delete(keyOf(one))
    else this.#pending.set(keyOf(one), { ...one, tries, dueAt: performance.now() + pause })
    if (reach === 'reached' && forward.binding.hostAddress === allIpv4 && !ipv6) {
      const next: Pending = { forward, ipv6: true, tries: 0, dueAt: performance.now() }
      this.#pending.set(keyOf(next), next)
    }
    if (final.has(reach) || tries >= triesBeforeTelling)
      this.#options.note(forward, ipv6 ? { reachIpv6: reach } : { reach })
  }
}

const keyOf = ({ forward, ipv6 }: Pick<Pending, 'forward' | 'ipv6'>): string =>
  ipv6 ? `${forward.id} ipv6` : forward.id

const onIpv6 = (forward: PortForward): PortForward => ({
  ...forward,
  binding: { ...forward.binding, hostAddress: allIpv6 },
})

/** So many at once, and of those that lead to the same port of a container one after the other. */
function batches(due: readonly Pending[]): Pending[][] {
  const all: { readonly places: Set<string>; readonly members: Pending[] }[] = []
  for (const one of due) {
    const { containerId, binding } = one.forward
    const place = `${containerId} ${binding.protocol}/${binding.containerPort}`
    let batch = all.find(({ places, members }) => members.length < atOnce && !places.has(place))
    if (!batch) all.push((batch = { places: new Set(), members: [] }))
    batch.places.add(place)
    batch.members.push(one)
  }
  return all.map(({ members }) => members)
}
