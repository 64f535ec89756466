// An export under way, step by step, with the way to stop it; and what came of it.
import type { ReactNode } from 'react'
import type { WorkspaceExport, WorkspaceExportJob, WorkspaceExportStep } from '../../preload/model'
import { Button } from '../components/button'
import { ErrorCard } from '../components/error-card'
import { ProgressBar } from '../components/progress-bar'
import { Status, type StatusShape } from '../components/status'
import { formatBytes, formatDuration } from '../i18n/format'
import { run } from '../images/job-card'
import { useNow } from '../stores/clock'
import { workspaceExports } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'

const shapes: Readonly<Record<WorkspaceExportJob['state'], StatusShape>> = {
  active: 'start',
  done: 'run',
  failed: 'fail',
  cancelled: 'stop',
}

const stepShapes: Readonly<Record<WorkspaceExportStep['state'], StatusShape>> = {
  waiting: 'stop',
  active: 'start',
  done: 'run',
  failed: 'fail',
}

/** The newest export of the project that was not dismissed. */
export function ExportCard({ project }: { readonly project: string }): ReactNode {
  const t = useT()
  const job = workspaceExports.use((state) =>
    [...state.items.values()]
      .filter((one) => one.project === project)
      .reduce<WorkspaceExportJob | undefined>(
        (last, one) => (last && last.startedAt > one.startedAt ? last : one),
        undefined,
      ),
  )
  if (!job) return null
  const { id, title, state, steps, result, error } = job
  const words = t(`export.${state}`, { name: title })
  const { workspaces } = contract()
  return (
    <section className="card compose-action export-card" aria-label={words}>
      <header>
        <Status shape={shapes[state]} />
        <b className="semibold truncate" role="status">
          {words}
        </b>
        <span className="grow" />
        {state === 'active' ? (
          <Button kind="ghost" size="sm" onClick={() => run(() => workspaces.cancelExport({ exportId: id }))}>
            {t('common.cancel')}
          </Button>
        ) : (
          <Button
            kind="ghost"
            size="sm"
            onClick={() => run(() => workspaces.dismissExport({ exportId: id }))}
          >
            {t('common.dismiss')}
          </Button>
        )}
      </header>
      {error && <ErrorCard error={error} />}
      {state !== 'done' && (
        <ol className="export-steps" aria-label={t('export.steps')}>
          {steps.map((step) => (
            <Step key={`${step.stage} ${step.subject}`} step={step} />
          ))}
        </ol>
      )}
      {result && <Result result={result} />}
    </section>
  )
}

function Step({ step }: { readonly step: WorkspaceExportStep }): ReactNode {
  const t = useT()
  const now = useNow('second')
  const { stage, subject, state, startedAt, doneBytes = 0, totalBytes = 0, doing } = step
  const name = t(`export.stage.${stage}`, { subject })
  return (
    <li>
      <Status shape={stepShapes[state]} />
      <span className="truncate">{name}</span>
      {state === 'active' && totalBytes > 0 ? (
        <ProgressBar label={name} share={Math.min(1, doneBytes / totalBytes)} />
      ) : (
        <span className="text-2">{state === 'active' && doing && t(`workspaces.step.${doing}`)}</span>
      )}
      <span className="text-2 size-12 no-wrap">
        {startedAt !== undefined && formatDuration(t, Math.max(0, (step.endedAt ?? now) - startedAt))}
      </span>
    </li>
  )
}

function Result({ result }: { readonly result: WorkspaceExport }): ReactNode {
  const t = useT()
  const { file, sizeBytes, provenMs, leftOut, pinned, unpinned } = result
  return (
    <div className="export-result">
      <p>
        {t('export.result', {
          file,
          size: formatBytes(sizeBytes),
          time: formatDuration(t, provenMs),
        })}
      </p>
      {pinned.length > 0 && <p className="text-2">{t('export.pinnedAll', { count: pinned.length })}</p>}
      {unpinned.length > 0 && <p className="text-2">{t('export.inside', { images: unpinned.join(', ') })}</p>}
      {leftOut.length > 0 && (
        <p className="text-2">
          {t('export.leftOut', {
            what: leftOut.map(({ service, subject }) => `${service} ${subject}`).join(', '),
          })}
        </p>
      )}
    </div>
  )
}
