// The rows of a long list: all of them while there are few, only those in sight when there are many.
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect, useState, type ReactNode, type RefObject } from 'react'

/** Up to here the whole list is cheap to keep in the page, and the browser's own search finds everything. */
const allUpTo = 100
/** Rows kept on each side of those in sight. */
const rowsBeyond = 8
/** What a page has above and below its list, about, in px. */
const aroundPx = 200

export interface RowListProps<Row> {
  readonly rows: readonly Row[]
  readonly keyOf: (row: Row) => string
  /** Height in px before a row was measured. */
  readonly estimate: (row: Row) => number
  readonly render: (row: Row, index: number) => ReactNode
  readonly scroller: RefObject<HTMLElement | null>
  /** Height in px of what stays at the top of the scroller, over the rows. */
  readonly headHeight: number
  /** Row that must be in sight. */
  readonly shownKey?: string | undefined
}

export function RowList<Row>(props: RowListProps<Row>): ReactNode {
  const { rows, keyOf, render } = props
  if (rows.length > allUpTo) return <VirtualRows {...props} />
  return rows.map((row, index) => <RowSlot key={keyOf(row)} content={render(row, index)} />)
}

const RowSlot = ({ content }: { readonly content: ReactNode }): ReactNode => content

function VirtualRows<Row>(props: RowListProps<Row>): ReactNode {
  const { rows, keyOf, estimate, render, scroller, headHeight, shownKey } = props
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => estimateAt(rows, index, estimate),
    getItemKey: (index) => keyAt(rows, index, keyOf),
    overscan: useOverscan(),
    // Only then do rows come with the list itself, not after it was measured without any.
    initialRect: { width: window.innerWidth, height: Math.max(0, window.innerHeight - aroundPx) },
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
  })
  // The scroller is a parent, which React hands over only after this has been drawn for the first time.
  const [, setAttached] = useState(false)
  useLayoutEffect(() => setAttached(true), [])
  const shownIndex = shownKey === undefined ? -1 : rows.findIndex((row) => keyOf(row) === shownKey)
  useEffect(() => {
    if (shownIndex >= 0) virtual.scrollToIndex(shownIndex)
  }, [shownIndex, virtual])
  return (
    <div role="presentation" className="virtual-rows" style={{ height: virtual.getTotalSize() }}>
      {virtual.getVirtualItems().map((item) => {
        const row = rows[item.index]
        if (row === undefined) return null
        return (
          <div
            key={item.key}
            ref={virtual.measureElement}
            data-index={item.index}
            role="presentation"
            className="virtual-row"
            style={{ transform: `translateY(${item.start - headHeight}px)` }}
          >
            {render(row, item.index)}
          </div>
        )
      })}
    </div>
  )
}

/** None in the first frame, which shows nothing of them. */
function useOverscan(): number {
  const [overscan, setOverscan] = useState(0)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const frame = requestAnimationFrame(() => (timer = setTimeout(() => setOverscan(rowsBeyond))))
    return () => {
      cancelAnimationFrame(frame)
      clearTimeout(timer)
    }
  }, [])
  return overscan
}

const estimateAt = <Row,>(rows: readonly Row[], index: number, estimate: (row: Row) => number): number => {
  const row = rows[index]
  return row === undefined ? 0 : estimate(row)
}

const keyAt = <Row,>(rows: readonly Row[], index: number, keyOf: (row: Row) => string): string => {
  const row = rows[index]
  return row === undefined ? String(index) : keyOf(row)
}
