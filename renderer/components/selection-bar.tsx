// The frame of the bar that floats over a list while rows are selected: how many, what can be done, and the way out.
import type { ReactNode } from 'react'
import { useT } from '../stores/preferences'
import { Button } from './button'

export interface SelectionBarProps {
  readonly count: number
  readonly onClear: () => void
  readonly children: ReactNode
}

export function SelectionBar({ count, onClear, children }: SelectionBarProps): ReactNode {
  const t = useT()
  if (count === 0) return null
  const title = t('bulk.selected', { count })
  return (
    <div className="bulk-bar" role="toolbar" aria-label={title}>
      <b className="medium" aria-live="polite">
        {title}
      </b>
      <span className="separator" />
      {children}
      <span className="separator" />
      <Button kind="ghost" size="sm" onClick={onClear}>
        {t('bulk.clear')} <span className="kbd">Esc</span>
      </Button>
    </div>
  )
}
