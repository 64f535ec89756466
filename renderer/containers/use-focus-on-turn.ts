// Gives a row the focus when a key moved the cursor onto it.
import { useEffect, useRef, type RefObject } from 'react'
import { useList } from './list-state'

export function useFocusOnTurn(isCursor: boolean): RefObject<HTMLDivElement | null> {
  const element = useRef<HTMLDivElement>(null)
  const turn = useList((state) => (isCursor ? state.focusTurn : 0))
  useEffect(() => {
    if (turn > 0) element.current?.focus()
  }, [turn])
  return element
}
