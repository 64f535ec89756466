// One figure over time as an area with a line, and its present value in words.
import type { CSSProperties, ReactNode } from 'react'

export interface ChartProps {
  readonly title: string
  readonly value: string
  readonly note?: string
  /** Oldest first. */
  readonly points: readonly number[]
  /** How many points fill the width. */
  readonly width: number
  /** The least top of the scale, so that noise does not look like a mountain. */
  readonly least: number
  readonly format: (value: number) => string
  /** Name of the hue in the tokens: `cpu`, `mem`, `disk`, `net`. */
  readonly hue: string
}

const height = 100

export function Chart({ title, value, note, points, width, least, format, hue }: ChartProps): ReactNode {
  const top = niceTop(Math.max(least, ...points))
  const x = (index: number): number => width - points.length + 1 + index
  const y = (point: number): number => height - (point / top) * height
  const line = points.map((point, index) => `${x(index)},${y(point).toFixed(2)}`).join(' ')
  const colors = { '--c': `var(--m-${hue})`, '--soft': `var(--m-${hue}-soft)` } as CSSProperties
  return (
    <figure className="chart" style={colors}>
      <figcaption>
        <b>{title}</b> <span className="figure">{value}</span>
        {note !== undefined && <span className="text-2 truncate">{note}</span>}
        <span className="grow" />
        <span className="text-3 size-12">{format(top)}</span>
      </figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
        <path className="chart-grid" d={`M0 ${height / 2}H${width}`} />
        {points.length > 1 && (
          <>
            <polygon points={`${x(0)},${height} ${line} ${width},${height}`} />
            <polyline points={line} />
          </>
        )}
      </svg>
    </figure>
  )
}

/** The next of 1, 2, 5 times a power of ten. */
export function niceTop(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  const step = [1, 2, 5, 10].find((factor) => factor * power >= value) ?? 10
  return step * power
}
