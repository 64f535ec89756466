// One workspace: what will start, whether it fits, what differs here, one Start, and how that goes.
import { ChevronLeft, Ellipsis, FolderKanban } from 'lucide-react'
import { useEffect, useState, type ReactNode } from 'react'
import type { Workspace, WorkspaceReadiness } from '../../preload/model'
import { isAbort } from '../../preload/errors'
import { Button, IconButton } from '../components/button'
import { ErrorCard } from '../components/error-card'
import { PlayIcon, StopIcon } from '../components/icons'
import { Menu, MenuItem } from '../components/menu'
import { formatBytes, formatDuration } from '../i18n/format'
import type { Translate } from '../i18n/translate'
import { useEngineReady } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { reportError } from '../stores/toasts'
import { openDialog } from '../stores/ui'
import { ChangeList } from './change-list'
import { ExportCard } from './export-card'
import { chosenSeeds, SeedsCard } from './seeds-card'
import { ServiceTile } from './service-tile'
import { ProgressCard } from './progress-card'
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
  const { title, author, file, run, state, problem } = workspace
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
          <h1>{title}</h1>
          <p className="text-2 truncate">
            {t('workspaces.team')} · {author ?? file}
          </p>
        </div>
        <span className="grow" />
        <Actions workspace={workspace} />
      </div>
      <div className="workspace-body">
        {problem && <ErrorCard error={problem} announce={false} />}
        {run?.error && state !== 'up' && <ErrorCard error={run.error} />}
        <Hero workspace={workspace} readiness={readiness} leftOut={leftOut} />
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
            <Services workspace={workspace} readiness={readiness} />
            <SeedsCard workspace={workspace} leftOut={leftOut} onChange={setLeftOut} />
          </div>
          <SideCards workspace={workspace} readiness={readiness} />
        </div>
      </div>
    </>
  )
}

