// The figures of containers, from one stream of the engine per container that somebody looks at, and none otherwise.
import type { StoreApi } from 'zustand/vanilla'
import { isAbort } from '../../preload/errors'
import type { Container, ContainerStats, ContainerUse } from '../../preload/model'
import type { Items } from '../base/collection'
import type { Log } from '../base/log'
import { createPace, type Pace } from '../base/pace'

export interface ContainerStreamsOptions {
  readonly containers: StoreApi<Items<Container>>
  /** Gives figures of one running container, about every second; resolves when it has ended. */
  readonly watch: (
    id: string,
    take: (stats: ContainerStats) => void,
    signal: AbortSignal,
    pace: Pace,
  ) => Promise<void>
  readonly log: Log
}

export interface ContainerStreams {
  /** Follows these containers, or all, whenever they run; returns the way to let go. */
  follow(ids: ReadonlySet<string> | 'all'): () => void
  /** The newest figures of those that are followed by anybody. */
  uses(): ReadonlyMap<string, ContainerUse>
  /** Ids of running containers. */
  running(): readonly string[]
  /** Ends every stream, and resolves when they have ended. */
  dispose(): Promise<void>
}

interface Stream {
  readonly stop: AbortController
  readonly ended: Promise<void>
}

/** 50 containers send at 50 times of a second, and each time would wake the processor. */
const stepMs = 1_000
/** The engine sends a sample every second; after this long without one, in ms, the last is no fact any more. */
const freshMs = 5_000
/** After a stream that broke; one that the engine refuses must not be asked for without pause. */
const retryMs = 5_000

const runs = ({ state }: Container): boolean => state === 'running' || state === 'paused'

export function createContainerStreams(options: ContainerStreamsOptions): ContainerStreams {
  const { containers } = options
  const followers = new Set<{ readonly ids: ReadonlySet<string> | 'all' }>()
  const streams = new Map<string, Stream>()
  const latest = new Map<string, { readonly use: ContainerUse; readonly at: number }>()
  const broken = new Map<string, NodeJS.Timeout>()
  const ending = new Set<Promise<void>>()
  const pace = createPace(stepMs)
  let disposed = false

  const running = (): string[] => [...containers.getState().values()].filter(runs).map(({ id }) => id)
  const isWanted = (id: string): boolean =>
    !disposed && [...followers].some(({ ids }) => ids === 'all' || ids.has(id))

  const begin = (id: string): void => {
    const stop = new AbortController()
    const take = (use: ContainerUse): unknown => latest.set(id, { use, at: performance.now() })
    const ended = consume(options, { id, take, signal: stop.signal, pace }).finally(() => {
      ending.delete(ended)
      if (streams.get(id)?.stop === stop) streams.delete(id)
      if (!streams.has(id)) latest.delete(id)
      if (stop.signal.aborted || disposed) return
      const again = (): void => {
        broken.delete(id)
        arrange()
      }
      broken.set(id, setTimeout(again, retryMs))
    })
    ending.add(ended)
    streams.set(id, { stop, ended })
  }
  const end = (id: string): void => {
    streams.get(id)?.stop.abort()
    streams.delete(id)
    latest.delete(id)
  }
  /** A stream that ended by itself is begun again after a pause, unless the container has ended with it. */
  const arrange = (): void => {
    const wanted = new Set(running().filter(isWanted))
    for (const id of streams.keys()) if (!wanted.has(id)) end(id)
    for (const [id, timer] of broken) {
      if (wanted.has(id)) continue
      clearTimeout(timer)
      broken.delete(id)
    }
    for (const id of wanted) if (!streams.has(id) && !broken.has(id)) begin(id)
  }
  const unsubscribe = containers.subscribe(() => {
    if (followers.size > 0) arrange()
  })

  return {
    follow: (ids) => {
      const follower = { ids }
      followers.add(follower)
      arrange()
      return () => {
        followers.delete(follower)
        arrange()
      }
    },
    uses: () => {
      const since = performance.now() - freshMs
      return new Map([...latest].filter(([, { at }]) => at >= since).map(([id, { use }]) => [id, use]))
    },
    running,
    dispose: async () => {
      disposed = true
      unsubscribe()
      arrange()
      await Promise.all(ending)
    },
  }
}

interface Consumed {
  readonly id: string
  readonly take: (use: ContainerUse) => void
  readonly signal: AbortSignal
  readonly pace: Pace
}

/** Until the container ends, the stream breaks or nobody looks any more; never rejects. */
async function consume(
  { watch, log }: ContainerStreamsOptions,
  { id, take, signal, pace }: Consumed,
): Promise<void> {
  try {
    await watch(id, (stats) => signal.aborted || take(readUse(id, stats)), signal, pace)
  } catch (error) {
    if (signal.aborted || isAbort(error)) return
    log.warn('the figures of a container broke off', { id, why: String(error) })
  }
}

const readUse = (id: string, stats: ContainerStats): ContainerUse => ({
  id,
  cpu: stats.cpu,
  memoryBytes: stats.memoryBytes,
  memoryLimitBytes: stats.memoryLimitBytes,
  diskRate: stats.diskReadBytes + stats.diskWriteBytes,
  networkRate: stats.receivedBytes + stats.sentBytes,
  processes: stats.processes,
})
