// Gives a row the focus when a key moved the cursor onto it.
import { useEffect, useRef, type RefObject } from 'react'
import { useList } from './list-state'

/** Not when a click made it the cursor's row: what was clicked in it has the focus, and may have opened a menu. */
export function useFocusOnTurn(key: string): RefObject<HTMLDivElement | null> {
  const element = useRef<HTMLDivElement>(null)
  const turn = useList((state) => (state.wantsFocus === key ? state.focusTurn : 0))
  useEffect(() => {
    if (turn > 0) element.current?.focus()
  }, [turn])
  return element
}
