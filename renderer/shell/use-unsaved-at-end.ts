// While a text is not saved, the page does not go away unasked: not with its window, and not with all of Portside.
import { useEffect } from 'react'
import { inDesktopApp } from '../api'
import { contract, useSession } from '../stores/session'
import { reportError } from '../stores/toasts'
import { askForAll, useUnsaved } from '../stores/unsaved'
import { follow } from '../stores/watches'

export function useUnsavedAtEnd(): void {
  const any = useUnsaved(({ texts }) => texts.length > 0)
  const connected = useSession((state) => state.contract)
  useEffect(() => {
    if (!any || !connected) return
    const over = new AbortController()
    const quit = (): void => {
      // It would be held by this page otherwise.
      over.abort()
      contract().app.quit({ ask: true }).catch(reportError)
    }
    void follow(connected.app.watchQuits({ signal: over.signal }), () => askForAll(quit), over.signal)
    return () => over.abort()
  }, [any, connected])
  useEffect(() => {
    // The window of the desktop app only hides, and a question of the browser would show nowhere.
    if (!any || inDesktopApp()) return
    const hold = (event: BeforeUnloadEvent): void => event.preventDefault()
    window.addEventListener('beforeunload', hold)
    return () => window.removeEventListener('beforeunload', hold)
  }, [any])
}
