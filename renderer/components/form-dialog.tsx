// A dialog with a form that makes something: sends once, shows the reason when it is refused, closes when it is done.
import { useId, useState, type FormEvent, type ReactNode } from 'react'
import { serialiseError, type SerialisedError } from '../../preload/errors'
import { useT } from '../stores/preferences'
import { closeDialog } from '../stores/ui'
import { Button } from './button'
import { Dialog } from './dialog'
import { ErrorCard } from './error-card'

export interface FormDialogProps {
  readonly title: string
  readonly text: string
  readonly children: ReactNode
  readonly submitLabel: string
  /** Whether what was typed can be sent. */
  readonly ready: boolean
  readonly submit: () => Promise<void>
}

export function FormDialog({
  title,
  text,
  children,
  submitLabel,
  ready,
  submit,
}: FormDialogProps): ReactNode {
  const t = useT()
  const heading = useId()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<SerialisedError>()
  const send = async (): Promise<void> => {
    setBusy(true)
    setError(undefined)
    try {
      await submit()
      closeDialog()
    } catch (failure) {
      setError(serialiseError(failure))
      setBusy(false)
    }
  }
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault()
    if (ready && !busy) void send()
  }
  return (
    <Dialog labelledBy={heading} className="pull-dialog" onClose={closeDialog}>
      <form onSubmit={onSubmit}>
        <div className="remove-body">
          <h2 id={heading}>{title}</h2>
          <p className="text-2">{text}</p>
          {children}
          {error && <ErrorCard error={error} />}
        </div>
        <footer>
          <span className="grow" />
          <Button onClick={closeDialog}>{t('common.cancel')}</Button>
          <Button kind="primary" type="submit" busy={busy} disabled={!ready || busy}>
            {submitLabel}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
