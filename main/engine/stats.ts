// What a container uses, sample by sample: differences of the engine's counters over the engine's own time.
import { availableParallelism } from 'node:os'
import { createStore } from 'zustand/vanilla'
import type { ContainerStats } from '../../preload/model'
import { AppError } from '../../preload/errors'
import { linkAbort, type LinkedAbort } from '../base/linked-abort'
import type { Pace } from '../base/pace'
import { watchValue } from '../base/watch'
import type { Connection } from './connection'
import { toAppError, type Asked } from './engine-words'
import { followLines } from './follow-lines'

export interface StatsOptions {
  readonly connection: Connection
  readonly asked: Asked
  readonly id: string
  /** Samples are taken at its steps; without it when they come. */
  readonly pace?: Pace | undefined
  /** Told each sample, too. */
  readonly note?: (stats: ContainerStats) => void
}

const processors = availableParallelism()

/**
 * Gives each sample, about every second, until the container ends.
 * @throws container.not-found engine.*, engine.garbled for what is cut off, or the reason of the abort
 */
export async function followStats(
  options: StatsOptions,
  take: (stats: ContainerStats) => void,
  signal: AbortSignal,
): Promise<void> {
  const { connection, asked } = options
  for (;;) {
    const renewed = connection.renewal()
    const over = linkAbort([signal, renewed])
    try {
      return await followOnce(options, take, over)
    } catch (error) {
      if (over.signal.aborted && !signal.aborted && !renewed.aborted) return
      if (signal.aborted || !renewed.aborted) throw toAppError(error, asked)
    } finally {
      over.dispose()
    }
  }
}

async function followOnce(
  { connection, id, pace, note }: StatsOptions,
  take: (stats: ContainerStats) => void,
  over: LinkedAbort,
): Promise<void> {
  let before: RawStats | undefined
  const { dial, apiVersion } = connection.client()
  await followLines({
    dial,
    path: `/v${apiVersion}/containers/${id}/stats?stream=true`,
    signal: over.signal,
    pace,
    onLine: (line) => {
      const now = parseStats(JSON.parse(line))
      // A container that does not run is still described once a second, at the year 1.
      if (Date.parse(now.read) <= 0) return over.abort()
      const sample = before && difference(before, now, processors)
      before = now
      if (!sample) return
      note?.(sample)
      take(sample)
    },
  })
}

/** As {@link followStats}; ends with the container, or at once on abort. A slow reader skips samples. */
export async function* watchStats(
  options: StatsOptions,
  signal: AbortSignal | undefined,
): AsyncGenerator<ContainerStats, void> {
  const newest = createStore<ContainerStats | undefined>(() => undefined)
  const over = linkAbort([signal])
  const take = (stats: ContainerStats): void => newest.setState(stats, true)
  const outcome = followStats(options, take, over.signal)
    .then(
      () => undefined,
      (error: unknown) => ({ error }),
    )
    .finally(() => over.abort())
  try {
    for await (const stats of watchValue(newest, over.signal)) if (stats) yield stats
    const failure = await outcome
    if (failure && !signal?.aborted) throw failure.error
  } finally {
    over.abort()
    await outcome
  }
}

/** @throws engine.garbled for what is no description */
export function parseStats(message: unknown): RawStats {
  if (typeof message !== 'object' || message === null)
    throw new AppError('engine.garbled', { detail: String(message).slice(0, 200) })
  return message as RawStats
}

/** The part of the engine's description that is read here. */
export interface RawStats {
  readonly read: string
  readonly pids_stats?: { readonly current?: number }
  readonly cpu_stats?: { readonly cpu_usage?: { readonly total_usage?: number } }
  readonly memory_stats?: {
    readonly usage?: number
    readonly limit?: number
    readonly stats?: Readonly<Record<string, number>>
  }
  readonly blkio_stats?: {
    readonly io_service_bytes_recursive?: readonly { readonly op: string; readonly value: number }[] | null
  }
  readonly networks?: Readonly<Record<string, { readonly rx_bytes: number; readonly tx_bytes: number }>>
}

/** Undefined when no time passed between the two. `processors` are those of this computer. */
export function difference(before: RawStats, now: RawStats, processors: number): ContainerStats | undefined {
  const at = Date.parse(now.read)
  const seconds = (at - Date.parse(before.read)) / 1000
  if (!(seconds > 0)) return undefined
  // A restart begins the counters anew.
  const rate = (count: (stats: RawStats) => number): number =>
    sound(Math.max(0, (count(now) - count(before)) / seconds))
  const cpu = rate((stats) => stats.cpu_stats?.cpu_usage?.total_usage ?? 0) / 1e9 / processors
  return {
    at,
    cpu: Math.min(1, cpu),
    memoryBytes: usedMemory(now),
    memoryLimitBytes: sound(now.memory_stats?.limit ?? 0),
    diskReadBytes: rate((stats) => diskBytes(stats, 'read')),
    diskWriteBytes: rate((stats) => diskBytes(stats, 'write')),
    receivedBytes: rate((stats) => networkBytes(stats, 'rx_bytes')),
    sentBytes: rate((stats) => networkBytes(stats, 'tx_bytes')),
    processes: sound(now.pids_stats?.current ?? 0),
  }
}

/** Control groups v2 call the cache `inactive_file`, v1 `total_inactive_file`. */
function usedMemory({ memory_stats: memory }: RawStats): number {
  const cache = memory?.stats?.inactive_file ?? memory?.stats?.total_inactive_file ?? 0
  return sound(Math.max(0, (memory?.usage ?? 0) - cache))
}

/** An engine that answers nonsense must not make figures that cannot be added or drawn. */
const sound = (value: number): number => (Number.isFinite(value) ? value : 0)

/** Whatever the type promises: it is what another program says. */
const listOf = <T extends object>(value: readonly T[] | null | undefined): readonly T[] =>
  Array.isArray(value) ? value.filter((one): one is T => typeof one === 'object' && one !== null) : []

const diskBytes = (stats: RawStats, operation: string): number =>
  listOf(stats.blkio_stats?.io_service_bytes_recursive)
    .filter((entry) => String(entry.op).toLowerCase() === operation)
    .reduce((sum, entry) => sum + entry.value, 0)

const networkBytes = (stats: RawStats, direction: 'rx_bytes' | 'tx_bytes'): number =>
  listOf(Object.values(stats.networks ?? {})).reduce((sum, network) => sum + network[direction], 0)
