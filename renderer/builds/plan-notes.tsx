// What the look at the folder found: how much would be sent, and what is odd about it, with a button where one can mend it.
import { useState, type ReactNode } from 'react'
import { serialiseError, type SerialisedError } from '../../preload/errors'
import type { BuildHint, BuildPlan } from '../../preload/model'
import { Button } from '../components/button'
import { ErrorCard } from '../components/error-card'
import { formatBytes } from '../i18n/format'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'

/** More than this is worth a word, in bytes. */
const muchBytes = 100e6

export interface PlanNotesProps {
  readonly folder: string
  readonly dockerfile: string
  readonly plan: BuildPlan
  /** The folder is no longer what it was. */
  readonly onChange: () => void
}

export function PlanNotes({ folder, dockerfile, plan, onChange }: PlanNotesProps): ReactNode {
  const t = useT()
  const files = plan.largest.map(({ path, sizeBytes }) => `${path} (${formatBytes(sizeBytes)})`).join(', ')
  return (
    <>
      <p className="help" role="status">
        {t('builds.willSend', { count: plan.files, size: formatBytes(plan.sizeBytes) })}
      </p>
      {plan.sizeBytes > muchBytes && <p className="help warn">{t('builds.muchToSend', { files })}</p>}
      {plan.sizeBytes > muchBytes && plan.leavesOut.length > 0 && (
        <LeaveOut folder={folder} dockerfile={dockerfile} plan={plan} onChange={onChange} />
      )}
      {plan.hints.map((hint) => (
        <Hint key={`${hint.kind} ${hint.path}`} folder={folder} hint={hint} onChange={onChange} />
      ))}
    </>
  )
}

/** Shows the lines first; nothing is written before somebody says so. */
function LeaveOut({ folder, dockerfile, plan, onChange }: PlanNotesProps): ReactNode {
  const t = useT()
  const [asking, setAsking] = useState(false)
  const [error, setError] = useState<SerialisedError>()
  const { leavesOut, ignoreFile: file } = plan
  const bytes = leavesOut.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  if (!asking)
    return (
      <p className="help">
        <Button onClick={() => setAsking(true)}>{t('builds.leaveOut', { size: formatBytes(bytes) })}</Button>
      </p>
    )
  const add = (): void => {
    const lines = leavesOut.map(({ line }) => line)
    contract()
      .builds.addIgnoreLines({ folder, dockerfile, lines })
      .then(onChange, (failure: unknown) => setError(serialiseError(failure)))
  }
  return (
    <div className="leave-out" role="group" aria-label={t('builds.linesFor', { file })}>
      <p className="help">{t(plan.hasIgnoreFile ? 'builds.linesAdded' : 'builds.linesNew', { file })}</p>
      <ul className="mono">
        {leavesOut.map(({ line, sizeBytes }) => (
          <li key={line}>
            <span className="grow">{line}</span>
            <span className="text-2">{formatBytes(sizeBytes)}</span>
          </li>
        ))}
      </ul>
      <p className="row g6">
        <Button onClick={add}>{t('builds.addLines', { file })}</Button>
        <Button kind="ghost" onClick={() => setAsking(false)}>
          {t('common.cancel')}
        </Button>
      </p>
      {error && <ErrorCard error={error} />}
    </div>
  )
}

interface HintProps {
  readonly folder: string
  readonly hint: BuildHint
  readonly onChange: () => void
}

function Hint({ folder, hint: { kind, path, line = 1 }, onChange }: HintProps): ReactNode {
  const t = useT()
  const [error, setError] = useState<SerialisedError>()
  if (kind === 'localhost-database')
    return <p className="help warn">{t('builds.localDatabase', { path, line })}</p>
  const convert = (): void => {
    contract()
      .builds.convertLines({ folder, path })
      .then(onChange, (failure: unknown) => setError(serialiseError(failure)))
  }
  return (
    <>
      <p className="help warn">
        {t('builds.windowsLines', { path })} <Button onClick={convert}>{t('builds.convertLines')}</Button>
      </p>
      {error && <ErrorCard error={error} />}
    </>
  )
}
