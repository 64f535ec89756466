// Copies text and says so.
import { reportError, say } from './toasts'

export function copyText(text: string): void {
  void write(text).then(() => say('common.copied'), reportError)
}

/** The desktop app denies pages every permission, the clipboard too; a copied selection needs none. */
async function write(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
  } catch (error) {
    if (!copySelection(text)) throw error
  }
}

function copySelection(text: string): boolean {
  const before = document.activeElement
  const field = document.createElement('textarea')
  field.value = text
  field.className = 'visually-hidden'
  // Outside of an open dialog everything is inert and cannot be selected.
  const place = document.querySelector('dialog[open]') ?? document.body
  place.append(field)
  field.select()
  const copied = document.execCommand('copy')
  field.remove()
  if (before instanceof HTMLElement) before.focus()
  return copied
}
