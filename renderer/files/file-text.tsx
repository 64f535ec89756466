// A small text file of a container, read and edited in place; saving does not undo what something else changed.
import { ArrowLeft, Download } from 'lucide-react'
import { useCallback, useState, type ReactNode } from 'react'
import { serialiseError, type SerialisedError } from '../../preload/errors'
import type { FileContent } from '../../preload/model'
import { Button, IconButton } from '../components/button'
import { Empty } from '../components/empty'
import { ErrorCard } from '../components/error-card'
import { Answered } from '../details/answered'
import { useAnswer, type Question } from '../details/use-answer'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { say } from '../stores/toasts'
import { textOf } from './paths'

export interface FileTextProps {
  readonly containerId: string
  readonly path: string
  /** The path as people see it. */
  readonly shown: string
  readonly onClose: () => void
  readonly onDownload: () => void
}

export function FileText({ containerId, path, shown, onClose, onDownload }: FileTextProps): ReactNode {
  const t = useT()
  const ask = useCallback<Question<FileContent>>(
    ({ containerFiles }, signal) => containerFiles.read({ containerId, path, signal }),
    [containerId, path],
  )
  const answer = useAnswer(ask, undefined)
  return (
    <>
      <div className="pane-tools">
        <IconButton label={t('files.back')} onClick={onClose}>
          <ArrowLeft className="icon icon-14" />
        </IconButton>
        <b className="mono truncate grow" title={shown}>
          {shown}
        </b>
        <IconButton label={t('files.download', { name: shown })} onClick={onDownload}>
          <Download className="icon icon-14" />
        </IconButton>
      </div>
      <Answered answer={answer}>
        {(content) => (
          <Content
            key={content.modifiedAt}
            {...{ containerId, path, shown, content }}
            again={answer.refresh}
          />
        )}
      </Answered>
    </>
  )
}

interface ContentProps {
  readonly containerId: string
  readonly path: string
  readonly shown: string
  readonly content: FileContent
  readonly again: () => void
}

function Content({ containerId, path, shown, content, again }: ContentProps): ReactNode {
  const t = useT()
  const text = textOf(content.data)
  const [edited, setEdited] = useState(text ?? '')
  const [error, setError] = useState<SerialisedError>()
  const [saving, setSaving] = useState(false)
  if (text === undefined) return <Empty title={t('files.binary')} text={t('files.binaryWhy')} />
  const save = async (): Promise<void> => {
    setSaving(true)
    setError(undefined)
    try {
      const data = new TextEncoder().encode(edited)
      await contract().containerFiles.write({ containerId, path, data, modifiedAt: content.modifiedAt })
      say('files.saved', { path: shown })
      again()
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
        onChange={(event) => setEdited(event.target.value)}
      />
      <footer className="log-foot">
        <span className="grow truncate text-2" role="status">
          {edited === text ? t('files.unchanged') : t('files.edited')}
        </span>
        <Button size="sm" disabled={edited === text} onClick={() => setEdited(text)}>
          {t('files.revert')}
        </Button>
        <Button
          size="sm"
          kind="primary"
          busy={saving}
          disabled={edited === text || saving}
          onClick={() => void save()}
        >
          {t('files.save')}
        </Button>
      </footer>
    </>
  )
}
