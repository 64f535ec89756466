// Filled marks that the icon set does not have, and the logo.
import { useId, type ReactNode } from 'react'

const Svg = ({ className, children }: { className?: string; children: ReactNode }): ReactNode => (
  <svg className={`icon ${className ?? ''}`} viewBox="0 0 24 24" aria-hidden="true">
    {children}
  </svg>
)

interface IconProps {
  readonly className?: string
}

export const PlayIcon = (props: IconProps): ReactNode => (
  <Svg {...props}>
    <path
      d="M8 5.6v12.8a1 1 0 0 0 1.53.85l10-6.4a1 1 0 0 0 0-1.7l-10-6.4A1 1 0 0 0 8 5.6z"
      fill="currentColor"
      stroke="none"
    />
  </Svg>
)

export const StopIcon = (props: IconProps): ReactNode => (
  <Svg {...props}>
    <rect x="6.5" y="6.5" width="11" height="11" rx="2" fill="currentColor" stroke="none" />
  </Svg>
)

export const PauseIcon = (props: IconProps): ReactNode => (
  <Svg {...props}>
    <rect x="6.5" y="5.5" width="3.8" height="13" rx="1.2" fill="currentColor" stroke="none" />
    <rect x="13.7" y="5.5" width="3.8" height="13" rx="1.2" fill="currentColor" stroke="none" />
  </Svg>
)

/** The jack with its cable, in the line of the other icons. */
export const PortIcon = (props: IconProps): ReactNode => (
  <Svg {...props}>
    <path d="M2 12h5" />
    <circle cx="14" cy="12" r="7" />
    <circle cx="14" cy="12" r="1.9" fill="currentColor" stroke="none" />
  </Svg>
)

/** The jack on a harbour-blue tile. */
export function Logo(): ReactNode {
  const gradient = useId()
  return (
    <svg className="logo" viewBox="0 0 24 24" aria-hidden="true">
      <defs>
        <linearGradient id={gradient} x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor="#1b86c4" />
          <stop offset="1" stopColor="#005a8c" />
        </linearGradient>
      </defs>
      <rect width="24" height="24" rx="6.2" fill={`url(#${gradient})`} />
      <path d="M0 12h6.4" stroke="#fff" strokeWidth="2.3" />
      <circle cx="13" cy="12" r="6" fill="none" stroke="#fff" strokeWidth="2.3" />
      <circle cx="13" cy="12" r="2.1" fill="#fff" />
    </svg>
  )
}
