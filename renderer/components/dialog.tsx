// A modal dialog on the platform's own element: focus stays inside, the rest is inert, Esc closes, focus returns.
// A scroll lock that writes style elements, as libraries do, would be refused by the page's security policy.
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { newestToast } from '../stores/toasts'
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
    const focused = document.activeElement
    dialog.showModal()
    dialog.querySelector<HTMLElement>('[data-autofocus]')?.focus()
    return () => {
      dialog.close()
      if (focused instanceof HTMLElement && focused.isConnected) focused.focus()
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
      onClick={(event) => {
        // The element itself is hit only outside of its content: on the scrim.
        if (event.target === element.current) onClose()
      }}
    >
      <div className="dialog-body">{children}</div>
      {/* The dialog lies over everything else in the page, so its messages appear in it; older ones would hide it. */}
      <Toasts after={before} />
    </dialog>
  )
}
