// Turns two readings of counters into a level: shares and rates over the time between them.
import type { Level } from '../../preload/model'

/** Counters of one level, and when they were read (ms of a clock that only goes forward). */
export interface Counted {
  readonly at: number
  readonly memoryBytes: number
  /** Processor time that was busy, and how much there was, in the same unit. */
  readonly busy: number
  readonly available: number
  readonly diskBytes?: number
  readonly networkBytes?: number
}

/** Undefined when a share cannot be told: no time passed, or the counters began anew. */
export function levelBetween(before: Counted | undefined, now: Counted): Level | undefined {
  if (before === undefined) return undefined
  const seconds = (now.at - before.at) / 1000
  const available = now.available - before.available
  const busy = now.busy - before.busy
  if (!(seconds > 0) || !(available > 0) || !(busy >= 0)) return undefined
  const diskRate = rate(before.diskBytes, now.diskBytes, seconds)
  const networkRate = rate(before.networkBytes, now.networkBytes, seconds)
  return {
    cpu: Math.min(1, busy / available),
    memoryBytes: now.memoryBytes,
    ...(diskRate === undefined ? {} : { diskRate }),
    ...(networkRate === undefined ? {} : { networkRate }),
  }
}

/** A counter that went back lost a device; what it moved meanwhile is unknown. */
const rate = (before: number | undefined, now: number | undefined, seconds: number): number | undefined =>
  before === undefined || now === undefined || now < before ? undefined : (now - before) / seconds

/** The sum of parts that were measured by themselves; what one of them cannot tell is left out of that sum. */
export const sumOf = (levels: readonly Level[]): Level => ({
  cpu: Math.min(
    1,
    levels.reduce((sum, { cpu }) => sum + cpu, 0),
  ),
  memoryBytes: levels.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0),
  diskRate: levels.reduce((sum, { diskRate = 0 }) => sum + diskRate, 0),
  networkRate: levels.reduce((sum, { networkRate = 0 }) => sum + networkRate, 0),
})

/** The mean of levels of different times; undefined of none. */
export function meanOf(levels: readonly (Level | undefined)[]): Level | undefined {
  const known = levels.filter((level) => level !== undefined)
  if (known.length === 0) return undefined
  const mean = (values: readonly (number | undefined)[]): number | undefined => {
    const numbers = values.filter((value) => value !== undefined)
    return numbers.length === 0 ? undefined : numbers.reduce((sum, one) => sum + one, 0) / numbers.length
  }
  const diskRate = mean(known.map((level) => level.diskRate))
  const networkRate = mean(known.map((level) => level.networkRate))
  return {
    cpu: mean(known.map(({ cpu }) => cpu)) ?? 0,
    memoryBytes: Math.round(mean(known.map(({ memoryBytes }) => memoryBytes)) ?? 0),
    ...(diskRate === undefined ? {} : { diskRate: Math.round(diskRate) }),
    ...(networkRate === undefined ? {} : { networkRate: Math.round(networkRate) }),
  }
}
