// What was typed into files and not saved: kept while the window is open, whatever else is looked at meanwhile.
import { useCallback } from 'react'
import { create } from 'zustand'

const useDrafts = create<ReadonlyMap<string, string>>(() => new Map())

/** The text as it was left, or as the file has it; setting that again forgets the draft. */
export function useDraft(path: string, saved: string): readonly [string, (text: string) => void] {
  const text = useDrafts((drafts) => drafts.get(path)) ?? saved
  const set = useCallback(
    (now: string) =>
      useDrafts.setState((drafts) => {
        const next = new Map(drafts)
        if (now === saved) next.delete(path)
        else next.set(path, now)
        return next
      }, true),
    [path, saved],
  )
  return [text, set]
}

export const forgetDraft = (path: string): void =>
  useDrafts.setState((drafts) => new Map([...drafts].filter(([one]) => one !== path)), true)
