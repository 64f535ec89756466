// The status shape: dot, arc, bars, ring, triangle, diamond. Its name is text, so colour is never alone.
import type { ReactNode } from 'react'
import type { StatusShape } from '../../preload/engine-state'

export type { StatusShape }

export const Status = ({
  shape,
  label,
  className,
}: {
  readonly shape: StatusShape
  /** Left out where the same words stand beside it. */
  readonly label?: string
  readonly className?: string
}): ReactNode => (
  <span
    className={`status ${shape} ${className ?? ''}`.trimEnd()}
    title={label}
    {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
  />
)
