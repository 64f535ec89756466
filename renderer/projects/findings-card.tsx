// What the project lacks on this computer, in words, each with its way out; said before anything is started.
import { useState, type ReactNode } from 'react'
import type { ComposeFinding, ComposeFix } from '../../preload/model'
import { Button } from '../components/button'
import { Status } from '../components/status'
import { useLanguage, useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { reportError } from '../stores/toasts'
import { findingText, fixText } from '../i18n/shared-words'

export interface FindingsCardProps {
  readonly projectId: string
  readonly findings: readonly ComposeFinding[]
  readonly onMended: () => void
}

export function FindingsCard({ projectId, findings, onMended }: FindingsCardProps): ReactNode {
  const t = useT()
  const language = useLanguage()
  if (findings.length === 0) return null
  return (
    <section className="card findings" aria-label={t('projects.findings')}>
      <h2>{t('projects.findings')}</h2>
      <ul>
        {findings.map((finding) => (
          <li key={finding.id}>
            <Status
              shape={finding.weight === 'stops' ? 'fail' : 'warn'}
              label={finding.weight === 'stops' ? t('projects.stops') : t('projects.notice')}
            />
            <span className="grow">{findingText(t, finding, language)}</span>
            {finding.fixes.map((fix) => (
              <FixButton key={fix.id} projectId={projectId} finding={finding} fix={fix} onMended={onMended} />
            ))}
          </li>
        ))}
      </ul>
    </section>
  )
}

interface FixButtonProps extends Pick<FindingsCardProps, 'projectId' | 'onMended'> {
  readonly finding: ComposeFinding
  readonly fix: ComposeFix
}

function FixButton({ projectId, finding, fix, onMended }: FixButtonProps): ReactNode {
  const t = useT()
  const [busy, setBusy] = useState(false)
  const mend = async (): Promise<void> => {
    setBusy(true)
    try {
      await contract().compose.fix({ projectId, findingId: finding.id, fixId: fix.id })
    } catch (error) {
      reportError(error)
    }
    setBusy(false)
    onMended()
  }
  return (
    <Button size="sm" busy={busy} disabled={busy} onClick={() => void mend()}>
      {fixText(t, fix, finding.subject)}
    </Button>
  )
}
