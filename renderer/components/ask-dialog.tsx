// A question before something goes, or a notice why it cannot: title, reason, what it concerns, and the answers.
import { useId, type ReactNode } from 'react'
import { closeDialog } from '../stores/ui'
import { Button } from './button'
import { Dialog } from './dialog'

export interface AskDialogProps {
  readonly title: string
  readonly text: ReactNode
  /** What it concerns, between the text and the answers. */
  readonly children?: ReactNode
  /** Stands at the left of the answers, e.g. a sum. */
  readonly note?: string
  /** The answer that changes nothing; it has the focus. */
  readonly keep: string
  /** The answer that cannot be undone. Without one this is a notice. */
  readonly confirm?: { readonly label: string; readonly disabled?: boolean; readonly run: () => void }
}

export function AskDialog({ title, text, children, note, keep, confirm }: AskDialogProps): ReactNode {
  const heading = useId()
  return (
    <Dialog
      labelledBy={heading}
      role={confirm ? 'alertdialog' : 'dialog'}
      className="remove-dialog"
      onClose={closeDialog}
    >
      <div className="remove-body">
        <h2 id={heading}>{title}</h2>
        <p className="text-2">{text}</p>
        {children}
      </div>
      <footer>
        {note !== undefined && (
          <span className="text-2 size-12" role="status">
            {note}
          </span>
        )}
        <span className="grow" />
        <Button data-autofocus onClick={closeDialog}>
          {keep}
        </Button>
        {confirm && (
          <Button
            kind="danger-solid"
            disabled={confirm.disabled}
            onClick={() => {
              closeDialog()
              confirm.run()
            }}
          >
            {confirm.label}
          </Button>
        )}
      </footer>
    </Dialog>
  )
}
