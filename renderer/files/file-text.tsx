// A small text file of a container, edited in place; saving does not undo what something else changed.
import { useEffect, useState, type ReactNode } from 'react'
import { serialiseError, type SerialisedError } from '../../preload/errors'
import { Button } from '../components/button'
import { ErrorCard } from '../components/error-card'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { say } from '../stores/toasts'

export interface FileTextProps {
  readonly containerId: string
  readonly path: string
  /** The path as people see it. */
  readonly shown: string
  /** What is in the file. */
  readonly text: string
  /** Epoch ms. */
  readonly modifiedAt: number
  /** Whether there is something that is not saved. */
  readonly onDirty: (dirty: boolean) => void
  readonly onSaved: () => void
  readonly onStop: () => void
}

export function FileText(props: FileTextProps): ReactNode {
  const { containerId, path, shown, text, modifiedAt, onDirty, onSaved, onStop } = props
  const t = useT()
  const [edited, setEdited] = useState(text)
  const [error, setError] = useState<SerialisedError>()
  const [saving, setSaving] = useState(false)
  const dirty = edited !== text
  useEffect(() => {
    onDirty(dirty)
    return () => onDirty(false)
  }, [dirty, onDirty])
  const save = async (): Promise<void> => {
    setSaving(true)
    setError(undefined)
    try {
      const data = new TextEncoder().encode(edited)
      await contract().containerFiles.write({ containerId, path, data, modifiedAt })
      say('files.saved', { path: shown })
      onSaved()
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
          onClick={() => void save()}
        >
          {t('files.save')}
        </Button>
        <Button size="sm" disabled={!dirty} onClick={() => setEdited(text)}>
          {t('files.revert')}
        </Button>
        <Button size="sm" kind="ghost" onClick={onStop}>
          {t('files.stop')}
        </Button>
      </footer>
    </>
  )
}
