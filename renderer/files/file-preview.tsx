// A file of a container, looked at: what it is and where it lives, its first lines or its picture, and what can be done.
import { ArrowLeft, Download, FolderOpen, SquarePen, X } from 'lucide-react'
import { useCallback, useMemo, useState, type ReactNode } from 'react'
import { legible } from '../../preload/text'
import { Button, IconButton } from '../components/button'
import { Empty } from '../components/empty'
import { Answered } from '../details/answered'
import { useAnswer, type Question } from '../details/use-answer'
import { formatAgo, formatBytes, formatExact } from '../i18n/format'
import { useNow } from '../stores/clock'
import { useLanguage, useT } from '../stores/preferences'
import type { Ui } from '../stores/ui'
import { askForPane } from '../stores/unsaved'
import { CodeLines } from './code-lines'
import type { FileHome } from './file-home'
import { FileText } from './file-text'
import { readGlimpse, shownOf, type Glimpse, type Shown } from './glimpse'
import { nameOf, textOf } from './paths'
import { reveal } from './reveal'

export interface FilePreviewProps {
  readonly containerId: string
  readonly path: string
  /** The path as people see it. */
  readonly shown: string
  readonly home: FileHome | undefined
  /** What the list says of it, for files whose bytes do not tell. */
  readonly modifiedAt: number | undefined
  /** Changes when it may have become another. What is being edited is left as it is. */
  readonly turn: unknown
  readonly pane: string
  readonly shownIn: (ui: Ui) => boolean
  readonly onSaved: () => void
  readonly onClose: () => void
  readonly onDownload: () => void
}

export function FilePreview(props: FilePreviewProps): ReactNode {
  const { containerId, path, shown, turn, onClose } = props
  const t = useT()
  const [editing, setEditing] = useState<{ readonly turn: unknown; readonly glimpse: Glimpse }>()
  const ask = useCallback<Question<Glimpse>>(
    ({ containerFiles }, signal) => readGlimpse(containerFiles, { containerId, path }, signal),
    [containerId, path],
  )
  const asked = useAnswer(ask, editing ? editing.turn : turn)
  // A file that cannot be had, or edited, any more is no reason to take away what is written into it.
  const now = asked.value && isEditable(asked.value) ? asked.value : editing?.glimpse
  const answer = editing ? { ...asked, error: undefined, value: now } : asked
  return (
    <section className="file-preview" aria-label={t('files.preview', { path: shown })}>
      <header>
        <IconButton className="file-back" label={t('files.back')} onClick={onClose}>
          <ArrowLeft className="icon icon-14" />
        </IconButton>
        <div className="grow file-facts">
          <b className="mono truncate" title={legible(shown)}>
            {legible(nameOf(shown))}
          </b>
          <Facts {...props} glimpse={answer.value} />
        </div>
        <IconButton className="file-close" label={t('files.close')} onClick={onClose}>
          <X className="icon icon-14" />
        </IconButton>
      </header>
      <Answered answer={answer}>
        {(glimpse) => (
          <Content
            {...props}
            glimpse={glimpse}
            editing={editing !== undefined}
            onEdit={(on) => setEditing(on ? { turn, glimpse } : undefined)}
            onSaved={() => {
              answer.refresh()
              props.onSaved()
            }}
          />
        )}
      </Answered>
    </section>
  )
}

const isEditable = ({ data, modifiedAt }: Glimpse): boolean =>
  modifiedAt !== undefined && textOf(data) !== undefined

interface FactsProps extends FilePreviewProps {
  readonly glimpse: Glimpse | undefined
}

function Facts({ shown, home, modifiedAt, glimpse }: FactsProps): ReactNode {
  const t = useT()
  const language = useLanguage()
  const now = useNow('minute')
  const at = glimpse?.modifiedAt ?? modifiedAt
  const facts = [
    legible(shown),
    glimpse?.sizeBytes === undefined ? '' : formatBytes(glimpse.sizeBytes),
    at === undefined ? '' : formatAgo(t, at, now),
    home === undefined ? '' : t(`files.home.${home}`),
  ].filter((fact) => fact !== '')
  return (
    <span className="text-2 size-12" title={at === undefined ? undefined : formatExact(language, at)}>
      {facts.join(' · ')}
    </span>
  )
}

interface ContentProps extends FilePreviewProps {
  readonly glimpse: Glimpse
  readonly editing: boolean
  readonly onEdit: (editing: boolean) => void
}

function Content({ glimpse, editing, onEdit, ...props }: ContentProps): ReactNode {
  const t = useT()
  const { containerId, path, shown, home, pane, onDownload } = props
  const content = useMemo(() => shownOf(glimpse), [glimpse])
  const { modifiedAt } = glimpse
  // Only what was read whole can be put back whole.
  const text = useMemo(
    () => (modifiedAt === undefined ? undefined : textOf(glimpse.data)),
    [glimpse, modifiedAt],
  )
  if (editing && text !== undefined && modifiedAt !== undefined)
    return (
      <FileText
        {...props}
        text={text}
        modifiedAt={modifiedAt}
        onStop={() => askForPane(pane, () => onEdit(false))}
      />
    )
  const part = content.kind === 'text' ? partOf(content, glimpse) : undefined
  return (
    <>
      <Body content={content} shown={shown} />
      <footer className="file-foot">
        {part && (
          <span className="file-foot-note text-2">
            {t('files.firstPart', { size: formatBytes(part.shown), all: formatBytes(part.all) })}{' '}
            {t(text === undefined ? 'files.restByDownload' : 'files.restByEdit')}
          </span>
        )}
        {text !== undefined && (
          <Button size="sm" onClick={() => onEdit(true)}>
            <SquarePen className="icon icon-14" />
            {t('files.edit')}
          </Button>
        )}
        <Button size="sm" onClick={onDownload} aria-label={t('files.download', { name: nameOf(shown) })}>
          <Download className="icon icon-14" />
          {t('files.downloadIt')}
        </Button>
        {home === 'computer' && (
          <Button size="sm" kind="ghost" onClick={() => reveal(containerId, path)}>
            <FolderOpen className="icon icon-14" />
            {t('files.openFolder')}
          </Button>
        )}
      </footer>
    </>
  )
}

interface Part {
  readonly shown: number
  readonly all: number
}

function partOf(content: Extract<Shown, { kind: 'text' }>, { data, sizeBytes }: Glimpse): Part | undefined {
  const all = sizeBytes ?? data.length
  return content.shownBytes < all ? { shown: content.shownBytes, all } : undefined
}

function Body({ content, shown }: { readonly content: Shown; readonly shown: string }): ReactNode {
  const t = useT()
  switch (content.kind) {
    case 'text':
      return <CodeLines path={shown} text={content.text} label={t('files.lines', { path: shown })} />
    case 'picture': {
      const { width, height } = content.picture
      return (
        <div className="file-picture">
          <img src={content.url} alt={t('files.picture', { name: nameOf(shown), width, height })} />
          <span className="text-2 size-12">{t('files.dots', { width, height })}</span>
        </div>
      )
    }
    case 'large-picture': {
      const { width, height } = content.picture
      return <Empty title={t('files.largePicture', { width, height })} text={t('files.binaryWhy')} />
    }
    case 'empty':
      return <Empty title={t('files.emptyFile')} text="" />
    case 'binary':
      return <Empty title={t('files.binary')} text={t('files.binaryWhy')} />
  }
}
