// How a start goes, service by service, on one time line.
import { CircleQuestionMark } from 'lucide-react'
import { useId, type ReactNode } from 'react'
import type { Workspace, WorkspaceRun, WorkspaceStep } from '../../preload/model'
import { Status, type StatusShape } from '../components/status'
import { formatDuration } from '../i18n/format'
import { useNow } from '../stores/clock'
import { useT } from '../stores/preferences'
import { openProject } from '../stores/ui'
import { shortImage } from './short-image'
import { ServiceTile } from './service-tile'

/** In ms: a start that is over sooner still gets a line to read. */
const shortestLine = 5_000

export function ProgressCard({ workspace }: { readonly workspace: Workspace }): ReactNode {
  const t = useT()
  const heading = useId()
  const now = useNow('second')
  const { run, state, doing } = workspace
  // Nothing of it is ready any more once it was stopped.
  if (!run || state === 'stopped' || (doing !== undefined && doing !== 'waits')) return null
  const end = run.endedAt ?? Math.max(now, run.startedAt)
  const length = Math.max(shortestLine, end - run.startedAt)
  const at = (ms: number): number => Math.min(100, Math.max(0, ((ms - run.startedAt) / length) * 100))
  return (
    <section className="card workspace-progress" aria-labelledby={heading}>
      <header>
        <h2 id={heading}>{t('workspaces.progress')}</h2>
        {[0, 0.25, 0.5, 0.75].map((share) => (
          <span key={share}>{formatDuration(t, length * share)}</span>
        ))}
      </header>
      {workspace.services.map(({ name, title, icon, image }) => {
        const steps = run.steps.filter((step) => step.services.includes(name))
        return (
          <div key={name} className="progress-row">
            <span className="service-name">
              <ServiceTile icon={icon} />
              <span className="truncate">
                <b>{title}</b>
                <small title={image}>{image === undefined ? t('workspaces.built') : shortImage(image)}</small>
              </span>
            </span>
            <svg viewBox="0 0 100 20" preserveAspectRatio="none" role="img" aria-label={wordsOf(t, steps)}>
              {lineOf(steps, run.startedAt, end).map(({ kind, from, to }) => (
                <line
                  key={kind}
                  className={`line-${kind}`}
                  x1={at(from)}
                  x2={at(to)}
                  y1={10}
                  y2={10}
                  vectorEffect="non-scaling-stroke"
                />
              ))}
              {steps
                .flatMap((step) => piecesOf(step, end))
                .map(({ kind, from, to }) => (
                  <rect
                    key={`${kind} ${from}`}
                    className={`piece step-${kind}`}
                    x={at(from)}
                    y={5}
                    height={10}
                    width={Math.max(0.6, at(to) - at(from))}
                  />
                ))}
            </svg>
            <StateOf steps={steps} run={run} />
            <span className="progress-fact text-2 truncate">{factOf(t, workspace, name, steps)}</span>
          </div>
        )
      })}
      <p className="legend">
        {(['pull', 'unpack', 'create', 'start', 'healthy', 'seed'] as const).map((kind) => (
          <span key={kind}>
            <i className={`swatch piece step-${kind}`} />
            {t(`workspaces.step.${kind}`)}
          </span>
        ))}
        <span>
          <svg className="waits-sample" viewBox="0 0 20 10" aria-hidden="true">
            <line className="line-waits" x1={0} x2={20} y1={5} y2={5} />
          </svg>
          {t('workspaces.waitsForOther')}
        </span>
      </p>
      <Waited workspace={workspace} />
    </section>
  )
}

function Waited({ workspace }: { readonly workspace: Workspace }): ReactNode {
  const t = useT()
  const longest = longestWait(workspace)
  if (!longest) return null
  return (
    <p className="note">
      <CircleQuestionMark className="icon" />
      <span>
        {t('workspaces.waited', { ...longest, time: formatDuration(t, longest.ms) })}{' '}
        <button type="button" className="link" onClick={() => openProject(workspace.project)}>
          {t('workspaces.showWaits')}
        </button>
      </span>
    </p>
  )
}

interface Line {
  readonly kind: 'waits' | 'serves'
  readonly from: number
  readonly to: number
}

/** Between its pieces: dotted while a service waits for another one, thin while it is there and serves. */
function lineOf(steps: readonly WorkspaceStep[], begun: number, now: number): Line[] {
  const start = steps.find(({ kind }) => kind === 'start')
  const before = steps.filter(({ kind }) => kind !== 'start' && isBefore(kind))
  const from = Math.max(begun, ...before.map(({ endedAt = begun }) => endedAt))
  const waits = start?.startedAt ?? (start?.state === 'waiting' && before.every(isDone) ? now : undefined)
  const ends = steps.map(({ endedAt = 0 }) => endedAt)
  const isThere = steps.length > 0 && steps.every(isDone)
  return [
    ...(waits !== undefined && waits - from > shortestWait
      ? [{ kind: 'waits' as const, from, to: waits }]
      : []),
    ...(isThere ? [{ kind: 'serves' as const, from: Math.max(...ends, begun), to: now }] : []),
  ]
}

