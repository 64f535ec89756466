// One workspace: what will start, whether it fits, what differs here, one Start, and how that goes.
import { ChevronLeft, Ellipsis, FileText, FolderKanban, GitBranch } from 'lucide-react'
import { useEffect, useState, type ReactNode } from 'react'
import type { Workspace, WorkspaceReadiness } from '../../preload/model'
import { isAbort } from '../../preload/errors'
import { legible } from '../../preload/text'
import { Button, IconButton } from '../components/button'
import { isRunning } from '../containers/arrange'
import { ErrorCard } from '../components/error-card'
import { StopIcon } from '../components/icons'
import { Menu, MenuItem } from '../components/menu'
import { formatAgo } from '../i18n/format'
import { useNow } from '../stores/clock'
import { containers, useEngineReady } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { reportError } from '../stores/toasts'
import { openDialog } from '../stores/ui'
import { ChangeList } from './change-list'
import { ExportCard } from './export-card'
import { HeroCard } from './hero-card'
import { NotesCard } from './notes-card'
import { ProgressCard } from './progress-card'
import { SeedsCard } from './seeds-card'
import { ServicesCard } from './services-card'
import { SideCards } from './side-cards'
import { act, showList, showReview } from './view-state'

/** Looked at again whenever the workspace changed, but not while it starts. */
function useReadiness({ id, state, secrets, changes }: Workspace): WorkspaceReadiness | undefined {
  const [readiness, setReadiness] = useState<WorkspaceReadiness>()
  const ready = useEngineReady()
  const known = secrets.filter((one) => one.known).length
  useEffect(() => {
    const abort = new AbortController()
    if (ready && state !== 'starting')
      contract()
        .workspaces.check({ id, signal: abort.signal })
        .then(
          setReadiness,
          (error: unknown) => !isAbort(error) && !abort.signal.aborted && reportError(error),
        )
    return () => abort.abort()
  }, [id, ready, state, known, changes.length])
  return readiness
}

export function WorkspacePage({ workspace }: { readonly workspace: Workspace }): ReactNode {
  const t = useT()
  const readiness = useReadiness(workspace)
  const [leftOut, setLeftOut] = useState<ReadonlySet<string>>(
    () => new Set(workspace.seeds.filter((one) => one.leftOut).map(({ id }) => id)),
  )
  const now = useNow('minute')
  const { title, author, file, run, problem, changedAt, source } = workspace
  return (
    <>
      <div className="page-head workspace-head">
        <IconButton label={t('workspaces.back')} onClick={showList}>
          <ChevronLeft className="icon" />
        </IconButton>
        <span className="tile lg">
          <FolderKanban className="icon" />
        </span>
        <div className="truncate">
          <div className="row g8">
            <h1 className="truncate">{legible(title)}</h1>
            <span className="chip acc sm">
              {t(source.kind === 'catalogue' ? 'workspaces.catalogue' : 'workspaces.team')}
            </span>
          </div>
          <p className="text-2 truncate row g6">
            {readiness?.git && <GitBranch className="icon icon-12" />}
            <span className="truncate">
              {legible([author ?? file, ...(readiness?.git ? [readiness.git.branch] : [])].join(', '))} ·{' '}
              {t('workspaces.acceptedAgo', { ago: formatAgo(t, changedAt, now) })}
            </span>
          </p>
        </div>
        <span className="grow" />
        <Actions workspace={workspace} />
      </div>
      <div className="workspace-body">
        {problem && <ErrorCard error={problem} announce={false} />}
        {run?.error && <ErrorCard error={run.error} />}
        <HeroCard workspace={workspace} readiness={readiness} leftOut={leftOut} />
        {workspace.changes.length > 0 && (
          <section className="card workspace-card">
            <h2>{t('workspaces.changesTitle')}</h2>
            <ChangeList changes={workspace.changes} />
          </section>
        )}
        <ExportCard project={workspace.project} />
        <ProgressCard workspace={workspace} />
        <div className="workspace-columns">
          <div>
            <ServicesCard workspace={workspace} readiness={readiness} />
            <SeedsCard workspace={workspace} leftOut={leftOut} onChange={setLeftOut} />
            <NotesCard workspace={workspace} />
          </div>
          <SideCards workspace={workspace} readiness={readiness} />
        </div>
      </div>
    </>
  )
}

function Actions({ workspace }: { readonly workspace: Workspace }): ReactNode {
  const t = useT()
  const { id, title, project, state, doing } = workspace
  // A start that failed may have left services running.
  const isLeft = containers.use(
    (all) =>
      state === 'failed' && [...all.items.values()].some((one) => one.project === project && isRunning(one)),
  )
  const runs = isLeft || state === 'up' || state === 'partly'
  const ask = (what: 'reset' | 'leave' | 'remove' | 'file'): void =>
    openDialog({ kind: 'workspace', id, title, what })
  return (
    <>
      {runs ? (
        <Button disabled={doing !== undefined} onClick={() => act(() => contract().workspaces.stop({ id }))}>
          <StopIcon className="icon icon-14" />
          {t('workspaces.stop', { name: title })}
        </Button>
      ) : (
        <Button onClick={() => ask('file')}>
          <FileText className="icon icon-14" />
          {t('workspaces.viewFile')}
        </Button>
      )}
      <Menu
        label={t('common.more', { name: title })}
        trigger={
          <IconButton label={t('common.more', { name: title })}>
            <Ellipsis className="icon" />
          </IconButton>
        }
      >
        <MenuItem onSelect={() => act(async () => showReview(await contract().workspaces.update({ id })))}>
          {t('workspaces.update')}
        </MenuItem>
        <MenuItem onSelect={() => openDialog({ kind: 'workspace', id, title, what: 'compare' })}>
          {t('workspaces.compare')}
        </MenuItem>
        <MenuItem onSelect={() => ask('file')}>{t('workspaces.viewFile')}</MenuItem>
        {state !== 'new' && (
          <MenuItem onSelect={() => openDialog({ kind: 'workspace-export', project: workspace.project })}>
            {t('export.open')}
          </MenuItem>
        )}
        <MenuItem onSelect={() => ask('reset')}>{t('workspaces.reset')}</MenuItem>
        <MenuItem onSelect={() => ask('leave')}>{t('workspaces.leave')}</MenuItem>
        <MenuItem danger onSelect={() => ask('remove')}>
          {t('workspaces.remove')}
        </MenuItem>
      </Menu>
    </>
  )
}
