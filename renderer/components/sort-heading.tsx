// The heading of a column that can be sorted by.
import { ArrowDown, ArrowUp } from 'lucide-react'
import type { ReactNode } from 'react'

export interface SortHeadingProps {
  readonly label: string
  /** The order that is shown, if it is by this column. */
  readonly order: 'ascending' | 'descending' | undefined
  readonly onSort: () => void
  /** Numbers stand at the right, so their arrow stands before the word. */
  readonly arrowFirst?: boolean
  readonly className?: string
}

export function SortHeading({ label, order, onSort, arrowFirst, className }: SortHeadingProps): ReactNode {
  const Arrow = order === 'descending' ? ArrowDown : ArrowUp
  const arrow = order && <Arrow className="icon icon-12" />
  return (
    <span role="columnheader" className={className} aria-sort={order ?? 'none'}>
      <button type="button" className={order ? 'sort sorted' : 'sort'} onClick={onSort}>
        {arrowFirst && arrow}
        {label}
        {!arrowFirst && arrow}
      </button>
    </span>
  )
}

/** The order of a column: sizes and ages begin with the large and the new, names with A. */
export const orderOf = <Column extends string>(
  column: Column,
  view: { readonly sort: Column; readonly descending: boolean },
): 'ascending' | 'descending' | undefined => {
  if (view.sort !== column) return undefined
  return (column === 'name') === view.descending ? 'descending' : 'ascending'
}
