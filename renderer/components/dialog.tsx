// A modal dialog on the platform's own element: focus stays inside, the rest is inert, Esc closes, focus returns.
// A scroll lock that writes style elements, as libraries do, would be refused by the page's security policy.
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { newestToast } from '../stores/toasts'
import { focusFirst } from './first-focus'
import { Toasts } from './toasts'

export interface DialogProps {
  /** Id of the heading that names it. */
  readonly labelledBy: string
  readonly onClose: () => void
  /** `alertdialog` when it asks about a loss. */
  readonly role?: 'dialog' | 'alertdialog'
  readonly className?: string
  readonly children: ReactNode
}

export function Dialog({
  labelledBy,
  onClose,
  role = 'dialog',
  className,
  children,
}: DialogProps): ReactNode {
  const element = useRef<HTMLDialogElement>(null)
  const [before] = useState(newestToast)
  useEffect(() => {
    const dialog = element.current
    if (!dialog || dialog.open) return
    const opener = openerOf(document.activeElement)
    dialog.showModal()
    const settled = focusFirst(dialog)
    return () => {
      settled()
      dialog.close()
      if (opener?.isConnected) opener.focus()
    }
  }, [])
  return (
    <dialog
      ref={element}
      className={`dialog ${className ?? ''}`.trimEnd()}
      role={role}
      aria-labelledby={labelledBy}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onKeyDown={confirmByKey}
      onClick={(event) => {
        // The element itself is hit only outside of its content: on the scrim. Who clicked twice meant the button below.
        if (event.target === element.current && event.detail < 2) onClose()
      }}
    >
      <div className="dialog-body">{children}</div>
      {/* The dialog lies over everything else in the page, so its messages appear in it; older ones would hide it. */}
      <Toasts after={before} />
    </dialog>
  )
}

/** An item of a menu is gone by then: its menu hangs on a button, which is still there. */
function openerOf(focused: Element | null): HTMLElement | undefined {
  const button = focused?.closest('[role="menu"]')?.getAttribute('aria-labelledby')
  const opener = (button && document.getElementById(button)) || focused
  return opener instanceof HTMLElement ? opener : undefined
}

/** Ctrl or Cmd with Enter is the answer that the dialog is for. One in it, or a field with its own way, comes first. */
function confirmByKey(event: KeyboardEvent<HTMLDialogElement>): void {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return
  if (event.nativeEvent.isComposing) return
  const place = event.currentTarget
  const answers = 'footer > .button.primary, footer > .button.danger-solid'
  const answer = [...place.querySelectorAll<HTMLButtonElement>(answers)].find(
    (one) => one.closest('dialog') === place,
  )
  if (!answer) return
  event.preventDefault()
  event.stopPropagation()
  answer.click()
}