const isBefore = (kind: WorkspaceStep['kind']): boolean =>
  ['images', 'pull', 'create', 'restore'].includes(kind)
const isDone = ({ state }: WorkspaceStep): boolean => state === 'done' || state === 'skipped'

/** In ms: shorter ones are nobody's worry. */
const shortestWait = 1_000
const worthAWord = 5_000

interface Wait {
  readonly service: string
  readonly other: string
  readonly ms: number
}

/** The service that waited longest for one that it needs, where that is worth a word. */
function longestWait({ run, services }: Workspace): Wait | undefined {
  const steps = run?.steps ?? []
  const titleOf = (name: string): string => services.find((one) => one.name === name)?.title ?? name
  const waits = services.flatMap(({ name, title, dependsOn }): Wait[] => {
    const own = steps.filter((one) => one.services.includes(name))
    const begun = own.find(({ kind }) => kind === 'start')?.startedAt
    const from = Math.max(
      run?.startedAt ?? 0,
      ...own.filter(({ kind }) => isBefore(kind)).map(({ endedAt = 0 }) => endedAt),
    )
    const last = dependsOn
      .map((other) => ({
        other,
        at: Math.max(
          0,
          ...steps
            .filter(({ kind, services: users }) => users.includes(other) && /^(start|healthy)$/.test(kind))
            .map(({ endedAt = 0 }) => endedAt),
        ),
      }))
      .sort((a, b) => b.at - a.at)[0]
    if (begun === undefined || !last || begun - from < worthAWord) return []
    return [{ service: title, other: titleOf(last.other), ms: begun - from }]
  })
  return waits.sort((a, b) => b.ms - a.ms)[0]
}

/** At the end of a line: which image it is, where it answers, or that its data is there. */
function factOf(
  t: ReturnType<typeof useT>,
  { ports, seeds }: Workspace,
  service: string,
  steps: readonly WorkspaceStep[],
): string {
  if (steps.some(({ cameAlong }) => cameAlong)) return t('workspaces.cameAlong')
  if (seeds.some((one) => one.service === service && one.loadedAt !== undefined))
    return t('workspaces.dataLoaded')
  const port = ports.find((one) => one.service === service)
  return port && port.hostPort > 0 ? `localhost:${port.hostPort}` : ''
}

interface Piece {
  readonly kind: WorkspaceStep['kind'] | 'unpack'
  readonly from: number
  readonly to: number
}

function piecesOf({ kind, startedAt, endedAt, unpackedFrom }: WorkspaceStep, now: number): Piece[] {
  if (startedAt === undefined) return []
  const to = endedAt ?? now
  if (unpackedFrom === undefined) return [{ kind, from: startedAt, to }]
  return [
    { kind, from: startedAt, to: unpackedFrom },
    { kind: 'unpack', from: unpackedFrom, to },
  ]
}

const wordsOf = (t: ReturnType<typeof useT>, steps: readonly WorkspaceStep[]): string =>
  steps
    .filter(({ startedAt, endedAt }) => startedAt !== undefined && endedAt !== undefined)
    .map(
      ({ kind, startedAt = 0, endedAt = 0 }) =>
        `${t(`workspaces.step.${kind}`)} ${formatDuration(t, endedAt - startedAt)}`,
    )
    .join(', ')

interface StateProps {
  readonly steps: readonly WorkspaceStep[]
  readonly run: WorkspaceRun
}

function StateOf({ steps, run }: StateProps): ReactNode {
  const t = useT()
  // The team added it since.
  if (steps.length === 0) return <span className="progress-state" />
  const active = steps.findLast(({ state }) => state === 'active')
  const [shape, words]: [StatusShape, string] = steps.some(({ state }) => state === 'failed')
    ? run.state === 'failed'
      ? ['fail', t('workspaces.stepFailed')]
      : ['stop', t('workspaces.stepLeft')]
    : active
      ? ['start', t(`workspaces.step.${active.kind}`)]
      : steps.every(({ state }) => state === 'done' || state === 'skipped')
        ? ['run', t('workspaces.ready')]
        : ['stop', t('workspaces.waiting')]
  return (
    <span className="progress-state">
      <Status shape={shape} />
      {words}
    </span>
  )
}
