// The parts that the pictures of explanations are drawn from: boxes, arrows, the jack, and the frame.
import type { ReactNode } from 'react'

export const Frame = ({ children }: { readonly children: ReactNode }): ReactNode => (
  <svg width="256" height="100" viewBox="0 0 256 100" aria-hidden="true" fill="none" className="why-drawing">
    {children}
  </svg>
)

type Look = 'plain' | 'accent' | 'raised' | 'gone'

const looks: Readonly<
  Record<Look, { readonly fill: string; readonly stroke: string; readonly dash?: string }>
> = {
  plain: { fill: 'var(--bg-subtle)', stroke: 'var(--line-2)' },
  accent: { fill: 'var(--accent-bg)', stroke: 'var(--accent-line)' },
  raised: { fill: 'var(--bg-raised)', stroke: 'var(--p-1)' },
  gone: { fill: 'none', stroke: 'var(--line-2)', dash: '4 3' },
}

interface BoxProps {
  /** Left, top, width, height. */
  readonly at: readonly [number, number, number, number]
  readonly look?: Look
  readonly label?: string
  /** Where the words stand: in the middle, or at the top edge. */
  readonly edge?: boolean
}

export function Box({ at: [x, y, width, height], look = 'plain', label, edge = false }: BoxProps): ReactNode {
  const { fill, stroke, dash } = looks[look]
  return (
    <g>
      <rect
        {...{ x, y, width, height, fill, stroke }}
        rx="6"
        strokeWidth="1.4"
        {...(dash === undefined ? {} : { strokeDasharray: dash })}
      />
      {label !== undefined && (
        <Words
          at={[x + width / 2, edge ? y + 12 : y + height / 2 + 3.5]}
          quiet={look === 'gone'}
          text={label}
        />
      )}
    </g>
  )
}

interface WordsProps {
  readonly at: readonly [number, number]
  readonly text: string
  readonly quiet?: boolean
  readonly mono?: boolean
}

export const Words = ({ at: [x, y], text, quiet = false, mono = false }: WordsProps): ReactNode => (
  <text
    x={x}
    y={y}
    textAnchor="middle"
    fontFamily={mono ? 'var(--font-mono)' : 'var(--font-ui)'}
    fontSize="9.5"
    fontWeight="600"
    fill={quiet ? 'var(--text-3)' : 'var(--text)'}
  >
    {text}
  </text>
)

/** From, to; with a head at the end. */
export function Arrow({ from, to }: { readonly from: Point; readonly to: Point }): ReactNode {
  const [x, y] = to
  const angle = (Math.atan2(y - from[1], x - from[0]) * 180) / Math.PI
  return (
    <g stroke="var(--p-1)" strokeWidth="1.6" strokeLinecap="round">
      <path d={`M${from[0]} ${from[1]}L${x} ${y}`} />
      <path d="M-5 -3.5L0 0L-5 3.5" transform={`translate(${x} ${y}) rotate(${angle})`} />
    </g>
  )
}

type Point = readonly [number, number]

export const Cable = ({ from, to }: { readonly from: Point; readonly to: Point }): ReactNode => (
  <path d={`M${from[0]} ${from[1]}L${to[0]} ${to[1]}`} stroke="var(--p-1)" strokeWidth="2.4" />
)

export const Jack = ({ at: [x, y] }: { readonly at: Point }): ReactNode => (
  <>
    <circle cx={x} cy={y} r="6.2" fill="var(--bg-raised)" stroke="var(--p-1)" strokeWidth="2" />
    <circle cx={x} cy={y} r="2.3" fill="var(--p-1)" />
  </>
)

export const Drum = ({ at: [x, y], label }: { readonly at: Point; readonly label: string }): ReactNode => (
  <g stroke="var(--p-1)" strokeWidth="1.4">
    <path d={`M${x - 34} ${y}v22c0 4 15 7 34 7s34-3 34-7v-22`} fill="var(--accent-bg)" />
    <ellipse cx={x} cy={y} rx="34" ry="7" fill="var(--bg-raised)" />
    <g stroke="none">
      <Words at={[x, y + 20]} text={label} />
    </g>
  </g>
)
