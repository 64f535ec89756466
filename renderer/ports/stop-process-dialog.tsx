// Asks once before a program of this computer is stopped, with the command line that started it.
import { useId, type ReactNode } from 'react'
import { Button } from '../components/button'
import { Dialog } from '../components/dialog'
import { conflicts } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { closeDialog, type StopProcessFix } from '../stores/ui'
import { startsThen } from './conflict-words'
import { applyFix } from './fix'

export interface StopProcessDialogProps {
  readonly conflictId: string
  readonly fix: StopProcessFix
}

export function StopProcessDialog({ conflictId, fix }: StopProcessDialogProps): ReactNode {
  const t = useT()
  const heading = useId()
  const conflict = conflicts.use((state) => state.items.get(conflictId))
  const { name, pid } = fix
  const stop = (): void => {
    closeDialog()
    if (conflict) void applyFix(conflict, fix)
  }
  return (
    <Dialog labelledBy={heading} role="alertdialog" className="remove-dialog" onClose={closeDialog}>
      <div className="remove-body">
        <h2 id={heading}>{t('ports.stopTitle', { name, pid })}</h2>
        <p className="text-2">
          {conflict ? t('ports.stopWhy') : t('ports.stopGone')}{' '}
          {conflict && startsThen(conflict) && t('ports.stopThen', { container: conflict.containerName })}
        </p>
        {fix.command !== undefined && (
          <>
            <p className="caption">{t('ports.startedAs')}</p>
            <pre className="error-details mono stop-command" tabIndex={0}>
              {fix.command}
            </pre>
          </>
        )}
      </div>
      <footer>
        <span className="grow" />
        <Button data-autofocus onClick={closeDialog}>
          {t('remove.keep')}
        </Button>
        <Button kind="danger-solid" disabled={!conflict} onClick={stop}>
          {t('ports.stopProcess', { name, pid })}
        </Button>
      </footer>
    </Dialog>
  )
}