function Actions({ workspace }: { readonly workspace: Workspace }): ReactNode {
  const t = useT()
  const { id, title, state } = workspace
  const ask = (what: 'reset' | 'leave' | 'remove'): void => openDialog({ kind: 'workspace', id, title, what })
  return (
    <>
      {(state === 'up' || state === 'partly') && (
        <Button onClick={() => act(() => contract().workspaces.stop({ id }))}>
          <StopIcon className="icon icon-14" />
          {t('workspaces.stop', { name: title })}
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
        <MenuItem onSelect={() => openDialog({ kind: 'workspace', id, title, what: 'file' })}>
          {t('workspaces.viewFile')}
        </MenuItem>
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

interface HeroProps extends ServicesProps {
  readonly leftOut: ReadonlySet<string>
}

function Hero({ workspace, readiness, leftOut }: HeroProps): ReactNode {
  const t = useT()
  const { id, title, state, ports, run, changes } = workspace
  const url = ports.find((one) => one.url !== undefined)?.url
  const start = (): void => act(() => contract().workspaces.start({ id, ...chosenSeeds(workspace, leftOut) }))
  if (changes.length > 0)
    return (
      <section className="card workspace-hero">
        <div>
          <h2>{t('workspaces.changed', { name: title })}</h2>
          <p>{t('workspaces.changedWhy')}</p>
        </div>
        <Button
          kind="primary"
          onClick={() => act(async () => showReview(await contract().workspaces.update({ id })))}
        >
          {t('workspaces.update')}
        </Button>
      </section>
    )
  if (state === 'up')
    return (
      <section className="card workspace-hero done" role="status">
        <div>
          <h2>{t('workspaces.up', { name: title })}</h2>
          {run?.endedAt !== undefined && (
            <p>{t('workspaces.upAfter', { time: formatDuration(t, run.endedAt - run.startedAt) })}</p>
          )}
        </div>
        {url !== undefined && (
          <a className="button primary lg" href={url} target="_blank" rel="noreferrer">
            {t('workspaces.openUrl', { url })}
          </a>
        )}
      </section>
    )
  if (state === 'starting')
    return (
      <section className="card workspace-hero">
        <h2>{t('workspaces.starting', { name: title })}</h2>
        <Button onClick={() => act(() => contract().workspaces.cancel({ id }))}>{t('common.cancel')}</Button>
      </section>
    )
  const isFailed = state === 'failed'
  return (
    <section className="card workspace-hero">
      <div>
        <h2>
          {isFailed ? t('workspaces.failed', { name: title }) : t('workspaces.everything', { name: title })}
        </h2>
        <p>{isFailed ? t('workspaces.failedWhy') : factsOf(t, workspace, readiness)}</p>
      </div>
      <span className="workspace-buttons">
        {isFailed && (
          <Button onClick={() => act(() => contract().workspaces.rollBack({ id }))}>
            {t('workspaces.rollBack')}
          </Button>
        )}
        <Button kind="primary" size="lg" onClick={start}>
          <PlayIcon className="icon" />
          {isFailed ? t('workspaces.goOn') : t('workspaces.start', { name: title })}
        </Button>
      </span>
    </section>
  )
}

/** `3 services · 2 images to download · sample data included`, as far as it is known. */
function factsOf(
  t: Translate,
  { services, seeds }: Workspace,
  readiness: WorkspaceReadiness | undefined,
): string {
  const toGet = readiness?.images.filter((one) => !one.here).length ?? 0
  return [
    t('workspaces.facts', { count: services.length }),
    ...(toGet > 0 ? [t('workspaces.factsImages', { count: toGet })] : []),
    ...(seeds.length > 0 ? [t('workspaces.factsSeeds')] : []),
  ].join(' · ')
}

interface ServicesProps {
  readonly workspace: Workspace
  readonly readiness: WorkspaceReadiness | undefined
}

function Services({ workspace, readiness }: ServicesProps): ReactNode {
  const t = useT()
  const { services, ports, state } = workspace
  const isHere = (image: string | undefined): boolean =>
    readiness?.images.find((one) => one.reference === image)?.here === true
  return (
    <section className="card workspace-card">
      <h2>{t('workspaces.whatStarts')}</h2>
      <table className="workspace-table">
        <thead>
          <tr>
            <th>{t('workspaces.service')}</th>
            <th>{t('workspaces.download')}</th>
            <th>{t('workspaces.address')}</th>
            <th>{t('workspaces.memory')}</th>
          </tr>
        </thead>
        <tbody>
          {services.map(({ name, title, icon, image, memoryBytes }) => {
            const own = ports.filter((one) => one.service === name)
            return (
              <tr key={name}>
                <th scope="row">
                  <span className="service-name">
                    <ServiceTile icon={icon} />
                    <span>
                      <b>{title}</b>
                      <small>{image ?? t('workspaces.built')}</small>
                    </span>
                  </span>
                </th>
                <td>
                  {image === undefined
                    ? t('workspaces.built')
                    : isHere(image) || state === 'up'
                      ? t('workspaces.here')
                      : t('workspaces.toGet')}
                </td>
                <td>
                  {own.length === 0 && <span className="text-2">{t('workspaces.inside')}</span>}
                  {own.map(({ containerPort, protocol, teamPort, hostPort }) => {
                    const move = readiness?.moves.find((one) => one.service === name && one.from === teamPort)
                    const port = move?.to ?? hostPort
                    return (
                      <span key={`${containerPort}/${protocol}`} className="workspace-port">
                        <span className="port-pill">
                          <span className={state === 'up' ? 'jack' : 'jack free'} />
                          <span>
                            localhost:<b>{port === 0 ? '…' : port}</b>
                          </span>
                        </span>
                        {port !== teamPort && teamPort !== 0 && (
                          <span className="warn-text"> {t('workspaces.was', { port: teamPort })}</span>
                        )}
                      </span>
                    )
                  })}
                </td>
                <td>{memoryBytes === undefined ? '' : formatBytes(memoryBytes)}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}
