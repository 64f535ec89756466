// Keeps the ports of this computer in step with what running containers publish.
import type { StoreApi } from 'zustand/vanilla'
import { AppError, isAppError, serialiseError } from '../../preload/errors'
import type { Container, PortBinding, PortForward } from '../../preload/model'
import { createCollection, type Items } from '../base/collection'
import type { Log } from '../base/log'
import { hasItsPorts, takenBy, type Wanted } from './port-holder'
import type { PortChecker } from './port-check'

/** What opens ports of this computer and leads them to the machine. */
export interface Forwarder {
  /** @throws port.taken when somebody holds it */
  expose(local: Wanted, guestPort: number, options?: { readonly signal?: AbortSignal }): Promise<void>
  unexpose(local: Wanted, options?: { readonly signal?: AbortSignal }): Promise<void>
  list(options?: { readonly signal?: AbortSignal }): Promise<readonly Wanted[]>
}

export interface ForwardsOptions {
  readonly containers: StoreApi<Items<Container>>
  /** Absent where containers' ports are on this computer already. */
  readonly forwarder: Forwarder | undefined
  readonly checker: PortChecker
  readonly log: Log
}

export interface Forwards {
  readonly store: StoreApi<Items<PortForward>>
  /** Compares with what the forwarder really has, as after a restart of the machine, and sets it right. */
  sync(): Promise<void>
  /** The machine is gone, and with it all forwards. */
  forget(): void
  /** Closes what was opened. */
  dispose(): Promise<void>
}

/** A port that somebody held is tried again this often, until it is free or no longer wanted. */
const retryMs = 2_000

export function createForwards(options: ForwardsOptions): Forwards {
  const { containers, forwarder, checker, log } = options
  const collection = createCollection<PortForward>()
  /** One change at a time, so that a stop and a start of the same port keep their order. */
  let queue: Promise<void> = Promise.resolve()
  let queued = false
  let active = false
  let retry: NodeJS.Timeout | undefined

  const enqueue = (work: () => Promise<void>): Promise<void> => {
    queue = queue.then(work).catch((error: unknown) => log.error('forwards', error))
    return queue
  }

  const reconcile = async (): Promise<void> => {
    clearTimeout(retry)
    const wanted = active ? wantedForwards(containers.getState().values()) : new Map<string, PortForward>()
    for (const known of collection.values()) if (!wanted.has(known.id)) await close(known)
    for (const forward of wanted.values()) {
      const known = collection.get(forward.id)
      const same = known?.state === 'open' && samePlace(known, forward)
      if (same) continue
      if (known?.state === 'open') await close(known)
      await begin(forward)
    }
    if (active && collection.values().some((one) => one.state === 'failed'))
      retry = setTimeout(() => void enqueue(reconcile), retryMs).unref()
  }

  const begin = async (forward: PortForward): Promise<void> => {
    if (!active) return
    const result = await open(forward)
    // The machine may have gone meanwhile, and the port with it.
    if (active) collection.upsert(result)
  }

  const opened = async (): Promise<ReadonlySet<string>> =>
    new Set(((await forwarder?.list().catch(() => [])) ?? []).map(idOf))

  const open = async (forward: PortForward): Promise<PortForward> => {
    try {
      await forwarder?.expose(placeOf(forward.binding), forward.binding.hostPort)
      return forward
    } catch (error) {
      // Opened before the app lost sight of it: what is in the way is the forward itself.
      if ((await opened()).has(forward.id)) return forward
      return { ...forward, state: 'failed', ...(await explain(forward, error, checker)) }
    }
  }

  const close = async (forward: PortForward): Promise<void> => {
    collection.remove(forward.id)
    if (forward.state !== 'open') return
    await forwarder
      ?.unexpose(placeOf(forward.binding))
      .catch((error: unknown) => log.warn('a port was not freed', { id: forward.id, error: String(error) }))
  }

  const schedule = (): void => {
    if (queued || !active) return
    queued = true
    void enqueue(async () => {
      queued = false
      await reconcile()
    })
  }
  const unsubscribe = containers.subscribe(schedule)

  const adopt = async (): Promise<void> => {
    const there = await opened()
    const lost = collection.values().filter((one) => one.state === 'open' && !there.has(one.id))
    if (forwarder) collection.remove(...lost.map((one) => one.id))
    const wanted = wantedForwards(containers.getState().values())
    for (const [id, forward] of wanted)
      if (there.has(id) && collection.get(id)?.state !== 'open') collection.upsert(forward)
    await reconcile()
  }

  return {
    store: collection.store,
    sync: () => {
      active = true
      return enqueue(adopt)
    },
    forget: () => {
      active = false
      clearTimeout(retry)
      collection.replace([])
    },
    dispose: async () => {
      unsubscribe()
      active = false
      await enqueue(reconcile)
      clearTimeout(retry)
    },
  }
}

const placeOf = ({ protocol, hostAddress, hostPort }: PortBinding): Wanted => ({
  protocol,
  address: hostAddress,
  port: hostPort,
})
const idOf = ({ protocol, address, port }: Wanted): string => `${protocol}/${address}:${port}`
const samePlace = (a: PortForward, b: PortForward): boolean =>
  a.containerId === b.containerId && a.binding.containerPort === b.binding.containerPort

function wantedForwards(containers: Iterable<Container>): Map<string, PortForward> {
  const wanted = new Map<string, PortForward>()
  for (const container of containers) {
    if (!hasItsPorts(container)) continue
    for (const binding of container.ports) {
      const id = idOf(placeOf(binding))
      if (binding.hostPort > 0 && !wanted.has(id))
        wanted.set(id, { id, containerId: container.id, binding, state: 'open' })
    }
  }
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
