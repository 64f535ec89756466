// A modal dialog on the platform's own element: focus stays inside, the rest is inert, Esc closes, focus returns.
// A scroll lock that writes style elements, as libraries do, would be refused by the page's security policy.
import { useEffect, useRef, type ReactNode } from 'react'
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
  useEffect(() => {
    const dialog = element.current
    if (!dialog || dialog.open) return
    const before = document.activeElement
    dialog.showModal()
    dialog.querySelector<HTMLElement>('[data-autofocus]')?.focus()
    return () => {
      dialog.close()
      if (before instanceof HTMLElement && before.isConnected) before.focus()
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
      {/* The dialog lies over everything else in the page, so messages appear in it. */}
      <Toasts />
    </dialog>
  )
}
