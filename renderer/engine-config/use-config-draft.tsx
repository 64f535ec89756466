// The text of daemon.json as it is being changed: it stays until it is applied or discarded, and is asked about before
// it would be lost.
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { useT } from '../stores/preferences'
import type { Ui } from '../stores/ui'
import { noteUnsaved } from '../stores/unsaved'
import { useEffectWords } from './use-effect-words'

export interface ConfigDraft {
  readonly draft: string
  readonly changed: boolean
  setDraft(text: string): void
  revert(): void
  /** This text is in force. */
  takeOver(text: string): void
}

/** `text` is what is in force; another one of it is taken over only while nothing is changed here. */
export function useConfigDraft(text: string): ConfigDraft {
  const [told, setTold] = useState(text)
  const [base, setBase] = useState(text)
  const [draft, setDraft] = useState(text)
  if (text !== told) {
    setTold(text)
    setBase(text)
    if (draft === base) setDraft(text)
  }
  return { draft, changed: draft !== base, setDraft, revert: () => setDraft(base), takeOver: setBase }
}

const shownIn = ({ section, settings, welcome }: Ui): boolean =>
  section === 'settings' && settings === 'engine' && typeof welcome !== 'object'

export function useAskBeforeLost({ draft, changed, revert }: ConfigDraft, apply: () => Promise<void>): void {
  const latest = useRef({ draft, revert, apply })
  useEffect(() => {
    latest.current = { draft, revert, apply }
  })
  useEffect(() => {
    if (!changed) return
    return noteUnsaved({
      name: 'daemon.json',
      pane: 'daemon.json',
      shownIn,
      current: () => latest.current.draft,
      save: () => latest.current.apply(),
      discard: () => latest.current.revert(),
      words: { Cost: ApplyCost, SaveLabel: ApplyLabel },
    })
  }, [changed])
}

/** Saving it is no small thing: the engine may restart for it. */
function ApplyCost(): ReactNode {
  const { effect } = useEffectWords()
  return <p className="text-2">{effect}</p>
}

function ApplyLabel(): ReactNode {
  const t = useT()
  return t(useEffectWords().runs ? 'daemon.apply' : 'daemon.applyLater')
}
