// Whether a text was changed and not saved, and the question before that is lost.
import { useCallback, useRef, useState } from 'react'

export interface Edits {
  /** Whether it is being asked. */
  readonly asking: boolean
  readonly onDirty: (dirty: boolean) => void
  /** Goes on at once where nothing would be lost, else when that was wanted. */
  leave(next: () => void): void
  answer(discard: boolean): void
}

export function useEdits(): Edits {
  const dirty = useRef(false)
  const [next, setNext] = useState<{ readonly go: () => void }>()
  return {
    asking: next !== undefined,
    onDirty: useCallback((now: boolean) => {
      dirty.current = now
    }, []),
    leave: (go) => (dirty.current ? setNext({ go }) : go()),
    answer: (discard) => {
      setNext(undefined)
      if (discard) next?.go()
    },
  }
}
