// Makes what a chart draws out of samples: one line per level, gaps where nobody measured, memory given back.
import type { Level, ResourceSample } from '../../preload/model'

export type Metric = 'cpu' | 'memory' | 'disk' | 'network'

/** Seconds since 1970, then computer, machine, containers, and the height that memory fell from; null where unknown. */
export type ChartData = readonly [number[], Line, Line, Line, Line]
type Line = (number | null)[]

export const valueOf = (level: Level | undefined, metric: Metric): number | undefined => {
  if (level === undefined) return undefined
  return {
    cpu: level.cpu,
    memory: level.memoryBytes,
    disk: level.diskRate,
    network: level.networkRate,
  }[metric]
}

/** A pause longer than this many steps was no measuring. */
const gapSteps = 3

export function chartData(samples: readonly ResourceSample[], everyMs: number, metric: Metric): ChartData {
  const data: ChartData = [[], [], [], [], []]
  const back = metric === 'memory' ? givenBack(samples) : undefined
  let before: number | undefined
  for (const sample of samples) {
    if (before !== undefined && sample.at - before > gapSteps * everyMs)
      push(data, before + everyMs, [null, null, null, null])
    before = sample.at
    const fallen = back && sample.at >= back.at && sample.machine ? back.fromBytes : null
    push(data, sample.at, [
      valueOf(sample.computer, metric) ?? null,
      valueOf(sample.machine, metric) ?? null,
      valueOf(sample.containers, metric) ?? null,
      fallen,
    ])
  }
  return data
}

function push(data: ChartData, at: number, values: readonly (number | null)[]): void {
  const [times, ...lines] = data
  times.push(at / 1000)
  for (const [index, line] of lines.entries()) line.push(values[index] ?? null)
}

export interface GivenBack {
  /** When the machine held the most, epoch ms. */
  readonly at: number
  readonly fromBytes: number
  /** How much less it holds now. */
  readonly bytes: number
}

/** Falls smaller than this, in bytes, are the ordinary up and down. */
const worthTelling = 50e6

/** What the machine holds less now than at its height in these samples. */
export function givenBack(samples: readonly ResourceSample[]): GivenBack | undefined {
  const held = samples.flatMap(({ at, machine }) => (machine ? [{ at, bytes: machine.memoryBytes }] : []))
  const now = held.at(-1)
  if (!now) return undefined
  const height = held.reduce((most, one) => (one.bytes >= most.bytes ? one : most))
  const bytes = height.bytes - now.bytes
  return bytes < worthTelling ? undefined : { at: height.at, fromBytes: height.bytes, bytes }
}

/** The sample nearest to a time, for reading all levels at once. */
export function nearest(
  samples: readonly ResourceSample[],
  at: number | undefined,
): ResourceSample | undefined {
  if (at === undefined) return samples.at(-1)
  return samples.reduce<ResourceSample | undefined>(
    (best, one) => (best && Math.abs(best.at - at) <= Math.abs(one.at - at) ? best : one),
    undefined,
  )
}
