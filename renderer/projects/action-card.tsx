// What is being done with a project: each step with its time as a bar, the download, and the way to stop it.
import { useMemo, type ReactNode } from 'react'
import type { ComposeAction, ComposeStep } from '../../preload/model'
import { Button } from '../components/button'
import { ErrorCard } from '../components/error-card'
import { ProgressBar } from '../components/progress-bar'
import { Status, type StatusShape } from '../components/status'
import { formatBytes, formatDuration } from '../i18n/format'
import { run } from '../images/job-card'
import { useNow } from '../stores/clock'
import { composeActions } from '../stores/mirrors'
import type { Translate } from '../i18n/translate'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { ActionOutput } from './action-output'
import { stepWord } from '../i18n/shared-words'
import { stepShapes } from './project-words'

const shapes: Readonly<Record<ComposeAction['state'], StatusShape>> = {
  active: 'start',
  done: 'run',
  failed: 'fail',
  cancelled: 'stop',
}

/** The newest action of the project that was not dismissed, and what watches its files meanwhile. */
export function ActionCards({ project }: { readonly project: string }): ReactNode {
  const key = composeActions.use((state) => shownOf(project, state.items.values()).join(' '))
  return key
    .split(' ')
    .filter(Boolean)
    .map((id) => <ActionCard key={id} id={id} />)
}

function shownOf(project: string, all: Iterable<ComposeAction>): string[] {
  const mine = [...all].filter((one) => one.projectId === project).sort((a, b) => b.startedAt - a.startedAt)
  return mine
    .filter((one, index) => index === 0 || (isWatch(one) && one.state === 'active'))
    .map(({ id }) => id)
}

const isWatch = ({ request }: ComposeAction): boolean => request.verb === 'watch'

/** To stop watching is how it ends, not that it failed. */
function titleOf(t: Translate, action: ComposeAction): string {
  const { request, state } = action
  if (isWatch(action) && state === 'active') return t('projects.watching')
  if (isWatch(action) && state !== 'failed') return t('projects.watchEnded')
  return t(`projects.${state}`, { verb: t(`projects.verb.${request.verb}`) })
}

function ActionCard({ id }: { readonly id: string }): ReactNode {
  const t = useT()
  const action = composeActions.use((state) => state.items.get(id))
  if (!action) return null
  const { state, transfer, error } = action
  const title = titleOf(t, action)
  const compose = contract().compose
  return (
    <section className="card compose-action" aria-label={title}>
      <header>
        <Status shape={shapes[state]} />
        <b className="semibold truncate" role="status">
          {title}
        </b>
        <Took action={action} />
        <span className="grow" />
        {state === 'active' ? (
          <Button kind="ghost" size="sm" onClick={() => run(() => compose.cancel({ actionId: id }))}>
            {isWatch(action) ? t('projects.stopWatch') : t('common.cancel')}
          </Button>
        ) : (
          <Button kind="ghost" size="sm" onClick={() => run(() => compose.dismiss({ actionId: id }))}>
            {t('common.dismiss')}
          </Button>
        )}
      </header>
      {transfer && state === 'active' && (
        <ProgressBar
          label={t('projects.transfer', {
            done: formatBytes(transfer.doneBytes),
            total: formatBytes(transfer.totalBytes),
          })}
          share={transfer.totalBytes === 0 ? undefined : transfer.doneBytes / transfer.totalBytes}
        />
      )}
      {error && <ErrorCard error={error} />}
      <Steps action={action} />
      <ActionOutput id={id} opened={isWatch(action)} />
    </section>
  )
}

function Took({ action }: { readonly action: ComposeAction }): ReactNode {
  const t = useT()
  const now = useNow('second')
  const end = action.endedAt ?? Math.max(now, action.startedAt)
  return <span className="text-2 size-12 no-wrap">{formatDuration(t, end - action.startedAt)}</span>
}

function Steps({ action }: { readonly action: ComposeAction }): ReactNode {
  const t = useT()
  const now = useNow('second')
  const end = action.endedAt ?? Math.max(now, action.startedAt + 1)
  const scale = 100 / Math.max(1, end - action.startedAt)
  const steps = useMemo(() => [...action.steps].sort((a, b) => a.startedAt - b.startedAt), [action.steps])
  return (
    <ol className="compose-steps" aria-label={t('projects.steps')}>
      {steps.map((step) => (
        <li key={step.id}>
          <Status shape={stepShapes[step.state]} />
          <span className="truncate" title={step.name}>
            {step.name}
          </span>
          <span className="compose-bar" aria-hidden="true">
            <span style={barOf(step, action.startedAt, end, scale)} />
          </span>
          <span className="text-2 size-12 truncate">{stepWord(t, step)}</span>
          <span className="text-2 size-12 no-wrap">
            {formatDuration(t, Math.max(0, (step.endedAt ?? end) - step.startedAt))}
          </span>
        </li>
      ))}
    </ol>
  )
}

const barOf = (step: ComposeStep, start: number, end: number, scale: number) => ({
  left: `${(step.startedAt - start) * scale}%`,
  width: `${Math.max(1, ((step.endedAt ?? end) - step.startedAt) * scale)}%`,
})
