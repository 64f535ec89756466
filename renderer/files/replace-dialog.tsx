// Asks before an upload takes the place of a file that is there.
import { useId, type ReactNode } from 'react'
import { Button } from '../components/button'
import { Dialog } from '../components/dialog'
import { useT } from '../stores/preferences'

export interface ReplaceDialogProps {
  readonly name: string
  readonly onKeep: () => void
  readonly onReplace: () => void
}

export function ReplaceDialog({ name, onKeep, onReplace }: ReplaceDialogProps): ReactNode {
  const t = useT()
  const heading = useId()
  return (
    <Dialog labelledBy={heading} role="alertdialog" className="remove-dialog" onClose={onKeep}>
      <div className="remove-body">
        <h2 id={heading}>{t('files.replaceTitle', { name })}</h2>
        <p className="text-2">{t('files.replaceWhy')}</p>
      </div>
      <footer>
        <span className="grow" />
        <Button data-autofocus onClick={onKeep}>
          {t('remove.keep')}
        </Button>
        <Button kind="danger-solid" onClick={onReplace}>
          {t('files.replace')}
        </Button>
      </footer>
    </Dialog>
  )
}
