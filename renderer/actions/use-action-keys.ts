// The keys of the app's actions, wherever the focus is; single keys are off while typing and under a dialog.
import { useEffect } from 'react'
import { translator } from '../i18n/translate'
import { system } from '../shell/system'
import { appActions } from './app-actions'

/** `Mod+1` for a key event. */
export function keysOf(event: KeyboardEvent, mac: boolean): string | undefined {
  const mod = mac ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey
  const other = mac ? event.ctrlKey : event.metaKey
  if (event.altKey || other) return undefined
  if (mod)
    return event.shiftKey ? undefined : `Mod+${event.key.length === 1 ? event.key.toUpperCase() : event.key}`
  return event.key
}

export function useActionKeys(): void {
  useEffect(() => {
    const mac = system() === 'macos'
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return
      const keys = keysOf(event, mac)
      const action = appActions.find((one) => one.keys !== undefined && one.keys === keys)
      if (!action || (!action.keys?.startsWith('Mod+') && isTyping(event))) return
      event.preventDefault()
      if (action.refusal?.(translator('en')) === undefined) action.run()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}

const isTyping = ({ target }: KeyboardEvent): boolean =>
  target instanceof Element &&
  target.closest('input, textarea, select, dialog, [role=menu], [role=dialog], [contenteditable]') !== null
