// One build: how it stands or ended, its steps, what they print, and what to do with it.
import { ChevronDown, ChevronRight } from 'lucide-react'
import { memo, useState, type ReactNode } from 'react'
import type { Build, BuildStep } from '../../preload/model'
import { Button, IconButton } from '../components/button'
import { ErrorCard } from '../components/error-card'
import { Status, type StatusShape } from '../components/status'
import { formatAgo, formatBytes, formatDuration } from '../i18n/format'
import type { Translate } from '../i18n/translate'
import { run } from '../images/job-card'
import { parseAnsi } from '../logs/ansi'
import { useNow } from '../stores/clock'
import { builds } from '../stores/mirrors'
import { useLanguage, useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { openDialog } from '../stores/ui'
import { isAllCached, nameOf, previousOf, stateIn, stepBeforeMs, tookMs, type StepState } from './build-words'
import { useBuildLog } from './use-build-log'

export function BuildCard({
  id,
  openAtFirst,
}: {
  readonly id: string
  readonly openAtFirst: boolean
}): ReactNode {
  const t = useT()
  const language = useLanguage()
  const build = builds.use((state) => state.items.get(id))
  const [open, setOpen] = useState(openAtFirst)
  if (!build) return null
  const title = t(`builds.${build.state}`, { name: nameOf(build) })
  const began = new Date(build.startedAt).toLocaleTimeString(language, { timeStyle: 'medium' })
  return (
    // Of one image there may be many builds, which only their time tells apart.
    <section className="card build" aria-label={`${title}, ${began}`}>
      <header>
        <IconButton label={title} aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? <ChevronDown className="icon" /> : <ChevronRight className="icon" />}
        </IconButton>
        <Status shape={shapes[build.state]} />
        <b className="semibold truncate" role="status">
          {title}
        </b>
        <Facts build={build} />
        <span className="grow" />
        <Actions build={build} />
      </header>
      {open && (
        <>
          {build.failedLine && (
            <pre className="build-line mono">
              <span className="text-2">{t('builds.line', { line: build.failedLine.number })}</span>{' '}
              {build.failedLine.text}
            </pre>
          )}
          {build.error && <ErrorCard error={build.error} />}
          <Steps build={build} />
          <Output id={id} steps={build.steps} />
        </>
      )}
    </section>
  )
}

const shapes: Readonly<Record<Build['state'], StatusShape>> = {
  active: 'start',
  done: 'run',
  failed: 'fail',
  cancelled: 'stop',
}

function Facts({ build }: { readonly build: Build }): ReactNode {
  const t = useT()
  const previous = builds.use((state) => previousOf(build, state.items.values()))
  const now = useNow('minute')
  return <span className="text-2 size-12 truncate">{factsOf(t, build, previous, now)}</span>
}

/** `took 12 s · 8 s faster than the last time` */
function factsOf(t: Translate, build: Build, previous: Build | undefined, now: number): string {
  const took = tookMs(build)
  if (took === undefined) return t('builds.sent', { size: formatBytes(build.sentBytes) })
  const parts = [t('builds.took', { time: formatDuration(t, took) })]
  if (build.state === 'done' && isAllCached(build)) parts.push(t('builds.allCached'))
  if (build.earlier) parts.push(formatAgo(t, build.startedAt, now))
  const before = previous && tookMs(previous)
  // Less than a second is chance.
  if (build.state === 'done' && before !== undefined && Math.abs(took - before) >= 1000) {
    const time = formatDuration(t, Math.abs(took - before))
    parts.push(took < before ? t('builds.faster', { time }) : t('builds.slower', { time }))
  }
  return parts.join(' · ')
}

function Actions({ build }: { readonly build: Build }): ReactNode {
  const t = useT()
  const { id, request } = build
  if (build.state === 'active') {
    return (
      <Button
        kind="ghost"
        size="sm"
        onClick={() => run(async () => contract().builds.cancel({ buildId: id }))}
      >
        {t('common.cancel')}
      </Button>
    )
  }
  return (
    <>
      {build.state === 'done' && build.imageId !== undefined && (
        <Button
          size="sm"
          onClick={() => openDialog({ kind: 'run', image: request.tag ?? build.imageId ?? '' })}
        >
          {t('images.run')}
        </Button>
      )}
      <Button size="sm" onClick={() => run(async () => contract().builds.again({ buildId: id }))}>
        {t('builds.again')}
      </Button>
      <Button
        kind="ghost"
        size="sm"
        onClick={() => run(async () => contract().builds.dismiss({ buildId: id }))}
      >
        {t('common.dismiss')}
      </Button>
    </>
  )
}

const stepShapes: Readonly<Record<StepState, StatusShape>> = {
  waiting: 'stop',
  running: 'start',
  done: 'run',
  cached: 'run',
  failed: 'fail',
  stopped: 'stop',
}
const stepWords = {
  waiting: 'builds.stepWaiting',
  running: 'builds.stepRunning',
  done: 'builds.stepDone',
  cached: 'builds.stepCached',
  failed: 'builds.stepFailed',
  stopped: 'builds.stepStopped',
} as const

function Steps({ build }: { readonly build: Build }): ReactNode {
  const t = useT()
  const previous = builds.use((state) => previousOf(build, state.items.values()))
  return (
    <ol className="build-steps" aria-label={t('builds.steps')}>
      {build.steps.map((step) => {
        const state = stateIn(build, step)
        return (
          <li key={step.id}>
            <Status shape={stepShapes[state]} label={t(stepWords[state])} />
            <code className="truncate" title={step.name}>
              {step.name}
            </code>
            {state === 'cached' || state === 'stopped' ? (
              <span className="chip sm">{t(stepWords[state])}</span>
            ) : (
              <StepTime step={step} beforeMs={stepBeforeMs(step, previous)} />
            )}
          </li>
        )
      })}
    </ol>
  )
}

interface StepTimeProps {
  readonly step: BuildStep
  readonly beforeMs: number | undefined
}

function StepTime({ step, beforeMs }: StepTimeProps): ReactNode {
  const t = useT()
  const now = useNow('second')
  const { startedAt, endedAt, state } = step
  if (startedAt === undefined) return <span />
  const end = endedAt ?? (state === 'running' ? Math.max(now, startedAt) : startedAt)
  const took = end - startedAt
  // Less than a second is chance.
  const differs = state === 'done' && beforeMs !== undefined && Math.abs(took - beforeMs) >= 1000
  return (
    <span className="text-2 size-12 no-wrap">
      {differs && `${t('builds.stepBefore', { time: formatDuration(t, beforeMs) })} · `}
      {formatDuration(t, took)}
    </span>
  )
}

function Output({ id, steps }: { readonly id: string; readonly steps: readonly BuildStep[] }): ReactNode {
  const t = useT()
  const lines = useBuildLog(id)
  if (lines.length === 0) return null
  const numbers = new Map(steps.map((step, index) => [step.id, index + 1]))
  return (
    <pre className="build-output mono" tabIndex={0} aria-label={t('builds.output')}>
      {lines.map((line, index) => (
        <OutputLine key={index} step={numbers.get(line.step)} text={line.text} />
      ))}
    </pre>
  )
}

/** Programs write for a terminal, with colours; a thousand such lines stay still while others come. */
const OutputLine = memo(function OutputLine(props: {
  readonly step: number | undefined
  readonly text: string
}): ReactNode {
  return (
    <>
      {`#${props.step ?? ''} `}
      {parseAnsi(props.text).map((span, index) => (
        <span key={index} className={span.classes || undefined}>
          {span.text}
        </span>
      ))}
      {'\n'}
    </>
  )
})
