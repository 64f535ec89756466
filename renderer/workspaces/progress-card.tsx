// How a start goes, service by service, on one time line.
import { useId, type ReactNode } from 'react'
import type { Workspace, WorkspaceStep } from '../../preload/model'
import { Status, type StatusShape } from '../components/status'
import { formatDuration } from '../i18n/format'
import { useNow } from '../stores/clock'
import { useT } from '../stores/preferences'

/** In ms: a start that is over sooner still gets a line to read. */
const shortestLine = 5_000

export function ProgressCard({ workspace }: { readonly workspace: Workspace }): ReactNode {
  const t = useT()
  const heading = useId()
  const now = useNow('second')
  const { run } = workspace
  if (!run) return null
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
      {workspace.services.map(({ name, title, image }) => {
        const steps = run.steps.filter((step) => step.services.includes(name))
        return (
          <div key={name} className="progress-row">
            <span className="truncate">
              <b>{title}</b>
              <small>{image ?? t('workspaces.built')}</small>
            </span>
            <svg viewBox="0 0 100 20" preserveAspectRatio="none" role="img" aria-label={wordsOf(t, steps)}>
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
            <StateOf steps={steps} />
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
      </p>
    </section>
  )
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

function StateOf({ steps }: { readonly steps: readonly WorkspaceStep[] }): ReactNode {
  const t = useT()
  const active = steps.findLast(({ state }) => state === 'active')
  const [shape, words]: [StatusShape, string] = steps.some(({ state }) => state === 'failed')
    ? ['fail', t('workspaces.stepFailed')]
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
