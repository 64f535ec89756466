// A bar that fills: known share, or unknown while something is under way.
import type { CSSProperties, ReactNode } from 'react'

export interface ProgressBarProps {
  readonly label: string
  /** From 0 to 1; undefined while it cannot be known. */
  readonly share: number | undefined
  /** A custom property of the tokens, e.g. `--ok`. */
  readonly color?: string
  readonly className?: string
}

export function ProgressBar({ label, share, color, className }: ProgressBarProps): ReactNode {
  const known = share === undefined ? undefined : Math.min(1, Math.max(0, share))
  const style = color === undefined ? undefined : ({ '--c': `var(${color})` } as CSSProperties)
  return (
    <div
      className={`bar ${className ?? ''} ${known === undefined ? 'unknown' : ''}`.trimEnd()}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={known === undefined ? undefined : Math.round(known * 100)}
      style={style}
    >
      <i style={known === undefined ? undefined : { width: `${known * 100}%` }} />
    </div>
  )
}

/** The same shape for a figure that is no progress: a share of something in use. */
export const Meter = ({
  label,
  share,
  color,
}: {
  label: string
  share: number
  color: string
}): ReactNode => (
  <span
    className="bar"
    role="meter"
    aria-label={label}
    aria-valuemin={0}
    aria-valuemax={100}
    aria-valuenow={Math.round(share * 100)}
    style={{ '--c': `var(${color})` } as CSSProperties}
  >
    <i style={{ width: `${Math.min(1, Math.max(0, share)) * 100}%` }} />
  </span>
)
