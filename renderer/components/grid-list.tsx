// A list of rows of one noun as a grid: arrow keys and j/k move the cursor, other keys go to the row's own actions.
import { useRef, useState, type KeyboardEvent, type MouseEvent, type ReactNode, type RefObject } from 'react'
import { RowList } from './row-list'

const headHeight = 29
const rowHeight = 42
const keyOf = (id: string): string => id
const estimate = (): number => rowHeight

export interface RowPlace {
  readonly id: string
  readonly index: number
  readonly isCursor: boolean
  readonly onCursor: (index: number) => void
}

export interface GridListProps {
  readonly label: string
  readonly ids: readonly string[]
  readonly head: ReactNode
  /** Draws one row; pass the place on to {@link GridRow}. */
  readonly row: (place: RowPlace) => ReactNode
  /** Delete was pressed on the row. */
  readonly onDelete: (id: string) => void
  /** Enter was pressed on the row itself, not on a button in it. */
  readonly onEnter?: (id: string) => void
  /** Space was pressed on the row itself. */
  readonly onSpace?: (id: string) => void
  /** Makes it a tree: right or left was pressed. Answers with the row to go to, if any. */
  readonly onSide?: (id: string, side: 'in' | 'out') => string | undefined
}

export function GridList(props: GridListProps): ReactNode {
  const { label, ids, head, row, onDelete, onEnter, onSpace, onSide } = props
  const scroller = useRef<HTMLDivElement>(null)
  const [cursor, setCursor] = useState<number>()
  const at = Math.min(cursor ?? 0, Math.max(0, ids.length - 1))
  const go = (next: number): void => {
    setCursor(next)
    focusRow(scroller, next)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || !event.currentTarget.contains(event.target as Node))
      return
    const id = ids[at]
    if (event.key === 'Delete' && id !== undefined) {
      // It is this list's key, not that of another one beside it.
      event.preventDefault()
      return onDelete(id)
    }
    const onRow = event.target instanceof Element && event.target.role === 'row'
    const onKey = event.key === 'Enter' ? onEnter : event.key === ' ' ? onSpace : undefined
    if (onKey && id !== undefined && onRow) {
      event.preventDefault()
      return onKey(id)
    }
    const side = sides[event.key]
    if (onSide && side && id !== undefined) {
      event.preventDefault()
      const to = onSide(id, side)
      return to === undefined ? undefined : go(ids.indexOf(to))
    }
    const step = steps[event.key]
    if (step === undefined) return
    event.preventDefault()
    go(Math.min(ids.length - 1, Math.max(0, at + step)))
  }
  return (
    <div
      className={`list hush ${cursor === undefined ? '' : 'is-used'}`.trimEnd()}
      role={onSide ? 'treegrid' : 'grid'}
      aria-label={label}
      aria-rowcount={ids.length + 1}
      ref={scroller}
      onKeyDown={onKeyDown}
    >
      {head}
      <RowList
        rows={ids}
        keyOf={keyOf}
        estimate={estimate}
        scroller={scroller}
        headHeight={headHeight}
        shownKey={cursor === undefined ? undefined : ids[at]}
        render={(id, index) => row({ id, index, isCursor: index === at, onCursor: setCursor })}
      />
    </div>
  )
}

/** A row far away is drawn some frames later, when the list has been scrolled to it. */
function focusRow(scroller: RefObject<HTMLElement | null>, index: number, frames = 10): void {
  const row = scroller.current?.querySelector<HTMLElement>(`[data-row="${index}"]`)
  if (row) row.focus()
  else if (frames > 0) requestAnimationFrame(() => focusRow(scroller, index, frames - 1))
}

const steps: Readonly<Record<string, number>> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }
const sides: Readonly<Record<string, 'in' | 'out'>> = { ArrowRight: 'in', ArrowLeft: 'out' }

export interface GridRowProps {
  readonly place: RowPlace
  /** Class with the columns. */
  readonly className: string
  /** The row was pressed, not a button in it. */
  readonly onOpen?: (id: string) => void
  /** Whether this row's details are open. */
  readonly isOpen?: boolean
  /** In a tree: how far in it is, from 0, and whether what is below it is shown. */
  readonly level?: number
  readonly expanded?: boolean | undefined
  readonly children: ReactNode
}

/** A row's own surface was pressed: no control in it, and no menu of it, which lies elsewhere in the page. */
export const isOwnPress = ({ target, currentTarget }: MouseEvent<HTMLElement>): boolean =>
  target instanceof Element && currentTarget.contains(target) && !target.closest('button, a, input, label')

export function GridRow(props: GridRowProps): ReactNode {
  const { place, className, onOpen, isOpen, level, expanded, children } = props
  const { id, index, isCursor, onCursor } = place
  const onClick = (event: MouseEvent<HTMLDivElement>): void => {
    onCursor(index)
    if (isOwnPress(event)) onOpen?.(id)
  }
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      data-row={index}
      tabIndex={isCursor ? 0 : -1}
      aria-selected={isOpen}
      aria-level={level === undefined ? undefined : level + 1}
      aria-expanded={expanded}
      className={`list-row body ${className} ${isCursor ? 'is-cursor' : ''} ${isOpen ? 'is-selected' : ''}`.trimEnd()}
      onFocus={() => onCursor(index)}
      onClick={onClick}
    >
      {children}
    </div>
  )
}
