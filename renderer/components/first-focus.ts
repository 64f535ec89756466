// Where the focus is when a dialog opens: one rule for all of them.

/** What a person types or chooses in; ticks and sliders are passed on the way to them. */
const fields =
  ':is(input:not([type="checkbox"], [type="radio"], [type="range"], [type="file"], [type="hidden"]), textarea, select):enabled'
/** Of the answers the one that changes nothing stands first. */
const answer = 'footer > .button:enabled'

/**
 * What the dialog itself marks with `data-autofocus`; else its first field; else its first answer. What comes late, e.g.
 * a form whose values are asked for, gets the focus when it comes, unless the person did something meanwhile.
 *
 * @returns ends the wait
 */
export function focusFirst(dialog: HTMLDialogElement): () => void {
  const settle = (): boolean => {
    const best = find(dialog, '[data-autofocus]') ?? find(dialog, fields)
    if (best) best.focus()
    else find(dialog, answer)?.focus()
    return best !== undefined
  }
  if (settle()) return () => {}
  const observer = new MutationObserver(() => {
    if (settle()) end()
  })
  const end = (): void => {
    observer.disconnect()
    for (const kind of ['keydown', 'pointerdown']) dialog.removeEventListener(kind, end, true)
  }
  for (const kind of ['keydown', 'pointerdown']) dialog.addEventListener(kind, end, true)
  observer.observe(dialog, { childList: true, subtree: true })
  return end
}

const find = (dialog: HTMLDialogElement, what: string): HTMLElement | undefined =>
  [...dialog.querySelectorAll<HTMLElement>(what)].find((one) => one.closest('[hidden], dialog') === dialog)
