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
  readonly plan: BuildPlan
  /** The folder is no longer what it was. */
  readonly onChange: () => void
}

export function PlanNotes({ folder, plan, onChange }: PlanNotesProps): ReactNode {
  const t = useT()
  const files = plan.largest.map(({ path, sizeBytes }) => `${path} (${formatBytes(sizeBytes)})`).join(', ')
  return (
    <>
      <p className="help" role="status">
        {t('builds.willSend', { count: plan.files, size: formatBytes(plan.sizeBytes) })}
      </p>
      {plan.sizeBytes > muchBytes && <p className="help warn">{t('builds.muchToSend', { files })}</p>}
      {plan.hints.map((hint) => (
        <Hint key={`${hint.kind} ${hint.path}`} folder={folder} hint={hint} onChange={onChange} />
      ))}
    </>
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
