// Buttons: one primary per area, plain, ghost, danger; and icon buttons, which always have a name.
import type { ComponentProps, ReactNode } from 'react'

export type ButtonKind = 'plain' | 'primary' | 'ghost' | 'danger' | 'danger-solid'

export interface ButtonProps extends ComponentProps<'button'> {
  readonly kind?: ButtonKind
  readonly size?: 'sm' | 'lg'
  /** Shows a turning arc; the label should say what is going on. */
  readonly busy?: boolean
}

export function Button({
  kind = 'plain',
  size,
  busy = false,
  className,
  children,
  disabled = false,
  onClick,
  ...rest
}: ButtonProps): ReactNode {
  // A button that is off loses the focus for good: while it works it only does not listen.
  const isHeld = busy && disabled
  const classes = ['button', kind === 'plain' ? '' : kind, size ?? '', className ?? '']
  return (
    <button
      type="button"
      aria-busy={busy || undefined}
      aria-disabled={isHeld || undefined}
      disabled={disabled && !busy}
      onClick={isHeld ? (event) => event.preventDefault() : onClick}
      {...rest}
      className={classes.filter(Boolean).join(' ')}
    >
      {busy && <span className="status start" aria-hidden="true" />}
      {children}
    </button>
  )
}

export interface IconButtonProps extends ComponentProps<'button'> {
  /** Its name for everyone: read out, and shown on hover. */
  readonly label: string
}

export const IconButton = ({ label, className, children, ...rest }: IconButtonProps): ReactNode => (
  <button
    type="button"
    aria-label={label}
    title={label}
    {...rest}
    className={`icon-button ${className ?? ''}`.trimEnd()}
  >
    {children}
  </button>
)
