// The key that leads to the field which narrows a list, wherever the focus is on its page.
import { useEffect, type RefObject } from 'react'
import { settings } from '../stores/mirrors'

/** Off while somebody types or a dialog is open, and where single letters are switched off. */
export function useFilterKey(field: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const { key, target, defaultPrevented, ctrlKey, metaKey, altKey } = event
      if (key !== '/' || defaultPrevented || ctrlKey || metaKey || altKey) return
      if (settings.getState().value?.letterKeys === false) return
      const others = 'input, textarea, select, dialog, [role=menu], [role=dialog], [contenteditable]'
      if (target instanceof Element && target.closest(others) !== null) return
      event.preventDefault()
      field.current?.focus()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [field])
}
