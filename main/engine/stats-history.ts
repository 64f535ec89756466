// What containers used lately: whoever follows one adds to it, and those that nobody follows are asked now and then.
import { availableParallelism } from 'node:os'
import type { StoreApi } from 'zustand/vanilla'
import type { Container, ContainerHistory, ContainerHistoryRange, ContainerStats } from '../../preload/model'
import type { Items } from '../base/collection'
import { createTrack, type Track } from '../base/track'
import type { EngineClient } from './client'
import { difference, parseStats, type RawStats } from './stats'

export interface StatsHistoryOptions {
  readonly containers: StoreApi<Items<Container>>
  readonly client: () => Pick<EngineClient, 'ask'>
}

export interface StatsHistory {
  add(id: string, stats: ContainerStats): void
  read(id: string, range: ContainerHistoryRange, now?: number): ContainerHistory
  /** Asks once for each running container that nobody followed lately, one after the other; never rejects. */
  look(): Promise<void>
}

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

/** A watched second ends early now and then, hence some more than would fit. */
const spans = {
  '5m': { keepMs: 5 * minuteMs, everyMs: 1000, most: 400 },
  '30m': { keepMs: 30 * minuteMs, everyMs: minuteMs / 2, most: 62 },
  '24h': { keepMs: dayMs, everyMs: 5 * minuteMs, most: 290 },
} as const satisfies Readonly<Record<ContainerHistoryRange, object>>

/** About 15 MB at the very most; the one that was measured longest ago goes first. */
const mostContainers = 100
/** Who was measured within this time needs no look, in ms. */
const recentMs = minuteMs / 2

interface Kept {
  readonly tracks: Readonly<Record<ContainerHistoryRange, Track<ContainerStats>>>
  /** By the clock that only goes forward. */
  measuredAt: number
  /** What the look before found. */
  counters: RawStats | undefined
}

export function createStatsHistory({ containers, client }: StatsHistoryOptions): StatsHistory {
  const kept = new Map<string, Kept>()
  let looking = false

  const keptOf = (id: string): Kept => {
    const known = kept.get(id) ?? { tracks: newTracks(), measuredAt: -Infinity, counters: undefined }
    // Put last: the first of the map is the one to go.
    kept.delete(id)
    kept.set(id, known)
    for (const first of kept.keys()) {
      if (kept.size <= mostContainers) break
      kept.delete(first)
    }
    return known
  }
  const add = (id: string, stats: ContainerStats): void => {
    const one = keptOf(id)
    one.measuredAt = performance.now()
    for (const track of Object.values(one.tracks)) track.add(stats)
  }
  const ask = async (id: string): Promise<void> => {
    const path = `/containers/${encodeURIComponent(id)}/stats?stream=false&one-shot=true`
    const now = parseStats(await client().ask(path))
    const one = keptOf(id)
    const stats = one.counters && difference(one.counters, now, availableParallelism())
    one.counters = now
    if (stats) add(id, stats)
  }
  containers.subscribe((now) => {
    for (const id of kept.keys()) if (!now.has(id)) kept.delete(id)
  })

  return {
    add,
    read: (id, range, now = Date.now()) => ({
      range,
      everyMs: spans[range].everyMs,
      samples: kept.get(id)?.tracks[range].read(now) ?? [],
    }),
    look: async () => {
      if (looking) return
      looking = true
      const since = performance.now() - recentMs
      const due = [...containers.getState().values()]
        .filter(({ id, state }) => state === 'running' && (kept.get(id)?.measuredAt ?? -Infinity) < since)
        .slice(0, mostContainers)
      // One that ended meanwhile has no figures, and an engine that went away has none of any.
      for (const { id } of due) await ask(id).catch(() => {})
      looking = false
    },
  }
}

const newTracks = (): Kept['tracks'] => ({
  '5m': createTrack(spans['5m']),
  '30m': createTrack(averaged('30m')),
  '24h': createTrack(averaged('24h')),
})

const averaged = (range: '30m' | '24h') => ({
  ...spans[range],
  step: { everyMs: spans[range].everyMs, mean: meanStats },
})

/** Of at least one sample; as old as the last one, and with its limit. */
function meanStats(samples: readonly ContainerStats[]): ContainerStats {
  const last = samples.at(-1) as ContainerStats
  const mean = (of: (stats: ContainerStats) => number): number =>
    samples.reduce((sum, one) => sum + of(one), 0) / samples.length
  return {
    ...last,
    cpu: mean(({ cpu }) => cpu),
    memoryBytes: Math.round(mean(({ memoryBytes }) => memoryBytes)),
    diskReadBytes: mean(({ diskReadBytes }) => diskReadBytes),
    diskWriteBytes: mean(({ diskWriteBytes }) => diskWriteBytes),
    receivedBytes: mean(({ receivedBytes }) => receivedBytes),
    sentBytes: mean(({ sentBytes }) => sentBytes),
  }
}
