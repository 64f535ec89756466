// What the panel asks of the app: its window, a page in it, and the end.
import { contract } from '../stores/session'
import { reportError } from '../stores/toasts'

const told = (asked: () => Promise<void>): void => {
  // The session may be lost at the very moment.
  new Promise<void>((resolve) => resolve(asked())).catch(reportError)
}

export const showWindow = (): void => told(() => contract().app.show())

/** `page` as links name them: a section, `run`, `settings`. */
export const openInWindow = (page: string): void =>
  told(() => contract().app.open({ target: `portside://${page}` }))

export const quitAsking = (): void => told(() => contract().app.quit({ ask: true }))
