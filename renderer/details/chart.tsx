// One figure over time as an area with a line, with gaps where nobody measured, and its present value in words.
import { useId, type CSSProperties, type ReactNode } from 'react'

export interface ChartPoint {
  /** Epoch ms. */
  readonly at: number
  readonly value: number
}

export interface ChartProps {
  readonly title: string
  readonly value: string
  readonly note?: string | undefined
  /** Oldest first. */
  readonly points: readonly ChartPoint[]
  /** The time at the right edge, and how long the chart reaches, in ms. */
  readonly end: number
  readonly span: number
  /** A longer pause than this, in ms, was no measuring. */
  readonly gap: number
  /** Words of the two ends. */
  readonly ends: readonly [string, string]
  /** A height that is not to be exceeded, and its name. */
  readonly limit?: { readonly value: number; readonly label: string } | undefined
  /** The least top of the scale, so that noise does not look like a mountain. */
  readonly least: number
  /** The top of the scale for its highest value; {@link niceTop} unless told. */
  readonly topOf?: (value: number) => number
  readonly format: (value: number) => string
  /** Name of the hue in the tokens: `cpu`, `mem`, `disk`, `net`. */
  readonly hue: string
}

const width = 1000
const height = 100
/** A limit above this share of the scale has its name below its line, inside the frame. */
const nearTop = 0.92

export function Chart(props: ChartProps): ReactNode {
  const { title, value, note, points, end, span, gap, ends, limit, least, format, hue } = props
  const { topOf = niceTop } = props
  const top = topOf(Math.max(least, limit?.value ?? 0, ...points.map((point) => point.value)))
  const x = ({ at }: ChartPoint): string => (width * (1 - (end - at) / span)).toFixed(1)
  const y = (one: number): string => (height - (one / top) * height).toFixed(2)
  const colors = { '--c': `var(--m-${hue})`, '--soft': `var(--m-${hue}-soft)` } as CSSProperties
  const name = useId()
  return (
    <figure className="chart" style={colors} aria-labelledby={name}>
      <figcaption>
        <b id={name}>{title}</b> <span className="figure">{value}</span>
        {note !== undefined && <span className="text-2 truncate">{note}</span>}
        <span className="grow" />
        <span className="text-3 size-12">{format(top)}</span>
      </figcaption>
      <div className="chart-frame">
        <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
          <path className="chart-grid" d={`M0 0H${width}M0 ${height / 2}H${width}`} />
          {unbroken(points, gap).map((part) => {
            const line = part.map((point) => `${x(point)},${y(point.value)}`).join(' ')
            const [first, last] = [part[0] as ChartPoint, part.at(-1) as ChartPoint]
            return (
              <g key={first.at}>
                <polygon points={`${x(first)},${height} ${line} ${x(last)},${height}`} />
                <polyline points={line} />
              </g>
            )
          })}
          {limit && <path className="chart-limit" d={`M0 ${y(limit.value)}H${width}`} />}
        </svg>
        {limit && (
          <span
            className={limit.value > top * nearTop ? 'chart-limit-name below' : 'chart-limit-name'}
            style={{ top: `${y(limit.value)}%` }}
          >
            {limit.label}
          </span>
        )}
      </div>
      <p className="plot-ends">
        <span>{ends[0]}</span>
        <span>{ends[1]}</span>
      </p>
    </figure>
  )
}

/** Cut where nobody measured; one point alone is no line. */
export function unbroken(points: readonly ChartPoint[], gap: number): ChartPoint[][] {
  const parts: ChartPoint[][] = []
  for (const point of points) {
    const before = parts.at(-1)?.at(-1)
    if (before && point.at - before.at <= gap) parts.at(-1)?.push(point)
    else parts.push([point])
  }
  return parts.filter((part) => part.length > 1)
}

/** The next of 1, 2, 5 times a power of ten. */
export function niceTop(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  const step = [1, 2, 5, 10].find((factor) => factor * power >= value) ?? 10
  return step * power
}

/** The next power of two: round in the units that memory is told in, `512 MB`, `1 GB`. */
export const binaryTop = (value: number): number => 2 ** Math.ceil(Math.log2(value))
