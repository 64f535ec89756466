// What a container uses: processor, memory, disk and network over the last minutes, half an hour or a day.
import { useState, type ReactNode } from 'react'
import type { ContainerDetails, ContainerHistoryRange, ContainerStats } from '../../preload/model'
import { hasProcesses } from '../../preload/container-state'
import { Segmented } from '../components/choices'
import { Empty } from '../components/empty'
import { formatBytes, formatMemory, formatShare, formatWhole } from '../i18n/format'
import type { Translate } from '../i18n/translate'
import { useNow } from '../stores/clock'
import { useContainer } from '../stores/mirrors'
import { useLanguage, useT } from '../stores/preferences'
import { binaryTop, Chart, type ChartProps } from './chart'
import { ProcessesCard } from './processes-pane'
import { useDetails } from './use-details'
import { spanMs, useStats, type Stats } from './use-stats'

export function StatsPane({ id }: { readonly id: string }): ReactNode {
  const t = useT()
  const container = useContainer(id)
  const [range, setRange] = useState<ContainerHistoryRange>('5m')
  const stats = useStats(id, range)
  const runs = container !== undefined && hasProcesses(container)
  const returns = container?.state === 'restarting'
  return (
    <div className="charts" tabIndex={0} role="region" aria-label={t('details.stats')}>
      <div className="charts-head">
        <Recorded stats={stats} range={range} />
        <span className="grow" />
        <Segmented
          small
          label={t('resources.range')}
          value={range}
          onChange={setRange}
          options={[
            { value: '5m', label: t('resources.range5m') },
            { value: '30m', label: t('stats.range30m') },
            { value: '24h', label: t('resources.range24h') },
          ]}
        />
      </div>
      <Figures id={id} stats={stats} range={range} runs={runs} returns={returns} />
    </div>
  )
}

interface ShownStats {
  readonly stats: Stats
  readonly range: ContainerHistoryRange
}

/** Shorter than this part of the span, what is missing at its beginning is not worth a word. */
const worthTelling = 0.05

/** What the figures are shares of; or from when on there are any. */
function Recorded({ stats, range }: ShownStats): ReactNode {
  const t = useT()
  const language = useLanguage()
  const now = useNow('second')
  const first = stats.history.samples[0]?.at
  const missing = first === undefined ? 0 : first - (now - spanMs[range])
  return (
    <span className="text-2 size-12">
      {first !== undefined && missing > spanMs[range] * worthTelling
        ? t('stats.since', { time: new Date(first).toLocaleTimeString(language, { timeStyle: 'short' }) })
        : t('stats.shareOf')}
    </span>
  )
}

interface FiguresProps extends ShownStats {
  readonly id: string
  readonly runs: boolean
  /** The engine starts it again by itself. */
  readonly returns: boolean
}

function Figures({ id, stats, range, runs, returns }: FiguresProps): ReactNode {
  const t = useT()
  const { last = stats.history.samples.at(-1), known, history } = stats
  if (!last && !runs) {
    const text = returns ? t('details.whenRuns') : t('stats.noneStopped')
    return known && <Empty title={t('stats.none')} text={text} />
  }
  if (!last) {
    return (
      <p className="text-2" role="status">
        {t('stats.waiting')}
      </p>
    )
  }
  return (
    <>
      {history.samples.length === 0 && known && !runs ? (
        <Empty title={t('stats.none')} text={t('stats.noneInSpan')} />
      ) : (
        <Charts id={id} stats={stats} range={range} last={last} runs={runs} />
      )}
      {runs && <ProcessesCard id={id} />}
    </>
  )
}

const perSecond = (bytes: number): string => `${formatBytes(Math.round(bytes))}/s`
const diskOf = (one: ContainerStats): number => one.diskReadBytes + one.diskWriteBytes
const networkOf = (one: ContainerStats): number => one.receivedBytes + one.sentBytes
/** Whoever looks gets samples as often as the span has steps; one that nobody follows is asked each minute. */
const unfollowedMs = 60_000
const gapSteps = 3
/** So that noise does not look like a mountain. */
const leastMemory = 16 * 1024 ** 2

interface ChartsProps extends Omit<FiguresProps, 'returns'> {
  readonly last: ContainerStats
}

function Charts({ id, stats: { history }, range, last, runs }: ChartsProps): ReactNode {
  const t = useT()
  const limits = useDetails(id).value
  const now = useNow('second')
  const span = spanMs[range]
  const chart = (title: string, hue: string, of: (stats: ContainerStats) => number) => ({
    title,
    hue,
    points: history.samples.map((one) => ({ at: one.at, value: of(one) })),
    span,
    // What runs is drawn up to its newest sample, so that it does not jump between two.
    end: runs ? Math.max(last.at, history.samples.at(-1)?.at ?? 0) : now,
    gap: Math.max(gapSteps * history.everyMs, unfollowedMs * 1.5),
    ends: [t('resources.ago', { time: formatWhole(t, span) }), t('resources.now')] as const,
  })
  const shown = (value: string): string => (runs ? value : t('stats.stopped'))
  return (
    <div className="chart-pairs">
      <Chart
        {...chart(t('stats.cpu'), 'cpu', (one) => one.cpu)}
        value={shown(formatShare(last.cpu))}
        note={limits && cpuNote(t, limits)}
        least={0.05}
        format={formatShare}
      />
      <Chart
        {...chart(t('stats.memory'), 'mem', (one) => one.memoryBytes)}
        value={shown(formatMemory(last.memoryBytes))}
        {...(limits ? memoryWords(t, limits, last) : {})}
        least={leastMemory}
        topOf={binaryTop}
        format={formatMemory}
      />
      <Chart
        {...chart(t('stats.disk'), 'disk', diskOf)}
        value={shown(perSecond(diskOf(last)))}
        note={t('stats.diskNote', {
          read: perSecond(last.diskReadBytes),
          written: perSecond(last.diskWriteBytes),
        })}
        least={100e3}
        format={perSecond}
      />
      <Chart
        {...chart(t('stats.network'), 'net', networkOf)}
        value={shown(perSecond(networkOf(last)))}
        note={t('stats.networkNote', {
          received: perSecond(last.receivedBytes),
          sent: perSecond(last.sentBytes),
        })}
        least={10e3}
        format={perSecond}
      />
    </div>
  )
}

const cpuNote = (t: Translate, { cpuLimit }: ContainerDetails): string =>
  cpuLimit > 0 ? t('stats.cpuLimit', { count: cpuLimit }) : t('stats.cpuNoLimit')

function memoryWords(
  t: Translate,
  { memoryLimitBytes: bytes }: ContainerDetails,
  last: ContainerStats,
): Pick<ChartProps, 'note' | 'limit'> {
  if (bytes === 0) return { note: t('stats.memoryNoLimit', { total: formatMemory(last.memoryLimitBytes) }) }
  return {
    note: t('stats.memoryLimit', { share: formatShare(last.memoryBytes / bytes) }),
    limit: { value: bytes, label: t('stats.limitLine', { limit: formatMemory(bytes) }) },
  }
}
