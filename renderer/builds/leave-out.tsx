// The lines of .dockerignore that would make a build send less: those that hardly any image needs are chosen already.
import { useState, type ReactNode } from 'react'
import { serialiseError, type SerialisedError } from '../../preload/errors'
import type { BuildPlan, IgnoreLine } from '../../preload/model'
import { Button } from '../components/button'
import { Checkbox } from '../components/choices'
import { ErrorCard } from '../components/error-card'
import { formatBytes } from '../i18n/format'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'

export interface LeaveOutProps {
  readonly folder: string
  readonly dockerfile: string
  readonly plan: BuildPlan
  /** The folder is no longer what it was. */
  readonly onChange: () => void
}

/** Shows what would be written where; nothing is before somebody says so. */
export function LeaveOut({ folder, dockerfile, plan, onChange }: LeaveOutProps): ReactNode {
  const t = useT()
  const [changed, setChanged] = useState<Readonly<Record<string, boolean>>>({})
  const [error, setError] = useState<SerialisedError>()
  const { leavesOut, ignoreFile: file } = plan
  const isChosen = ({ line, sure }: IgnoreLine): boolean => changed[line] ?? sure
  const chosen = leavesOut.filter(isChosen)
  const size = formatBytes(chosen.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0))
  const add = (): void => {
    contract()
      .builds.addIgnoreLines({ folder, dockerfile, lines: chosen.map(({ line }) => line) })
      .then(onChange, (failure: unknown) => setError(serialiseError(failure)))
  }
  return (
    <div className="leave-out" role="group" aria-label={t('builds.linesFor', { file })}>
      <p className="help">{t(plan.hasIgnoreFile ? 'builds.linesAdded' : 'builds.linesNew', { file })}</p>
      <ul>
        {leavesOut.map((one) => (
          <li key={one.line}>
            <Checkbox
              label={one.line}
              checked={isChosen(one)}
              onChange={() => setChanged({ ...changed, [one.line]: !isChosen(one) })}
            />
            <code className="truncate" title={one.line}>
              {one.line}
            </code>
            {!one.sure && <span className="text-2 no-wrap">{t('builds.lineUnsure')}</span>}
            <span className="grow" />
            <span className="text-2 no-wrap">{formatBytes(one.sizeBytes)}</span>
          </li>
        ))}
      </ul>
      <div>
        <Button onClick={add} disabled={chosen.length === 0}>
          {t('builds.addLines', { file, size })}
        </Button>
      </div>
      {error && <ErrorCard error={error} />}
    </div>
  )
}
