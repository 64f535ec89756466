// A cell for processor or memory of one row: the figure, and a sparkline of the last minute.
import { useRef, type CSSProperties, type ReactNode } from 'react'
import type { Container, ContainerUse } from '../../preload/model'
import { formatMemory, formatShare } from '../i18n/format'
import { isRunning } from './arrange'
import { trailLength, useInSight, useTrail } from './uses'

/** Least top of each scale, so that noise does not look like a mountain. */
const least = { cpu: 0.05, memory: 20e6 } as const

export interface UseCellProps {
  readonly container: Container
  readonly figure: 'cpu' | 'memory'
}

export function UseCell({ container, figure }: UseCellProps): ReactNode {
  const element = useRef<HTMLSpanElement>(null)
  const runs = isRunning(container)
  useInSight(container.id, runs, element)
  const trail = useTrail(container.id)
  const shown = runs ? trail : undefined
  const { hue, read } = figures[figure]
  return (
    <span className="use-cell" role="gridcell" ref={element}>
      {shown && <Sparkline points={shown[figure]} least={least[figure]} hue={hue} />}
      <span>{shown ? read(shown.last) : '–'}</span>
    </span>
  )
}

const figures = {
  cpu: { hue: 'cpu', read: ({ cpu }: ContainerUse) => formatShare(cpu) },
  memory: { hue: 'mem', read: ({ memoryBytes }: ContainerUse) => formatMemory(memoryBytes) },
} as const

export interface SparklineProps {
  readonly points: readonly number[]
  readonly least: number
  /** Name of the hue in the tokens. */
  readonly hue: string
  /** How many points fill the width. */
  readonly width?: number
}

const height = 18

export function Sparkline({ points, least: floor, hue, width = trailLength }: SparklineProps): ReactNode {
  const top = Math.max(floor, ...points) * 1.1
  const from = width - points.length
  const line = points
    .map((point, index) => `${from + index},${(height - (point / top) * height).toFixed(1)}`)
    .join(' ')
  const colors = { '--c': `var(--m-${hue})`, '--soft': `var(--m-${hue}-soft)` } as CSSProperties
  return (
    <svg
      className="sparkline"
      viewBox={`0 0 ${width - 1} ${height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      style={colors}
    >
      <polygon points={`${from},${height} ${line} ${width - 1},${height}`} />
      <polyline points={line} />
    </svg>
  )
}
