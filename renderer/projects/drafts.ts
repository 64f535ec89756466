// What was typed into files and not saved: kept while the window is open, whatever else is looked at meanwhile.
import { useCallback } from 'react'
import { create } from 'zustand'
import type { ComposeFileText } from '../../preload/model'
import { contract } from '../stores/session'
import { noteUnsaved } from '../stores/unsaved'

interface Draft {
  readonly text: string
  /** Nobody has to be asked about it any more. */
  forget(): void
}

interface Drafts {
  readonly all: ReadonlyMap<string, Draft>
  /** Counts those that were saved or discarded by whoever was asked about them: the file is not what it was then. */
  readonly settled: number
}

const useDrafts = create<Drafts>(() => ({ all: new Map(), settled: 0 }))

export const useSettledDrafts = (): number => useDrafts(({ settled }) => settled)

/** The text as it was left, or as the file has it; setting that again forgets the draft. */
export function useDraft(
  projectId: string,
  file: ComposeFileText,
): readonly [string, (text: string) => void] {
  const text = useDrafts(({ all }) => all.get(file.path)?.text) ?? file.text
  const set = useCallback(
    (now: string) => {
      if (now === file.text) return forgetDraft(file.path)
      const { all } = useDrafts.getState()
      const forget = all.get(file.path)?.forget ?? askAboutIt(projectId, file)
      useDrafts.setState({ all: new Map(all).set(file.path, { text: now, forget }) })
    },
    [projectId, file],
  )
  return [text, set]
}

export function forgetDraft(path: string): void {
  const { all } = useDrafts.getState()
  const draft = all.get(path)
  if (!draft) return
  useDrafts.setState({ all: new Map([...all].filter(([one]) => one !== path)) })
  draft.forget()
}

/** Before all of Portside goes: looking elsewhere loses nothing. */
function askAboutIt(projectId: string, { path, revision }: ComposeFileText): () => void {
  const current = (): string => useDrafts.getState().all.get(path)?.text ?? ''
  const settle = (): void => {
    forgetDraft(path)
    useDrafts.setState(({ settled }) => ({ settled: settled + 1 }))
  }
  return noteUnsaved({
    name: path.split(/[/\\]/).at(-1) ?? path,
    pane: `draft ${path}`,
    shownIn: () => true,
    current,
    save: async () => {
      await contract().compose.writeFile({ projectId, path, text: current(), revision })
      settle()
    },
    discard: settle,
  })
}
