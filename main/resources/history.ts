// What was measured: each second of the last five minutes, then half minutes of a day, and the peaks of a week.
import type { HistoryRange, Level, ResourceHistory, ResourceSample } from '../../preload/model'
import { createTrack } from '../base/track'
import { meanOf } from './rates'

export interface DayPeak {
  /** Days since 1970 in UTC. */
  readonly day: number
  readonly cpu: number
  readonly memoryBytes: number
}

/** What outlives the app. */
export interface KeptHistory {
  /** Means of {@link stepMs} each, oldest first. */
  readonly steps: readonly ResourceSample[]
  readonly peaks: readonly DayPeak[]
}

export interface History {
  add(sample: ResourceSample): void
  read(range: HistoryRange, now?: number): ResourceHistory
  /** The step under way is part of it. */
  keep(): KeptHistory
}

export const stepMs = 30_000
const secondsMs = 5 * 60_000
const hourMs = 60 * 60_000
const dayMs = 24 * hourMs
const peakDays = 7
/** A watched second ends early now and then; more than these cannot be in five minutes by any clock. */
const mostSeconds = 600
export const mostSteps = dayMs / stepMs

export function createHistory(kept: KeptHistory = { steps: [], peaks: [] }): History {
  const seconds = createTrack<ResourceSample>({ keepMs: secondsMs, most: mostSeconds })
  const steps = createTrack<ResourceSample>({
    keepMs: dayMs,
    most: mostSteps,
    step: { everyMs: stepMs, mean: meanSample },
    kept: kept.steps,
  })
  let peaks = [...kept.peaks]
  return {
    add: (sample) => {
      seconds.add(sample)
      steps.add(sample)
      if (sample.machine) peaks = raised(peaks, dayOf(sample.at), sample.machine)
    },
    read: (range, now = Date.now()) => {
      const week = peakOf(peaks, dayOf(now))
      return {
        range,
        everyMs: range === '5m' ? 1000 : stepMs,
        samples: range === '5m' ? seconds.read(now) : steps.read(now, range === '1h' ? hourMs : dayMs),
        ...(week ? { week } : {}),
      }
    },
    keep: () => ({ steps: steps.all(), peaks }),
  }
}

const dayOf = (at: number): number => Math.floor(at / dayMs)

/** Of at least one sample; as old as the last one. */
function meanSample(samples: readonly ResourceSample[]): ResourceSample {
  const levels = { computer: 0, machine: 0, containers: 0 }
  const means = Object.keys(levels).map((name) => [
    name,
    meanOf(samples.map((sample) => sample[name as keyof typeof levels])),
  ])
  return {
    at: samples.at(-1)?.at ?? 0,
    ...Object.fromEntries(means.filter(([, mean]) => mean !== undefined)),
  }
}

function raised(peaks: readonly DayPeak[], day: number, { cpu, memoryBytes }: Level): DayPeak[] {
  const known = peaks.find((peak) => peak.day === day) ?? { day, cpu: 0, memoryBytes: 0 }
  if (known.cpu >= cpu && known.memoryBytes >= memoryBytes) return [...peaks]
  const peak = {
    day,
    cpu: Math.max(known.cpu, cpu),
    memoryBytes: Math.max(known.memoryBytes, memoryBytes),
  }
  return [...peaks.filter((one) => one.day !== day && one.day > day - peakDays), peak]
}

function peakOf(peaks: readonly DayPeak[], today: number): ResourceHistory['week'] {
  const days = peaks.filter(({ day }) => day > today - peakDays && day <= today)
  if (days.length === 0) return undefined
  return {
    cpu: Math.max(...days.map(({ cpu }) => cpu)),
    memoryBytes: Math.max(...days.map(({ memoryBytes }) => memoryBytes)),
  }
}
