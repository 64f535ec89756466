// The messages at the lower edge: done things leave by themselves, errors stay until dismissed.
import { Check } from 'lucide-react'
import { useEffect, type ReactNode } from 'react'
import { useT } from '../stores/preferences'
import { dismissToast, useToasts, type Toast } from '../stores/toasts'
import { ErrorCard } from './error-card'
import { OutcomeCard } from './outcome-card'

const shownMs = 4000

export function Toasts(): ReactNode {
  const toasts = useToasts((state) => state.toasts)
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
  const t = useT() as (key: string, values: unknown) => string
  useEffect(() => {
    const timer = setTimeout(() => dismissToast(toast.id), shownMs)
    return () => clearTimeout(timer)
  }, [toast.id])
  return (
    <div className="toast" role="status">
      <Check className="icon" />
      <span className="grow">{toast.text && t(toast.text.key, toast.text.values[0] ?? {})}</span>
    </div>
  )
}
