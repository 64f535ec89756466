// What the look at the folder found: how much would be sent, and what is odd about it, with a button where one can mend it.
import { useState, type ReactNode } from 'react'
import { serialiseError, type SerialisedError } from '../../preload/errors'
import type { BuildHint, LargePart } from '../../preload/model'
import { Button } from '../components/button'
import { ErrorCard } from '../components/error-card'
import { formatBytes } from '../i18n/format'
import type { Translate } from '../i18n/translate'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { LeaveOut, type LeaveOutProps } from './leave-out'

/** More than this is worth a word, in bytes. */
const muchBytes = 100e6

export interface PlanNotesProps extends LeaveOutProps {}

export function PlanNotes({ folder, dockerfile, plan, onChange }: PlanNotesProps): ReactNode {
  const t = useT()
  const isMuch = plan.sizeBytes > muchBytes
  const size = formatBytes(plan.sizeBytes)
  return (
    <>
      <p className="help" role="status">
        {plan.files > 0 &&
          t(plan.isCut ? 'builds.willSendMore' : 'builds.willSend', { count: plan.files, size })}
      </p>
      {plan.unreadable.length > 0 && (
        <p className="help warn">{t('builds.unreadable', { paths: plan.unreadable.join(', ') })}</p>
      )}
      {isMuch && <p className="help warn">{t('builds.muchToSend', { parts: partsOf(t, plan.largest) })}</p>}
      {isMuch && plan.leavesOut.length > 0 && (
        <LeaveOut folder={folder} dockerfile={dockerfile} plan={plan} onChange={onChange} />
      )}
      {plan.hints.map((hint) => (
        <Hint key={`${hint.kind} ${hint.path}`} folder={folder} hint={hint} onChange={onChange} />
      ))}
    </>
  )
}

/** `node_modules/ (300 MB, 41 024 files), video.mp4 (120 MB)` */
const partsOf = (t: Translate, parts: readonly LargePart[]): string =>
  parts
    .map(({ path, sizeBytes, files }) => {
      const size = formatBytes(sizeBytes)
      return path.endsWith('/')
        ? t('builds.folderPart', { path, size, count: files })
        : t('builds.filePart', { path, size })
    })
    .join(', ')

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
        {t(words[kind], { path })} <Button onClick={convert}>{t(buttons[kind])}</Button>
      </p>
      {error && <ErrorCard error={error} />}
    </>
  )
}

const words = { 'windows-lines': 'builds.windowsLines', 'utf-16': 'builds.utf16' } as const
const buttons = { 'windows-lines': 'builds.convertLines', 'utf-16': 'builds.convertUtf16' } as const
