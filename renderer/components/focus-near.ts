// Where the focus goes when what had it goes away: to what stands in its place, or beside it. A page would begin anew at
// the Tab key otherwise, and whoever listens to it would hear that they are nowhere.

const reachable = ['button', 'a[href]', 'summary', '[tabindex="0"]']
  .map((one) => `${one}:not([disabled]):not([tabindex="-1"])`)
  .join(', ')
/** What moves the focus by itself: lists by their cursor; menus and popovers to what opened them. */
const others =
  '[role="grid"], [role="treegrid"], [role="menu"], [role="tablist"], [data-radix-popper-content-wrapper], .terminal'
const places = 'dialog, .page, .toasts'

interface Place {
  readonly element: Element
  /** Another title is another page: whoever left goes where the page begins. */
  readonly title: Element | null
  /** Where somebody was before they went to a message. */
  readonly came: HTMLElement | undefined
}

/** @returns ends it */
export function keepFocusNear(root: HTMLElement): () => void {
  let last: HTMLElement | undefined
  let place: Place | undefined
  const onFocus = ({ target }: FocusEvent): void => {
    if (!(target instanceof HTMLElement)) return
    const element = target.closest(places)
    const came = element !== place?.element ? last : place?.came
    place = element ? { element, title: element.querySelector('h1'), came } : undefined
    last = place && target.closest(others) === null ? target : undefined
  }
  const observer = new MutationObserver((changes) => {
    if (!last || last.isConnected) return
    const [gone, at] = [last, place]
    last = undefined
    const isNowhere = document.activeElement === null || document.activeElement === document.body
    if (!isNowhere || !at?.element.isConnected || at.title?.isConnected === false) return
    const change = changes.find(({ removedNodes }) => [...removedNodes].some((node) => node.contains(gone)))
    const next = gone.closest('.drawer') ? rowOf(at.element) : undefined
    const near = next ?? (change && nearest(change, changes, at.element))
    if (near) near.focus()
    else if (at.came?.isConnected) at.came.focus()
  })
  root.addEventListener('focusin', onFocus)
  observer.observe(root, { childList: true, subtree: true })
  return () => {
    root.removeEventListener('focusin', onFocus)
    observer.disconnect()
  }
}

/** The row whose details were shown. */
const rowOf = (place: Element): HTMLElement | null =>
  place.querySelector<HTMLElement>('[role="row"][tabindex="0"]')

/** What came in its place; else what follows it, then what comes before it, and so on outwards as far as the place. */
function nearest(
  { target, nextSibling, previousSibling }: MutationRecord,
  changes: readonly MutationRecord[],
  place: Element,
): HTMLElement | undefined {
  for (const { target: parent, addedNodes } of changes) {
    if (parent !== target) continue
    for (const node of addedNodes) {
      const found = within(node, 'first')
      if (found) return found
    }
  }
  let [after, before]: (Node | null)[] = [nextSibling, previousSibling]
  for (let parent: Node | null = target; parent && place.contains(parent); parent = parent.parentNode) {
    for (let node = after; node; node = node.nextSibling) {
      const found = within(node, 'first')
      if (found) return found
    }
    for (let node = before; node; node = node.previousSibling) {
      const found = within(node, 'last')
      if (found) return found
    }
    ;[after, before] = [parent.nextSibling, parent.previousSibling]
  }
  return undefined
}

function within(node: Node, which: 'first' | 'last'): HTMLElement | undefined {
  if (!(node instanceof HTMLElement) || !node.isConnected) return undefined
  const all = [...(node.matches(reachable) ? [node] : []), ...node.querySelectorAll<HTMLElement>(reachable)]
  const seen = all.filter((one) => one.closest('[hidden], [inert]') === null && isShown(one))
  return which === 'first' ? seen[0] : seen.at(-1)
}

/** Where nothing is drawn, as in a test without a browser, all of it is. */
const isShown = (element: HTMLElement): boolean =>
  typeof element.checkVisibility !== 'function' || element.checkVisibility()
