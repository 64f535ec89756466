// The last minutes of processor and memory as small lines, of the machine or of the computer.
import type { ReactNode } from 'react'
import type { ResourceHistory, ResourceReading } from '../../preload/model'
import { Sparkline } from '../containers/use-cells'

/** As many points as the width shows well. */
const mostPoints = 120

type Level = NonNullable<ResourceHistory['samples'][number]['computer']>

export interface Levels {
  /** Of the machine; of the computer where the engine is somebody else's. */
  readonly ofMachine: boolean
  readonly now: Level | undefined
  readonly past: readonly Level[]
}

export function levelsOf(reading: ResourceReading | undefined, { samples }: ResourceHistory): Levels {
  const shown = reading?.sample ?? samples.at(-1)
  const ofMachine = shown?.machine !== undefined
  const past = samples
    .slice(-mostPoints)
    .flatMap((sample) => (ofMachine ? sample.machine : sample.computer) ?? [])
  return { ofMachine, now: shown?.machine ?? shown?.computer, past }
}

interface LineProps {
  readonly past: readonly Level[]
}

export const CpuLine = ({ past }: LineProps): ReactNode => (
  <Sparkline points={past.map(({ cpu }) => cpu)} least={0.1} hue="cpu" width={mostPoints} />
)

export const MemoryLine = ({ past }: LineProps): ReactNode => (
  <Sparkline points={past.map(({ memoryBytes }) => memoryBytes)} least={1e9} hue="mem" width={mostPoints} />
)
