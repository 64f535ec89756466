// Short messages at the lower edge: what was done, and errors with their remedy.
import { create } from 'zustand'
import { isAbort, serialiseError, type SerialisedError } from '../../preload/errors'
import type { Key, Values } from '../i18n/texts'
import { passSubject, subjectOf } from './subjects'

export interface Toast {
  readonly id: number
  /** Said in the language of the window at the time it is shown. */
  readonly text?: { readonly key: Key; readonly values: readonly unknown[] }
  /** What it tells: something done, something under way, or something that did not come about. */
  readonly tone?: 'busy' | 'warn'
  readonly error?: SerialisedError
  /** Of the error; see {@link subjectOf}. */
  readonly subject?: string
  /** The way back, while the message is shown. */
  readonly undo?: Undo
  /** What an action on several things came to when some of it failed. */
  readonly summary?: Summary
}

export interface Undo {
  readonly label: Key
  readonly run: () => void
}

export interface Summary {
  /** Names of those that it worked for. */
  readonly done: readonly string[]
  readonly failed: readonly { readonly name: string; readonly error: SerialisedError }[]
}

/** Errors stay until dismissed, or until the same works; more than this many at once is noise, the oldest go. */
const mostAtOnce = 4

let lastId = 0

/** Of the newest message that there was; 0 before the first. */
export const newestToast = (): number => lastId

export const useToasts = create<{ readonly toasts: readonly Toast[] }>(() => ({ toasts: [] }))

function push(toast: Omit<Toast, 'id'>): number {
  lastId += 1
  const next = { id: lastId, ...toast }
  useToasts.setState(({ toasts }) => ({ toasts: [...toasts, next].slice(-mostAtOnce) }))
  return next.id
}

export const dismissToast = (id: number): void =>
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }))

/** What failed before has worked now, so that its message is no longer true. */
export function dismissErrorOf(subject: string): void {
  const { toasts } = useToasts.getState()
  if (toasts.some((toast) => toast.subject === subject))
    useToasts.setState({ toasts: toasts.filter((toast) => toast.subject !== subject) })
}

export const say = <K extends Key>(key: K, ...values: Values<K>): void => void push({ text: { key, values } })

/** As {@link say}, for what did not come about and is no error. */
export const sayWarning = <K extends Key>(key: K, ...values: Values<K>): void =>
  void push({ text: { key, values }, tone: 'warn' })

/** Stays until it is over. @returns to be called then */
export function sayMeanwhile<K extends Key>(key: K, ...values: Values<K>): () => void {
  const id = push({ text: { key, values }, tone: 'busy' })
  return () => dismissToast(id)
}

/** As {@link say}, with a way back. */
export const sayWith = <K extends Key>(undo: Undo, key: K, ...values: Values<K>): void =>
  void push({ text: { key, values }, undo })

const coming = new Set<Promise<unknown>>()

/** Work that offers a way back when it is done: whoever wants it back meanwhile does not have to wait and ask again. */
export function undoComes(work: Promise<unknown>): void {
  coming.add(work)
  const over = (): void => void coming.delete(work)
  work.then(over, over)
}

/** Takes the newest way back that is still offered, or is about to be; false when there is none. */
export function undoLast(): boolean {
  const newest = [...coming].at(-1)
  if (newest) {
    const back = (): void => void undoLast()
    newest.then(back, () => {})
    return true
  }
  const last = useToasts.getState().toasts.findLast(({ undo }) => undo !== undefined)
  if (!last) return false
  dismissToast(last.id)
  last.undo?.run()
  return true
}

/** One message for many things: what worked, and for each that did not, why. */
export const sayOutcome = (summary: Summary): void => void push({ summary })

/** Shows an error with code and remedy; giving up is not an error. The same error twice is shown once. */
export function reportError(error: unknown): void {
  if (isAbort(error)) return
  const data = serialiseError(error)
  passSubject(error, data)
  reportTold(data)
}

/** As {@link reportError}, for what arrived as data. */
export function reportTold(data: SerialisedError): void {
  // Where it is hidden by a dialog that came later, it has to come again.
  const shown = useToasts.getState().toasts
  const same = shown.find((toast) => JSON.stringify(toast.error) === JSON.stringify(data))
  if (same) dismissToast(same.id)
  const subject = subjectOf(data)
  push({ error: data, ...(subject === undefined ? {} : { subject }) })
}
