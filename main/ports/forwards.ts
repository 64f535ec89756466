// Keeps the ports of this computer in step with what running containers publish.
import type { StoreApi } from 'zustand/vanilla'
import { AppError, isAppError, serialiseError } from '../../preload/errors'
import type { Container, PortBinding, PortForward } from '../../preload/model'
import { createCollection, type Items } from '../base/collection'
import type { Log } from '../base/log'
import type { Listener } from './listener'
import { hasItsPorts, takenBy, type Wanted } from './port-holder'
import type { PortChecker } from './port-check'
import type { FoundReach } from './reach'
import { asksForPort, type KnownWant, type WantsStore } from './port-wants'

/** What opens ports of this computer and leads them to the machine. */
export interface Forwarder {
  /** @throws port.taken when somebody holds it */
  expose(local: Wanted, guestPort: number, options?: { readonly signal?: AbortSignal }): Promise<void>
  unexpose(local: Wanted, options?: { readonly signal?: AbortSignal }): Promise<void>
  list(options?: { readonly signal?: AbortSignal }): Promise<readonly Wanted[]>
}

export interface ForwardsOptions {
  readonly containers: StoreApi<Items<Container>>
  /** Ports of what is no container, of which those that are up are opened. */
  readonly wants?: WantsStore
  /** Absent where containers' ports are on this computer already. */
  readonly forwarder: Forwarder | undefined
  readonly checker: PortChecker
  readonly log: Log
}

/** Many ports come up together: on Windows each one waits for WSL, which looks once a second. */
const openedAtOnce = 16
/** A forwarder that does not answer must not hold up all other ports. In ms. */
const answerDeadlineMs = 120_000
const inTime = (): { readonly signal: AbortSignal } => ({ signal: AbortSignal.timeout(answerDeadlineMs) })

export class Forwards {
  readonly #options: ForwardsOptions
  readonly #collection = createCollection<PortForward>()
  readonly #unsubscribe: readonly (() => void)[]
  /** One change at a time, so that a stop and a start of the same port keep their order. */
  #queue: Promise<void> = Promise.resolve()
  #queued = false
  #active = false
  /** Who held the ports of failed forwards when that was last seen: a change there is what they wait for. */
  #holders = new Map<string, string>()

  constructor(options: ForwardsOptions) {
    this.#options = options
    const changed = (): void => this.#schedule()
    const unsubscribeWants = options.wants?.subscribe(changed)
    this.#unsubscribe = [options.containers.subscribe(changed), () => unsubscribeWants?.()]
  }

  get store(): StoreApi<Items<PortForward>> {
    return this.#collection.store
  }

  /** Compares with what the forwarder really has, as after a restart of the machine, and sets it right. */
  sync(): Promise<void> {
    this.#active = true
    return this.#enqueue(() => this.#adopt())
  }

  /** The machine is gone, and with it all forwards. */
  forget(): void {
    this.#active = false
    this.#collection.replace([])
  }

  /** Tries those again whose ports are held differently than before, or by nobody who can be seen. */
  listenersSeen(listeners: readonly Listener[]): void {
    const failed = this.#collection.values().filter((one) => one.state === 'failed')
    const before = this.#holders
    this.#holders = new Map(failed.map((one) => [one.id, holdersOf(one.binding, listeners)]))
    const changed = failed.some(({ id, error }) => {
      const now = this.#holders.get(id) ?? ''
      // Who holds a port that needs other rights does not matter.
      if (now === '') return error?.code !== 'port.not-permitted'
      return before.has(id) && before.get(id) !== now
    })
    if (changed) this.#schedule()
  }

  /** Notes what a connection through an open forward came to. */
  note({ id, containerId }: PortForward, found: FoundReach): void {
    const known = this.#collection.get(id)
    if (known?.state === 'open' && known.containerId === containerId)
      this.#collection.upsert({ ...known, ...found })
  }

  /** Closes what was opened. */
  async dispose(): Promise<void> {
    for (const stop of this.#unsubscribe) stop()
    this.#active = false
    await this.#enqueue(() => this.#reconcile())
  }

  #enqueue(work: () => Promise<void>): Promise<void> {
    this.#queue = this.#queue.then(work).catch((error: unknown) => this.#options.log.error('forwards', error))
    return this.#queue
  }

