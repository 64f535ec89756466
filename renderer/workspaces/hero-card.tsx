// The card on top of a workspace: what Start brings, how it goes, where it answers, or what the team changed.
import { Check, ExternalLink } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Workspace, WorkspaceDoing, WorkspaceReadiness, WorkspaceStep } from '../../preload/model'
import { Button } from '../components/button'
import { PlayIcon } from '../components/icons'
import { useDownloadSize } from '../images/download-size'
import { formatDuration, formatWhole } from '../i18n/format'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { openDialog } from '../stores/ui'
import { chosenSeeds } from './seeds-card'
import { act, actOnce, askSecret, showReview } from './view-state'

export interface HeroProps {
  readonly workspace: Workspace
  readonly readiness: WorkspaceReadiness | undefined
  /** Ids of optional seeds that are not to be loaded. */
  readonly leftOut: ReadonlySet<string>
}

export function HeroCard({ workspace, readiness, leftOut }: HeroProps): ReactNode {
  const t = useT()
  const { id, title, state, ports, run, changes, source, doing } = workspace
  const url = ports.find((one) => one.url !== undefined)?.url
  const start = (): void => {
    // Asked for once, and where it is missed.
    const secret = workspace.secrets.find(({ known, optional }) => !known && !optional)
    if (secret) askSecret(id, secret)
    else actOnce(`start ${id}`, () => contract().workspaces.start({ id, ...chosenSeeds(workspace, leftOut) }))
  }
  if (doing !== undefined && doing !== 'waits')
    return <DoingCard workspace={workspace} doing={doing} start={start} />
  if (changes.length > 0)
    return (
      <section className="card workspace-hero">
        <div>
          <h2>{t('workspaces.changed', { name: title })}</h2>
          <p>{t('workspaces.changedWhy')}</p>
        </div>
        <span className="workspace-buttons">
          {state === 'failed' && <RollBack workspace={workspace} />}
          <Button
            kind="primary"
            onClick={() => act(async () => showReview(await contract().workspaces.update({ id })))}
          >
            {t('workspaces.update')}
          </Button>
        </span>
      </section>
    )
  if (state === 'up')
    return (
      <section className="card workspace-hero done" role="status">
        <span className="hero-mark">
          <Check className="icon" />
        </span>
        <div className="grow">
          <h2>{t('workspaces.up', { name: title })}</h2>
          {run?.endedAt !== undefined && (
            <p>{t('workspaces.upAfter', { time: formatDuration(t, run.endedAt - run.startedAt) })}</p>
          )}
        </div>
        {url !== undefined && <OpenLink url={url} />}
      </section>
    )
  if (state === 'starting') return <StartingCard workspace={workspace} />
  const isFailed = state === 'failed'
  return (
    <section className="card workspace-hero">
      <div>
        <h2>
          {isFailed
            ? t(run?.state === 'failed' ? 'workspaces.failed' : 'workspaces.left', { name: title })
            : t(source.kind === 'catalogue' ? 'workspaces.together' : 'workspaces.everything', {
                name: title,
              })}
        </h2>
        <p>{isFailed ? t('workspaces.failedWhy') : <Facts workspace={workspace} readiness={readiness} />}</p>
      </div>
      <span className="workspace-buttons">
        {isFailed && <RollBack workspace={workspace} />}
        <Button kind="primary" size="lg" onClick={start}>
          <PlayIcon className="icon" />
          {isFailed ? t('workspaces.goOn') : t('workspaces.start', { name: title })}
        </Button>
      </span>
    </section>
  )
}

/** Asked about first: it takes data away where it never came up. */
function RollBack({ workspace: { id, title } }: { readonly workspace: Workspace }): ReactNode {
  const t = useT()
  return (
    <Button onClick={() => openDialog({ kind: 'workspace', id, title, what: 'rollBack' })}>
      {t('workspaces.rollBack')}
    </Button>
  )
}

function OpenLink({ url }: { readonly url: string }): ReactNode {
  const t = useT()
  return (
    <a className="button primary lg" href={url} target="_blank" rel="noreferrer">
      <ExternalLink className="icon" />
      {t('workspaces.openUrl', { url })}
    </a>
  )
}

const isDone = ({ state }: WorkspaceStep): boolean => state === 'done' || state === 'skipped'

interface DoingProps {
  readonly workspace: Workspace
  readonly doing: Exclude<WorkspaceDoing, 'waits'>
  readonly start: () => void
}

/** A start may be asked for while it stops: it waits for that. */
function DoingCard({ workspace: { title, changes }, doing, start }: DoingProps): ReactNode {
  const t = useT()
  return (
    <section className="card workspace-hero" role="status">
      <div>
        <h2>{t(`workspaces.doing.${doing}`, { name: title })}</h2>
        {doing === 'resets' && <p>{t('workspaces.resetWhy')}</p>}
      </div>
      {doing === 'stops' && changes.length === 0 && (
        <Button onClick={start}>
          <PlayIcon className="icon icon-14" />
          {t('workspaces.start', { name: title })}
        </Button>
      )}
    </section>
  )
}

function StartingCard({
  workspace: { id, title, run, doing, services, ports },
}: {
  readonly workspace: Workspace
}): ReactNode {
  const t = useT()
  const isRollingBack = run?.state === 'rolling-back'
  const steps = isRollingBack ? [] : (run?.steps ?? [])
  const ready = services.filter(({ name }) => {
    const own = steps.filter((step) => step.services.includes(name))
    return own.length > 0 && own.every(isDone)
  }).length
  // Who only waits for the last services may work already.
  const url = ports.find(
    (port) =>
      port.url !== undefined &&
      steps.some((step) => step.kind === 'answer' && step.services.includes(port.service) && isDone(step)),
  )?.url
  return (
    <section className="card workspace-hero">
      <div role="status">
        <h2>{t(isRollingBack ? 'workspaces.rollingBack' : 'workspaces.starting', { name: title })}</h2>
        {doing === 'waits' && <p>{t('workspaces.waitsForStop')}</p>}
        {ready > 0 && <p>{t('workspaces.readySoFar', { ready, all: services.length })}</p>}
      </div>
      {!isRollingBack && (
        <span className="workspace-buttons">
          <Button onClick={() => act(() => contract().workspaces.cancel({ id }))}>
            {t('common.cancel')}
          </Button>
          {url !== undefined && <OpenLink url={url} />}
        </span>
      )}
    </section>
  )
}

/** `3 services · 612 MB to download in about 2 min · sample data included`, as far as it is known. */
function Facts({ workspace, readiness }: Omit<HeroProps, 'leftOut'>): ReactNode {
  const t = useT()
  const sizeOf = useDownloadSize()
  const { services, seeds } = workspace
  const { bytes = 0, unknown = 0, aboutMs } = readiness?.download ?? {}
  const size = sizeOf(bytes)
  const toGet =
    aboutMs === undefined
      ? t('workspaces.factsDownload', { size })
      : t('workspaces.factsDownloadAbout', { size, time: formatWhole(t, aboutMs) })
  return [
    t('workspaces.facts', { count: services.length }),
    ...(bytes > 0 ? [toGet] : []),
    ...(unknown > 0 ? [t('workspaces.factsUnknown', { count: unknown })] : []),
    ...(seeds.length > 0 ? [t('workspaces.factsSeeds')] : []),
  ].join(' · ')
}
