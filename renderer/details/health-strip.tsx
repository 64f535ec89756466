// What the health checks of a container came to, with the last ones one click away.
import { ChevronDown, ChevronRight, HeartPulse } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import type { Container, HealthReport } from '../../preload/model'
import { Button } from '../components/button'
import { formatDuration, formatExact } from '../i18n/format'
import { useLanguage, useT } from '../stores/preferences'
import { Answered } from './answered'
import { hideInText } from './secret'
import { useDetails } from './use-details'

const tone = { healthy: 'ok', starting: 'warn', unhealthy: 'bad' } as const

export function HealthStrip({ container }: { readonly container: Container }): ReactNode {
  const t = useT()
  const [open, setOpen] = useState(false)
  const { health } = container
  if (health === undefined) return null
  return (
    <div className={`health-strip ${health === 'unhealthy' ? 'bad' : ''}`.trimEnd()}>
      <div className="row g8">
        <HeartPulse className="icon icon-14" />
        <span className={`chip sm ${tone[health]}`}>{t(`health.${health}`)}</span>
        <span className="grow" />
        <Button size="sm" kind="ghost" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? <ChevronDown className="icon icon-14" /> : <ChevronRight className="icon icon-14" />}
          {t('health.checks')}
        </Button>
      </div>
      {open && <Checks id={container.id} />}
    </div>
  )
}

function Checks({ id }: { readonly id: string }): ReactNode {
  const t = useT()
  const answer = useDetails(id)
  return (
    <Answered answer={answer}>
      {({ health }) => (
        <>
          {health && <CheckList health={health} />}
          <Button size="sm" onClick={answer.refresh}>
            {t('changes.refresh')}
          </Button>
        </>
      )}
    </Answered>
  )
}

function CheckList({ health }: { readonly health: HealthReport }): ReactNode {
  const t = useT()
  const language = useLanguage()
  return (
    <>
      <p className="size-12 text-2">
        <code className="mono">{hideInText(health.command)}</code> ·{' '}
        {t('health.every', { time: formatDuration(t, health.intervalMs) })}
        {health.failingStreak > 0 && ` · ${t('health.failing', { count: health.failingStreak })}`}
      </p>
      <ol className="health-list" tabIndex={0} aria-label={t('health.checks')}>
        {health.probes.map((probe) => (
          <li key={probe.startedAt}>
            <span className={`chip sm ${probe.exitCode === 0 ? 'ok' : 'bad'}`}>
              {probe.exitCode === -1 ? t('health.timedOut') : t('health.code', { code: probe.exitCode })}
            </span>
            <time dateTime={new Date(probe.startedAt).toISOString()} className="text-2">
              {formatExact(language, probe.startedAt, 'clock')}
            </time>
            <span className="text-3">{t('health.took', { ms: probe.tookMs })}</span>
            {probe.output.trim() !== '' && <pre className="mono">{probe.output.trim()}</pre>}
          </li>
        ))}
      </ol>
    </>
  )
}
