// The files of a project in an editor: what Compose thinks of the text, what would change, and saving it.
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { serialiseError, type SerialisedError } from '../../preload/errors'
import type { ComposeFileText, ComposeProblem, ComposeProject } from '../../preload/model'
import { Button } from '../components/button'
import { ErrorCard } from '../components/error-card'
import { useLanguage, useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { say } from '../stores/toasts'
import type { ComposeEditor } from './compose-editor'
import { forgetDraft, useDraft, useSettledDrafts } from './drafts'
import { problemIn, problemText } from './project-words'

export interface FilesTabProps {
  readonly project: ComposeProject
  readonly onSaved: () => void
}

export function FilesTab({ project, onSaved }: FilesTabProps): ReactNode {
  const t = useT()
  const all = project.files?.files ?? []
  const [path, setPath] = useState(all[0])
  const settled = useSettledDrafts()
  // What was read before a draft was settled is not what the file has now.
  const [read, setRead] = useState<{ readonly file: ComposeFileText; readonly settled: number }>()
  const [error, setError] = useState<SerialisedError>()
  const file = read?.settled === settled ? read.file : undefined
  const setFile = (now: ComposeFileText): void => setRead({ file: now, settled })
  useEffect(() => {
    if (path === undefined) return
    const abort = new AbortController()
    contract()
      .compose.readFile({ projectId: project.id, path, signal: abort.signal })
      .then(
        (now) => setRead({ file: now, settled }),
        (failure: unknown) => {
          if (!abort.signal.aborted) setError(serialiseError(failure))
        },
      )
    return () => abort.abort()
  }, [project.id, path, settled])
  return (
    <>
      {all.length > 1 && (
        <label className="row g8">
          {t('projects.file')}
          <select
            aria-label={t('projects.file')}
            className="input"
            value={path}
            onChange={(event) => setPath(event.target.value)}
          >
            {all.map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </select>
        </label>
      )}
      {error && <ErrorCard error={error} />}
      {file && file.path === path && (
        <FileEditor key={`${file.path} ${settled}`} {...{ file, setFile, onSaved }} projectId={project.id} />
      )}
    </>
  )
}

interface FileEditorProps {
  readonly projectId: string
  readonly file: ComposeFileText
  readonly setFile: (file: ComposeFileText) => void
  readonly onSaved: () => void
}

function FileEditor({ projectId, file, setFile, onSaved }: FileEditorProps): ReactNode {
  const t = useT()
  const language = useLanguage()
  const [text, setText] = useDraft(projectId, file)
  const [review, setReview] = useState(false)
  // The editor keeps its own text: another one needs another editor.
  const [turn, setTurn] = useState(0)
  const [error, setError] = useState<SerialisedError>()
  const verdict = useVerdict(projectId, file.path, text)
  const problem = verdict?.problem
  // What was said of an earlier text is not said of this one.
  const isJudged = verdict?.text === text
  const changed = text !== file.text
  const discard = (): void => {
    setText(file.text)
    setReview(false)
    setTurn(turn + 1)
  }
  const save = async (): Promise<void> => {
    setError(undefined)
    try {
      const { path, revision } = file
      const saved = await contract().compose.writeFile({ projectId, path, text, revision })
      forgetDraft(path)
      setFile(saved)
      setReview(false)
      say('projects.saved', { copy: saved.backup })
      onSaved()
    } catch (failure) {
      setError(serialiseError(failure))
    }
  }
  return (
    <div className="file-editor">
      <Editor
        key={`${review ? 'review' : 'edit'} ${turn}`}
        label={review ? t('projects.review') : file.path}
        text={text}
        before={review ? file.text : undefined}
        problem={problemIn(file.path, problem)}
        onChange={setText}
      />
      <p className="file-problem" role="status">
        {!isJudged && changed && t('projects.reading')}
        {isJudged && problem && problemText(problem, language)}
        {isJudged && !problem && changed && t('projects.fine')}
      </p>
      {error && <ErrorCard error={error} />}
      <footer className="row g8">
        <span className="text-2 size-12">{t('projects.editorKeys')}</span>
        <span className="grow" />
        {changed && (
          <Button kind="ghost" onClick={discard}>
            {t('projects.discard')}
          </Button>
        )}
        <Button disabled={!changed} onClick={() => setReview(!review)}>
          {review ? t('projects.edit') : t('projects.showChanges')}
        </Button>
        <Button
          kind="primary"
          disabled={!review || !changed || !isJudged || problem !== undefined}
          onClick={() => void save()}
        >
          {t('projects.save')}
        </Button>
      </footer>
    </div>
  )
}

const askAfterMs = 400

interface Verdict {
  /** What it is about. */
  readonly text: string
  readonly problem: ComposeProblem | undefined
}

/** What Compose thinks of the text, asked when the typing pauses; the one before it until then. */
function useVerdict(projectId: string, path: string, text: string): Verdict | undefined {
  const [verdict, setVerdict] = useState<Verdict>()
  useEffect(() => {
    const abort = new AbortController()
    const { signal } = abort
    const timer = setTimeout(() => {
      contract()
        .compose.tryText({ projectId, path, text, signal })
        .then(
          (answer) => {
            if (!signal.aborted) setVerdict({ text, problem: answer.problem })
          },
          // Where it cannot be asked, saving asks once more and says why.
          () => {
            if (!signal.aborted) setVerdict({ text, problem: undefined })
          },
        )
    }, askAfterMs)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [projectId, path, text])
  return verdict
}

interface EditorProps {
  readonly label: string
  readonly text: string
  /** Shows what changed since, and lets nothing be typed. */
  readonly before: string | undefined
  readonly problem: ComposeProblem | undefined
  readonly onChange: (text: string) => void
}

function Editor({ label, text, before, problem, onChange }: EditorProps): ReactNode {
  const place = useRef<HTMLDivElement>(null)
  const editor = useRef<ComposeEditor>(undefined)
  const language = useLanguage()
  const latest = useRef({ text, problem, language, onChange })
  useEffect(() => {
    latest.current = { text, problem, language, onChange }
  })
  useEffect(() => {
    let gone = false
    // The editor is larger than the rest of the page; it is fetched when a file is opened.
    void import('./compose-editor').then(({ createComposeEditor }) => {
      if (gone || !place.current) return
      const options = { label, before, onChange: (now: string) => latest.current.onChange(now) }
      editor.current = createComposeEditor(place.current, latest.current.text, options)
      editor.current.show(latest.current.problem, latest.current.language)
    })
    return () => {
      gone = true
      editor.current?.destroy()
      editor.current = undefined
    }
  }, [label, before])
  useEffect(() => editor.current?.show(problem, language), [problem, language])
  return <div ref={place} className="editor-place" />
}
