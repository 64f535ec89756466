// The menu at the end of a row.
import { Ellipsis } from 'lucide-react'
import type { ReactNode } from 'react'
import { useT } from '../stores/preferences'
import { IconButton } from './button'
import { Menu } from './menu'

export interface RowMenuProps {
  /** What the row is about, for the label. */
  readonly name: string
  readonly tabIndex: number
  readonly children: ReactNode
}

export function RowMenu({ name, tabIndex, children }: RowMenuProps): ReactNode {
  const t = useT()
  const label = t('common.more', { name })
  return (
    <Menu
      label={label}
      trigger={
        <IconButton label={label} tabIndex={tabIndex}>
          <Ellipsis className="icon" />
        </IconButton>
      }
    >
      {children}
    </Menu>
  )
}
