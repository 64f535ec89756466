// An empty place: what this is in one sentence, and one next step.
import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

export interface EmptyProps {
  readonly icon?: LucideIcon
  readonly title: string
  readonly text: string
  readonly children?: ReactNode
}

export const Empty = ({ icon: Icon, title, text, children }: EmptyProps): ReactNode => (
  <div className="empty">
    {Icon && <Icon className="icon" />}
    <b>{title}</b>
    <span>{text}</span>
    {children !== undefined && <div className="empty-actions">{children}</div>}
  </div>
)

/** Rows in their final geometry while the first snapshot is on its way; appears only after 200 ms. */
export const SkeletonRows = ({ label, count = 6 }: { label: string; count?: number }): ReactNode => (
  <div className="skeleton-rows" role="status">
    <span className="visually-hidden">{label}</span>
    {Array.from({ length: count }, (_, index) => (
      <div key={index} className="skeleton-row" aria-hidden="true">
        <span className="skeleton tile-skeleton" />
        <span className="skeleton" />
        <span className="skeleton" />
      </div>
    ))}
  </div>
)
