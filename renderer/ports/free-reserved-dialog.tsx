// Explains what frees a port that Windows keeps, step by step, before Windows asks for an administrator.
import { useId, type ReactNode } from 'react'
import { Button } from '../components/button'
import { Dialog } from '../components/dialog'
import { conflicts } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { closeDialog, type FreeReservedFix } from '../stores/ui'
import { applyFix } from './fix'

export interface FreeReservedDialogProps {
  readonly conflictId: string
  readonly fix: FreeReservedFix
}

export function FreeReservedDialog({ conflictId, fix }: FreeReservedDialogProps): ReactNode {
  const t = useT()
  const heading = useId()
  const conflict = conflicts.use((state) => state.items.get(conflictId))
  const { port, commands } = fix
  const free = (): void => {
    closeDialog()
    if (conflict) void applyFix(conflict, fix)
  }
  const steps = ['ports.freeStepStop', 'ports.freeStepKeep', 'ports.freeStepStart'] as const
  return (
    <Dialog labelledBy={heading} className="remove-dialog" onClose={closeDialog}>
      <div className="remove-body">
        <h2 id={heading}>{t('ports.freeTitle', { port })}</h2>
        <p className="text-2">{conflict ? t('ports.freeWhy') : t('ports.stopGone')}</p>
        <ol className="free-steps">
          {steps.map((step, index) => (
            <li key={step}>
              {t(step, { port })}
              <pre className="error-details mono stop-command" tabIndex={0}>
                {commands[index]}
              </pre>
            </li>
          ))}
        </ol>
        <p className="help">{t('ports.freeEffect')}</p>
      </div>
      <footer>
        <span className="grow" />
        <Button data-autofocus onClick={closeDialog}>
          {t('common.cancel')}
        </Button>
        <Button kind="primary" disabled={!conflict} onClick={free}>
          {t('ports.freeReserved', { port })}
        </Button>
      </footer>
    </Dialog>
  )
}
