// Workspaces: the list, the page that asks for trust, and the page of one of them.
import { BookOpen, FolderKanban, FolderOpen } from 'lucide-react'
import { useState, type FormEvent, type ReactNode } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { isAbort, serialiseError, type SerialisedError } from '../../preload/errors'
import type { Workspace } from '../../preload/model'
import { legible } from '../../preload/text'
import { Button } from '../components/button'
import { Empty } from '../components/empty'
import { ErrorCard } from '../components/error-card'
import { Status, type StatusShape } from '../components/status'
import { TextField } from '../components/text-field'
import { EngineOff } from '../shell/engine-off'
import { readFile } from '../stores/files'
import { useEngineReady, workspaces } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { WhyAbout } from '../why/why-word'
import { ReviewPage } from './review-page'
import { act, showReview, showWorkspace, useWorkspacesView } from './view-state'
import { WorkspacePage } from './workspace-page'

export function WorkspacesScreen(): ReactNode {
  const { review, id } = useWorkspacesView()
  const workspace = workspaces.use((state) => (id === undefined ? undefined : state.items.get(id)))
  if (review) return <ReviewPage key={review.reviewId} review={review} />
  if (workspace) return <WorkspacePage workspace={workspace} />
  return <WorkspaceList />
}

const shapes: Readonly<Record<Workspace['state'], StatusShape>> = {
  new: 'stop',
  starting: 'start',
  up: 'run',
  partly: 'warn',
  stopped: 'stop',
  failed: 'fail',
}

function WorkspaceList(): ReactNode {
  const t = useT()
  const ready = useEngineReady()
  const all = workspaces.use(
    useShallow((state) => [...state.items.values()].sort((a, b) => (a.title < b.title ? -1 : 1))),
  )
  return (
    <>
      <div className="page-head">
        <h1>{t('workspaces.title')}</h1>
      </div>
      {!ready && <EngineOff />}
      <div className="workspace-body">
        <OpenForm />
        {all.length === 0 && (
          <Empty icon={FolderKanban} title={t('workspaces.empty')} text={t('workspaces.about')} />
        )}
        {all.length > 0 && (
          <ul className="card workspace-list">
            {all.map(({ id, title, state, author, services }) => (
              <li key={id}>
                <button type="button" onClick={() => showWorkspace(id)}>
                  <span className="tile">
                    <FolderKanban className="icon" />
                  </span>
                  <span className="grow">
                    <b>{legible(title)}</b>
                    <small>
                      {author === undefined ? t('workspaces.byNobody') : t('workspaces.by', { name: author })}{' '}
                      · {t('workspaces.facts', { count: services.length })}
                    </small>
                  </span>
                  <Status shape={shapes[state]} />
                  {t(`workspaces.state.${state}`)}
                </button>
              </li>
            ))}
          </ul>
        )}
      </div>
      <p className="page-note">
        <BookOpen className="icon" />
        <span>{t('workspaces.openWhy')}</span>
      </p>
    </>
  )
}

function OpenForm(): ReactNode {
  const t = useT()
  const [path, setPath] = useState('')
  const [busy, setBusy] = useState(false)
  // Beside what was typed, and gone with it: the next file has nothing to do with it.
  const [error, setError] = useState<SerialisedError>()
  const refuse = (failure: unknown): void => {
    if (!isAbort(failure)) setError(serialiseError(failure))
  }
  const look = (event: FormEvent): void => {
    event.preventDefault()
    setBusy(true)
    setError(undefined)
    void contract()
      .workspaces.review({ path: path.trim() })
      .then(showReview, refuse)
      .finally(() => setBusy(false))
  }
  const choose = (): void =>
    act(() =>
      readFile(async (source) => {
        setError(undefined)
        void contract().workspaces.reviewChosen({ source }).then(showReview, refuse)
      }),
    )
  return (
    <>
      <form className="card workspace-open" onSubmit={look}>
        <div className="grow has-why">
          <TextField
            label={t('workspaces.path')}
            value={path}
            onChange={(next) => {
              setPath(next)
              setError(undefined)
            }}
            placeholder="/…/compose.yaml"
          />
          <WhyAbout word="compose" wide />
        </div>
        <Button onClick={choose}>
          <FolderOpen className="icon" />
          {t('workspaces.choose')}
        </Button>
        <Button kind="primary" type="submit" busy={busy} disabled={busy || path.trim() === ''}>
          {t('workspaces.look')}
        </Button>
      </form>
      {error && <ErrorCard error={error} />}
    </>
  )
}
