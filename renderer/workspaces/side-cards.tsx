// Beside a workspace: what differs on this computer, whether it fits, and the data that was saved.
import { Check, GitCommitHorizontal, KeyRound, Trash2, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { useShallow } from 'zustand/react/shallow'
import type { Workspace, WorkspaceReadiness } from '../../preload/model'
import { legible } from '../../preload/text'
import { Button, IconButton } from '../components/button'
import { formatAgo, formatBytes } from '../i18n/format'
import { useNow } from '../stores/clock'
import { containers } from '../stores/mirrors'
import { useLanguage, useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { openDialog } from '../stores/ui'
import { describeMove } from '../i18n/shared-words'
import { WhyAbout } from '../why/why-word'
import { SecretsCard } from './secrets-card'
import { TrustNote } from './trust-note'
import { act, askSecret, showReview } from './view-state'

/** Names of more than these are no help. */
const mostOthers = 5

interface SideProps {
  readonly workspace: Workspace
  readonly readiness: WorkspaceReadiness | undefined
}

export const SideCards = (props: SideProps): ReactNode => (
  <div>
    <Different {...props} />
    <Fit {...props} />
    <SecretsCard workspace={props.workspace} />
    <Snapshots {...props} />
    <TrustNote workspace={props.workspace} />
  </div>
)

function Different({ workspace, readiness }: SideProps): ReactNode {
  const t = useT()
  const { id } = workspace
  const moves = readiness?.moves ?? []
  const missing = workspace.secrets.filter((one) => !one.known)
  const git = readiness?.git
  const stopping = (readiness?.blocked.length ?? 0) + (readiness?.missingFolders.length ?? 0)
  return (
    <section className="card workspace-card">
      <h2>{t('workspaces.different')}</h2>
      {moves.length > 0 && (
        <div className="workspace-line">
          <span className="jack plan" />
          <div className="grow">
            <b>{t('workspaces.moved', { count: moves.length })}</b>
            <p className="text-2">
              {moves.map((move) => describeMove(t, move)).join(' ')} {t('workspaces.onlyHere')}
            </p>
          </div>
        </div>
      )}
      <Stopping readiness={readiness} />
      {missing.map((secret) => (
        <div key={secret.name} className="workspace-line">
          <KeyRound className="icon" />
          <div className="grow">
            <b>{t('workspaces.missing', { name: secret.name })}</b>
            <p className="text-2">
              {secret.optional ? t('workspaces.optional') : t('workspaces.needed')} {secret.description}
            </p>
          </div>
          <Button size="sm" onClick={() => askSecret(id, secret)}>
            {t('workspaces.paste')}
          </Button>
        </div>
      ))}
      {git && git.behind > 0 && (
        <div className="workspace-line">
          <GitCommitHorizontal className="icon" />
          <div className="grow">
            <b>{t('workspaces.behind', { count: git.behind })}</b>
            <p className="text-2">{t('workspaces.behindWhy', { remote: git.remote, branch: git.branch })}</p>
          </div>
          <Button
            size="sm"
            onClick={() =>
              act(async () => showReview(await contract().workspaces.update({ id, pull: true })))
            }
          >
            {t('workspaces.pull')}
          </Button>
        </div>
      )}
      {moves.length + missing.length + stopping + (git?.behind ?? 0) === 0 && (
        <p className="text-2">{t('workspaces.nothingDifferent')}</p>
      )}
    </section>
  )
}

/** What nobody but the person can mend. */
function Stopping({ readiness }: Pick<SideProps, 'readiness'>): ReactNode {
  const t = useT()
  const { blocked = [], missingFolders = [] } = readiness ?? {}
  const lines = [
    ...blocked.map(({ service, port, holder }) => ({
      title: t('workspaces.blocked', { service }),
      text:
        holder === ''
          ? t('workspaces.blockedNobody', { port })
          : t('workspaces.blockedBy', { port, holder: legible(holder) }),
    })),
    ...missingFolders.map((path) => ({
      title: t('workspaces.folderMissing', { path: legible(path) }),
      text: t('workspaces.folderMissingWhy'),
    })),
  ]
  return lines.map(({ title, text }) => (
    <div key={`${title} ${text}`} className="workspace-line">
      <TriangleAlert className="icon" />
      <div className="grow">
        <b>{title}</b>
        <p className="text-2">{text}</p>
      </div>
    </div>
  ))
}

function Fit({ workspace, readiness }: SideProps): ReactNode {
  const t = useT()
  const others = containers.use(
    useShallow(({ items }) => [
      ...new Set(
        [...items.values()].flatMap(({ project, state }) =>
          project !== undefined && project !== workspace.project && state === 'running' ? [project] : [],
        ),
      ),
    ]),
  )
  const language = useLanguage()
  if (!readiness)
    return (
      <section className="card workspace-card">
        <h2>{t('workspaces.fit')}</h2>
        <p className="text-2">{t('workspaces.checking')}</p>
      </section>
    )
  const { memory, disk, images, platform } = readiness
  const room = ({ needed, available }: WorkspaceReadiness['memory']): string =>
    needed === undefined
      ? t('workspaces.free', { available: formatBytes(available ?? 0) })
      : t('workspaces.needs', { needed: formatBytes(needed), available: formatBytes(available ?? 0) })
  const missing = images.filter((one) => one.missing)
  const other = images.filter((one) => !one.fits)
  return (
    <section className="card workspace-card">
      <h2>{t('workspaces.fit')}</h2>
      <Line fits={memory.fits} title={t('workspaces.memory')} text={room(memory)} />
      <Line fits={disk.fits} title={t('workspaces.disk')} text={room(disk)} />
      <Line
        fits={missing.length + other.length === 0}
        title={t('workspaces.imagesFit', { platform })}
        text={
          missing.length + other.length === 0
            ? t('workspaces.imagesGood')
            : [
                ...missing.map(({ reference: image }) => t('workspaces.imageMissing', { image })),
                ...other.map(({ reference: image, platforms }) =>
                  t('workspaces.imageOther', { image, platforms: platforms.join(', ') }),
                ),
              ].join(' ')
        }
      />
      {others.length > 0 && (
        <Line
          fits
          title={t('workspaces.others')}
          text={t('workspaces.othersStay', {
            projects: new Intl.ListFormat(language).format(others.slice(0, mostOthers)),
          })}
        />
      )}
    </section>
  )
}

const Line = (props: {
  readonly fits: boolean
  readonly title: string
  readonly text: string
}): ReactNode => (
  <div className="workspace-line">
    {props.fits ? <Check className="icon ok-text" /> : <TriangleAlert className="icon" />}
    <div className="grow">
      <b>{props.title}</b>
      <p className="text-2">{props.text}</p>
    </div>
  </div>
)

function Snapshots({ workspace }: SideProps): ReactNode {
  const t = useT()
  const now = useNow('minute')
  const { id, snapshots } = workspace
  if (snapshots.length === 0) return null
  return (
    <section className="card workspace-card">
      <h2>
        {t('workspaces.snapshots')} <WhyAbout word="volume" />
      </h2>
      {snapshots.map(({ id: snapshotId, at, sizeBytes, volumes }) => (
        <div key={snapshotId} className="workspace-line">
          <div className="grow">
            {formatAgo(t, at, now)} · {formatBytes(sizeBytes)}
            <p className="text-2 truncate" title={volumes.join('\n')}>
              {volumes.join(', ')}
            </p>
          </div>
          <Button size="sm" onClick={() => act(() => contract().workspaces.restore({ id, snapshotId }))}>
            {t('workspaces.putBack')}
          </Button>
          <IconButton
            label={t('workspaces.removeSnapshot', { ago: formatAgo(t, at, now) })}
            onClick={() => openDialog({ kind: 'workspace-snapshot', id, snapshotId })}
          >
            <Trash2 className="icon" />
          </IconButton>
        </div>
      ))}
    </section>
  )
}
