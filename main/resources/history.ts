// What was measured: each second of the last five minutes, then half minutes of a day, and the peaks of a week.
import type { HistoryRange, Level, ResourceHistory, ResourceSample } from '../../preload/model'
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
  let seconds: ResourceSample[] = []
  let steps = [...kept.steps]
  let peaks = [...kept.peaks]
  let open: ResourceSample[] = []

  const close = (): void => {
    const step = meanSample(open)
    open = []
    if (step) steps = within([...steps, step], step.at, dayMs).slice(-mostSteps)
  }
  return {
    add: (sample) => {
      seconds = within([...seconds, sample], sample.at, secondsMs).slice(-mostSeconds)
      if (open[0] && stepOf(open[0]) !== stepOf(sample)) close()
      open.push(sample)
      if (sample.machine) peaks = raised(peaks, dayOf(sample.at), sample.machine)
    },
    read: (range, now = Date.now()) => {
      const week = peakOf(peaks, dayOf(now))
      const current = meanSample(open)
      return {
        range,
        everyMs: range === '5m' ? 1000 : stepMs,
        samples:
          range === '5m'
            ? within(seconds, now, secondsMs)
            : within(current ? [...steps, current] : steps, now, range === '1h' ? hourMs : dayMs),
        ...(week ? { week } : {}),
      }
    },
    keep: () => {
      const current = meanSample(open)
      return { steps: (current ? [...steps, current] : steps).slice(-mostSteps), peaks }
    },
  }
}

const stepOf = ({ at }: ResourceSample): number => Math.floor(at / stepMs)
const dayOf = (at: number): number => Math.floor(at / dayMs)

/** A clock that was set back leaves samples of the future, which are no history. */
const within = (samples: readonly ResourceSample[], now: number, ms: number): ResourceSample[] =>
  samples.filter(({ at }) => at > now - ms && at <= now)

function meanSample(samples: readonly ResourceSample[]): ResourceSample | undefined {
  const last = samples.at(-1)
  if (!last) return undefined
  const levels = { computer: 0, machine: 0, containers: 0 }
  const means = Object.keys(levels).map((name) => [
    name,
    meanOf(samples.map((sample) => sample[name as keyof typeof levels])),
  ])
  return { at: last.at, ...Object.fromEntries(means.filter(([, mean]) => mean !== undefined)) }
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
