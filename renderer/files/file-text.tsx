// A small text file of a container, edited in place; saving does not undo what something else changed.
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { serialiseError, type SerialisedError } from '../../preload/errors'
import { Button } from '../components/button'
import { ErrorCard } from '../components/error-card'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { say } from '../stores/toasts'
import type { Ui } from '../stores/ui'
import { noteUnsaved } from '../stores/unsaved'
import { shownText, withLineEnds } from './line-ends'
import { nameOf } from './paths'

export interface FileTextProps {
  readonly containerId: string
  readonly path: string
  /** The path as people see it. */
  readonly shown: string
  /** What is in the file. */
  readonly text: string
  /** Epoch ms. */
  readonly modifiedAt: number
  readonly pane: string
  /** Whether a window like this still has the pane. */
  readonly shownIn: (ui: Ui) => boolean
  readonly onSaved: () => void
  readonly onStop: () => void
}

export function FileText(props: FileTextProps): ReactNode {
  const { shown, onStop } = props
  const t = useT()
  const { edited, setEdited, saved, save } = useEditedText(props)
  const [error, setError] = useState<SerialisedError>()
  const [saving, setSaving] = useState(false)
  const dirty = edited !== saved
  const press = async (): Promise<void> => {
    setSaving(true)
    setError(undefined)
    try {
      await save()
    } catch (failure) {
      setError(serialiseError(failure))
    } finally {
      setSaving(false)
    }
  }
  return (
    <>
      {error && (
        <div className="pane-pad">
          <ErrorCard error={error} />
        </div>
      )}
      <textarea
        className="file-text mono"
        aria-label={t('files.text', { path: shown })}
        value={edited}
        spellCheck={false}
        autoFocus
        onChange={(event) => setEdited(event.target.value)}
      />
      <footer className="file-foot">
        <span className="file-foot-note text-2" role="status">
          {dirty ? t('files.edited') : t('files.unchanged')}
        </span>
        <Button
          size="sm"
          kind="primary"
          busy={saving}
          disabled={!dirty || saving}
          onClick={() => void press()}
        >
          {t('files.save')}
        </Button>
        <Button size="sm" disabled={!dirty} onClick={() => setEdited(saved)}>
          {t('files.revert')}
        </Button>
        <Button size="sm" kind="ghost" onClick={onStop}>
          {t('files.stop')}
        </Button>
      </footer>
    </>
  )
}

interface EditedText {
  readonly edited: string
  readonly setEdited: (text: string) => void
  /** What the file has. */
  readonly saved: string
  save(): Promise<void>
}

/** A file that became another one meanwhile is taken over only while nothing is changed here: saving refuses then. */
function useEditedText(props: FileTextProps): EditedText {
  const { text, modifiedAt, shown, pane } = props
  const [base, setBase] = useState({ text, modifiedAt })
  const [edited, setEdited] = useState(() => shownText(text))
  const saved = shownText(base.text)
  const dirty = edited !== saved
  if (modifiedAt !== base.modifiedAt && (!dirty || text === base.text)) {
    setBase({ text, modifiedAt })
    if (!dirty) setEdited(shownText(text))
  }
  const save = async (): Promise<void> => {
    const { containerId, path, onSaved } = props
    const whole = withLineEnds(edited, base.text)
    const data = new TextEncoder().encode(whole)
    await contract().containerFiles.write({ containerId, path, data, modifiedAt: base.modifiedAt })
    setBase({ ...base, text: whole })
    say('files.saved', { path: shown })
    onSaved()
  }
  const latest = useRef({ edited, saved, save, shownIn: props.shownIn })
  useEffect(() => {
    latest.current = { edited, saved, save, shownIn: props.shownIn }
  })
  useEffect(() => {
    if (!dirty) return
    return noteUnsaved({
      name: nameOf(shown),
      pane,
      shownIn: (ui) => latest.current.shownIn(ui),
      current: () => latest.current.edited,
      save: () => latest.current.save(),
      discard: () => setEdited(latest.current.saved),
    })
  }, [dirty, shown, pane])
  return { edited, setEdited, saved, save }
}
