// Asks before a text that is not saved is left.
import { useId, type ReactNode } from 'react'
import { Button } from '../components/button'
import { Dialog } from '../components/dialog'
import { useT } from '../stores/preferences'

export interface DiscardDialogProps {
  readonly name: string
  readonly onKeep: () => void
  readonly onDiscard: () => void
}

export function DiscardDialog({ name, onKeep, onDiscard }: DiscardDialogProps): ReactNode {
  const t = useT()
  const heading = useId()
  return (
    <Dialog labelledBy={heading} role="alertdialog" className="remove-dialog" onClose={onKeep}>
      <div className="remove-body">
        <h2 id={heading}>{t('files.discardTitle', { name })}</h2>
        <p className="text-2">{t('files.discardWhy')}</p>
      </div>
      <footer>
        <span className="grow" />
        <Button data-autofocus onClick={onKeep}>
          {t('files.keepEditing')}
        </Button>
        <Button kind="danger-solid" onClick={onDiscard}>
          {t('files.discard')}
        </Button>
      </footer>
    </Dialog>
  )
}
