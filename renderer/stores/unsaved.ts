// Texts that were changed and not saved, and the one question before any of them is lost, whichever way leads there.
import { create } from 'zustand'
import type { ReactNode } from 'react'
import type { Ui } from './ui'

export interface UnsavedText {
  /** Of the file, as people see it. */
  readonly name: string
  /** The pane that it is in. */
  readonly pane: string
  /** Whether a window like this still has it. */
  shownIn(ui: Ui): boolean
  /** What would be lost. */
  current(): string
  /** @throws what kept it from being saved */
  save(): Promise<void>
  /** Back to what is saved. */
  discard(): void
  /** Where saving does more than that. */
  readonly words?: { readonly Cost: () => ReactNode; readonly SaveLabel: () => ReactNode }
}

/** A way to leave, and what is lost by it. */
interface Way {
  isLost(text: UnsavedText): boolean
  go(): void
}

export interface Unsaved {
  readonly texts: readonly UnsavedText[]
  /** While somebody is asked. A way may have several steps: they are gone in their order, or none of them is. */
  readonly question: { readonly text: UnsavedText; readonly ways: readonly Way[] } | undefined
}

export const useUnsaved = create<Unsaved>(() => ({ texts: [], question: undefined }))

/** Says that there is such a text; it is forgotten by what is returned. */
export function noteUnsaved(text: UnsavedText): () => void {
  useUnsaved.setState(({ texts }) => ({ texts: [...texts, text] }))
  return () => forgetUnsaved(text)
}

/** It was saved, or is not wanted: whoever waits for the answer goes on. */
export function forgetUnsaved(text: UnsavedText): void {
  useUnsaved.setState(({ texts }) => ({ texts: texts.filter((one) => one !== text) }))
  const { question } = useUnsaved.getState()
  if (question?.text === text) proceed(question.ways)
}

export const stay = (): void => useUnsaved.setState({ question: undefined })

/** Goes at once where nothing would be lost, else when that was answered. */
export function askFirst(isLost: Way['isLost'], go: () => void): void {
  const { question } = useUnsaved.getState()
  proceed([...(question?.ways ?? []), { isLost, go }])
}

/** Before the text in a pane makes way for something else in it. */
export const askForPane = (pane: string, go: () => void): void => askFirst((text) => text.pane === pane, go)

/** Before the window, or all of Portside, goes. */
export const askForAll = (go: () => void): void => askFirst(() => true, go)

/** Before the window changes from one to the other. */
export function askForChange(before: Ui, after: Ui, go: () => void): void {
  const isLost: Way['isLost'] = (text) => text.shownIn(before) && !text.shownIn(after)
  // What loses nothing goes on while another way waits for its answer.
  if (useUnsaved.getState().texts.some(isLost)) askFirst(isLost, go)
  else go()
}

function proceed(ways: readonly Way[]): void {
  const { texts } = useUnsaved.getState()
  const text = texts.find((one) => ways.some((way) => way.isLost(one)))
  useUnsaved.setState({ question: text && { text, ways } })
  if (!text) for (const way of ways) way.go()
}
