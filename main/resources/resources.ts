// The resources service: this computer, the machine and the containers, now and over the last day.
import { setTimeout as delay } from 'node:timers/promises'
import type { StoreApi } from 'zustand/vanilla'
import type { ResourcesService } from '../../preload/contract'
import type {
  Container,
  LimitsChange,
  ContainerUse,
  ResourceReading,
  ResourceWarning,
} from '../../preload/model'
import type { Items } from '../base/collection'
import { linkAbort } from '../base/linked-abort'
import type { Log } from '../base/log'
import { watchCollection, watchValue } from '../base/watch'
import type { Reclaim } from './reclaim'
import {
  createContainerStreams,
  type ContainerStreams,
  type ContainerStreamsOptions,
} from './container-streams'
import { createHistory, type History } from './history'
import { readHistory, writeHistory } from './history-file'
import { createReader, type ReaderOptions } from './reader'
import { WarningBoard, type WarningBoardOptions } from './warning-board'
import { createSampler, type SamplerOptions } from './sampler'

export interface ResourcesOptions {
  readonly containers: StoreApi<Items<Container>>
  readonly followStats: ContainerStreamsOptions['watch']
  /** Notes figures of the containers that nobody follows; never rejects. */
  readonly lookAtStats: () => Promise<void>
  readonly reclaim: Reclaim
  /** All about warnings but what this part knows itself. */
  readonly warnings: Omit<WarningBoardOptions, 'containers' | 'readings' | 'findHungry' | 'log'>
  readonly setLimits: (id: string, limits: LimitsChange) => Promise<void>
  readonly readMachine: ReaderOptions['readMachine']
  /** Whose disk is looked at. */
  readonly folder: string
  readonly historyFile: string
  readonly log: Log
  /** For tests, in ms. */
  readonly pace?: NonNullable<SamplerOptions['pace']>
}

export interface ResourcesParts {
  readonly service: ResourcesService
  /** The newest reading, taken now and then even when nobody watches. */
  readonly store: StoreApi<ResourceReading | undefined>
  /** Those that nobody put away, for the tray and notices. */
  readonly warnings: StoreApi<Items<ResourceWarning>>
  /** Writes the history now; a crash loses what came after. */
  keep(): Promise<void>
  dispose(): Promise<void>
}

/** A crash loses this much of the history at most, in ms. */
const writeEveryMs = 5 * 60_000
/** Each look costs the engine some milliseconds for each container. */
const lookEveryMs = 60_000

export async function createResources(options: ResourcesOptions): Promise<ResourcesParts> {
  const { containers, historyFile, log } = options
  const history = createHistory(await readHistory(historyFile, log))
  const streams = createContainerStreams({ containers, watch: options.followStats, log })
  const disposed = new AbortController()
  let followingAll = 0

  const writer = historyWriter(historyFile, history, log)
  const looks = seldom(lookEveryMs, () => void options.lookAtStats())
  const sampler = createSampler({
    reader: createReader({
      ...options,
      containers: () => (followingAll > 0 ? [...streams.uses().values()] : undefined),
    }),
    log,
    onReading: ({ sample }) => {
      history.add(sample)
      writer.sometimes()
      looks.sometimes()
    },
    ...(options.pace ? { pace: options.pace } : {}),
  })

  const board = new WarningBoard({
    ...options.warnings,
    containers,
    readings: sampler.store,
    findHungry: () => hungriest(streams, disposed.signal),
    log,
  })

  /** Each reading from now on, while the containers are followed. */
  async function* watch<T>(
    ids: ReadonlySet<string> | 'all',
    signal: AbortSignal | undefined,
    pick: (reading: ResourceReading) => T,
  ): AsyncGenerator<T, void> {
    const end = linkAbort([signal, disposed.signal])
    const unfollow = streams.follow(ids)
    if (ids === 'all') followingAll += 1
    const stopLooking = sampler.look()
    const stale = sampler.store.getState()
    try {
      for await (const reading of watchValue(sampler.store, end.signal))
        if (reading !== undefined && reading !== stale) yield pick(reading)
    } finally {
      stopLooking()
      if (ids === 'all') followingAll -= 1
      unfollow()
      end.dispose()
    }
  }
  return {
    store: sampler.store,
    warnings: board.store,
    service: {
      watchSamples: (call) => watch('all', call?.signal, (reading) => reading),
      watchContainers: ({ ids, signal }) => {
        const mine = new Set(ids)
        return watch(mine, signal, () => usesOf(streams.uses(), mine))
      },
      setLimits: ({ id, limits }) => options.setLimits(id, limits),
      planReclaim: options.reclaim.plan,
      reclaim: options.reclaim.reclaim,
      watchWarnings: ({ signal } = {}) => watchCollection(board.store, signal),
      applyRemedy: ({ warningId, remedyId }) => board.apply(warningId, remedyId),
      dismissWarning: ({ id, minutes }) => board.dismiss(id, minutes),
      getHistory: async ({ range }) => history.read(range),
    },
    keep: writer.write,
    dispose: async () => {
      disposed.abort()
      await sampler.dispose()
      await board.dispose()
      await streams.dispose()
      await writer.write()
    },
  }
}

const usesOf = (uses: ReadonlyMap<string, ContainerUse>, ids: ReadonlySet<string>): ContainerUse[] =>
  [...ids].map((id) => uses.get(id)).filter((use) => use !== undefined)

/** One after the other: they share the name of the file that becomes the new one. */
function historyWriter(file: string, history: History, log: Log) {
  let written: Promise<void> = Promise.resolve()
  const told = (error: unknown): void =>
    log.warn('the history of resources cannot be written', { why: String(error) })
  const write = (): Promise<void> => {
    written = written.then(() => writeHistory(file, history.keep())).catch(told)
    return written
  }
  return { write, ...seldom(writeEveryMs, () => void write()) }
}

/** Does it at most once in so many ms, and first after them. */
function seldom(everyMs: number, work: () => void): { readonly sometimes: () => void } {
  let doneAt = performance.now()
  return {
    sometimes: () => {
      if (performance.now() - doneAt < everyMs) return
      doneAt = performance.now()
      work()
    },
  }
}

/** Streams give their first figures after one to two seconds. */
async function hungriest(
  streams: ContainerStreams,
  signal: AbortSignal,
): Promise<{ readonly id: string; readonly cpu: number } | undefined> {
  const unfollow = streams.follow('all')
  await delay(3_000, undefined, { signal }).catch(() => {})
  const [most] = [...streams.uses().values()].sort((a, b) => b.cpu - a.cpu)
  unfollow()
  return most && { id: most.id, cpu: most.cpu }
}
