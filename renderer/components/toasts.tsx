// The messages at the lower edge: done things leave by themselves, errors stay until dismissed.
import { Check, TriangleAlert } from 'lucide-react'
import { useEffect, type ReactNode } from 'react'
import { Keys } from '../palette/keys'
import { useT } from '../stores/preferences'
import { dismissToast, undoLast, useToasts, type Toast } from '../stores/toasts'
import { ErrorCard } from './error-card'
import { OutcomeCard } from './outcome-card'

const shownMs = 4000
/** Long enough to notice what is gone, and to want it back. */
const shownWithUndoMs = 30_000

/** Ctrl or Cmd with Z, but not while typing, where it takes back letters. */
function useUndoKey(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'z' || !(event.ctrlKey || event.metaKey) || event.shiftKey) return
      const typing = event.target instanceof Element && event.target.closest('input, textarea, .terminal')
      if (!typing && undoLast()) event.preventDefault()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}

export interface ToastsProps {
  /** Only what is newer than this one. */
  readonly after?: number
}

export function Toasts({ after = 0 }: ToastsProps): ReactNode {
  useUndoKey()
  const toasts = useToasts((state) => state.toasts).filter(({ id }) => id > after)
  return (
    <div className="toasts" aria-live="polite">
      {toasts.map((toast) =>
        toast.summary ? (
          <div key={toast.id} className="toast-error">
            <OutcomeCard summary={toast.summary} onDismiss={() => dismissToast(toast.id)} />
          </div>
        ) : toast.error ? (
          <div key={toast.id} className="toast-error">
            <ErrorCard error={toast.error} onDismiss={() => dismissToast(toast.id)} />
          </div>
        ) : (
          <SaidToast key={toast.id} toast={toast} />
        ),
      )}
    </div>
  )
}

function SaidToast({ toast }: { toast: Toast }): ReactNode {
  const t = useT() as (key: string, values?: unknown) => string
  const { undo, tone } = toast
  useEffect(() => {
    if (tone === 'busy') return
    const timer = setTimeout(() => dismissToast(toast.id), undo ? shownWithUndoMs : shownMs)
    return () => clearTimeout(timer)
  }, [toast.id, undo, tone])
  return (
    <div className="toast" role="status">
      {tone === 'busy' ? (
        <span className="status start" aria-hidden="true" />
      ) : tone === 'warn' ? (
        <TriangleAlert className="icon" />
      ) : (
        <Check className="icon" />
      )}
      <span className="grow">{toast.text && t(toast.text.key, toast.text.values[0] ?? {})}</span>
      {undo && (
        <button
          type="button"
          className="toast-undo"
          onClick={() => {
            dismissToast(toast.id)
            undo.run()
          }}
        >
          {t(undo.label, {})} <Keys keys="Mod+Z" />
        </button>
      )}
    </div>
  )
}