  #schedule(): void {
    if (this.#queued || !this.#active) return
    this.#queued = true
    void this.#enqueue(() => {
      this.#queued = false
      return this.#reconcile()
    })
  }

  #wanted(): ReadonlyMap<string, PortForward> {
    if (!this.#active) return new Map()
    const { containers, wants } = this.#options
    return wantedForwards(containers.getState().values(), wants?.getState() ?? [])
  }

  async #adopt(): Promise<void> {
    const collection = this.#collection
    const there = await this.#opened()
    const lost = collection.values().filter((one) => one.state === 'open' && !there.has(one.id))
    if (this.#options.forwarder) collection.remove(...lost.map((one) => one.id))
    for (const [id, forward] of this.#wanted())
      if (there.has(id) && collection.get(id)?.state !== 'open') collection.upsert(forward)
    await this.#reconcile()
  }

  async #reconcile(): Promise<void> {
    const collection = this.#collection
    const wanted = this.#wanted()
    for (const known of collection.values()) if (!wanted.has(known.id)) await this.#close(known)
    const missing = [...wanted.values()].filter((forward) => {
      const known = collection.get(forward.id)
      return known?.state !== 'open' || !samePlace(known, forward)
    })
    const queue = missing.values()
    const work = async (): Promise<void> => {
      for (const forward of queue) await this.#renew(forward)
    }
    await Promise.all(Array.from({ length: openedAtOnce }, work))
  }

  async #renew(forward: PortForward): Promise<void> {
    const known = this.#collection.get(forward.id)
    if (known?.state === 'open') await this.#close(known)
    if (!this.#active) return
    const result = await this.#open(forward)
    // The machine may have gone meanwhile, and the port with it.
    if (this.#active) this.#collection.upsert(result)
  }

  async #opened(): Promise<ReadonlySet<string>> {
    const list = await this.#options.forwarder?.list(inTime()).catch(() => [])
    return new Set((list ?? []).map(idOf))
  }

  async #open(forward: PortForward): Promise<PortForward> {
    const { forwarder, checker } = this.#options
    try {
      await forwarder?.expose(placeOf(forward.binding), forward.binding.hostPort, inTime())
      return forward
    } catch (error) {
      // Opened before the app lost sight of it: what is in the way is the forward itself.
      if ((await this.#opened()).has(forward.id)) return forward
      return { ...forward, state: 'failed', ...(await explain(forward, error, checker)) }
    }
  }

  async #close(forward: PortForward): Promise<void> {
    const { forwarder, log } = this.#options
    if (forward.state === 'open')
      await forwarder
        ?.unexpose(placeOf(forward.binding), inTime())
        .catch((error: unknown) => log.warn('a port was not freed', { id: forward.id, error: String(error) }))
    this.#collection.remove(forward.id)
  }
}

const placeOf = ({ protocol, hostAddress, hostPort }: PortBinding): Wanted => ({
  protocol,
  address: hostAddress,
  port: hostPort,
})
/** Everybody on the port, in a form that only means equality. */
const holdersOf = ({ protocol, hostPort }: PortBinding, listeners: readonly Listener[]): string =>
  listeners
    .filter((one) => one.protocol === protocol && one.port === hostPort)
    .map(({ address, pid }) => `${address} ${pid ?? ''}`)
    .sort()
    .join()
const idOf = ({ protocol, address, port }: Wanted): string => `${protocol}/${address}:${port}`
const samePlace = (a: PortForward, b: PortForward): boolean =>
  a.containerId === b.containerId && a.binding.containerPort === b.binding.containerPort

function wantedForwards(
  containers: Iterable<Container>,
  wants: readonly KnownWant[],
): Map<string, PortForward> {
  const wanted = new Map<string, PortForward>()
  const add = (containerId: string, binding: PortBinding): void => {
    const id = idOf(placeOf(binding))
    if (asksForPort(binding) && !wanted.has(id)) wanted.set(id, { id, containerId, binding, state: 'open' })
  }
  for (const container of containers) {
    if (!hasItsPorts(container)) continue
    for (const binding of container.ports) add(container.id, binding)
  }
  for (const { id, binding, up } of wants) if (up) add(id, binding)
  return wanted
}

async function explain(
  { binding, containerId }: PortForward,
  error: unknown,
  checker: PortChecker,
): Promise<Pick<PortForward, 'error' | 'holder'>> {
  if (isAppError(error, 'port.taken')) {
    const holder = await checker.holder(placeOf(binding), containerId)
    return { error: serialiseError(takenBy(binding.hostPort, holder, error.detail)), holder }
  }
  if (error instanceof AppError) return { error: serialiseError(error) }
  const failed = new AppError('port.forward-failed', {
    params: { port: binding.hostPort },
    detail: String(error),
    cause: error,
  })
  return { error: serialiseError(failed) }
}
