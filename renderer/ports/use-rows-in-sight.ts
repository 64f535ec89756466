// Which rows of a long column are in sight: all of them while there are few, so that the browser's search finds them.
import { useVirtualizer } from '@tanstack/react-virtual'
import { useLayoutEffect, useRef, useState, type RefObject } from 'react'

const allUpTo = 150
const overscan = 12

export interface RowsInSight<E extends HTMLElement> {
  /** The element whose top is the top of the first row. */
  readonly top: RefObject<E | null>
  readonly first: number
  /** One behind the last. */
  readonly end: number
}

/**
 * `scroller` is a selector of what scrolls around the column; `height` is that of a row, in px. `turn` is another
 * value whenever what stands above the column may have changed.
 */
export function useRowsInSight<E extends HTMLElement>(
  count: number,
  height: number,
  scroller: string,
  turn: unknown,
): RowsInSight<E> {
  const top = useRef<E>(null)
  const [margin, setMargin] = useState(0)
  const few = count <= allUpTo
  const virtual = useVirtualizer({
    count: few ? 0 : count,
    getScrollElement: () => top.current?.closest(scroller) ?? null,
    estimateSize: () => height,
    overscan,
    scrollMargin: margin,
  })
  useLayoutEffect(() => {
    const outer = top.current?.closest(scroller)
    if (few || !outer || !top.current) return
    const now = top.current.getBoundingClientRect().top - outer.getBoundingClientRect().top + outer.scrollTop
    setMargin(Math.round(now))
  }, [few, scroller, turn])
  if (few) return { top, first: 0, end: count }
  const items = virtual.getVirtualItems()
  return { top, first: items[0]?.index ?? 0, end: (items.at(-1)?.index ?? -1) + 1 }
}
