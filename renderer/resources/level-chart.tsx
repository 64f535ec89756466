// One metric of all three levels: the chart, and in words what is pointed at, or what is now.
import { useMemo, type CSSProperties, type ReactNode } from 'react'
import type { ResourceHistory, ResourceSample } from '../../preload/model'
import { binaryTop, niceTop } from '../details/chart'
import { formatBytes, formatMemory, formatShare, formatWhole } from '../i18n/format'
import { useMachine } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { chartData, givenBack, valueOf, type Metric } from './chart-data'
import { Plot } from './plot'
import { rangeMs } from './use-resources'

export interface LevelChartProps {
  readonly metric: Metric
  readonly history: ResourceHistory
  /** What the words tell: the sample that is pointed at, or the newest. */
  readonly shown: ResourceSample | undefined
  readonly memoryBytes: number | undefined
  readonly onPoint: (at: number | undefined) => void
}

const hues: Readonly<Record<Metric, string>> = { cpu: 'cpu', memory: 'mem', disk: 'disk', network: 'net' }
/** The least top of each scale, so that noise does not look like a mountain. */
const least: Readonly<Record<Metric, number>> = { cpu: 0.1, memory: 1024 ** 3, disk: 1e6, network: 100e3 }

export const formatMetric = (metric: Metric, value: number): string => {
  if (metric === 'cpu') return formatShare(value)
  return metric === 'memory' ? formatMemory(value) : `${formatBytes(Math.round(value))}/s`
}

export function LevelChart({ metric, history, shown, memoryBytes, onPoint }: LevelChartProps): ReactNode {
  const t = useT()
  const { samples, everyMs, range } = history
  const data = useMemo(() => chartData(samples, everyMs, metric), [samples, everyMs, metric])
  const top = useMemo(() => {
    if (metric === 'memory' && memoryBytes !== undefined) return memoryBytes
    const values = data.slice(1).flatMap((line) => line.map((value) => value ?? 0))
    const high = values.reduce((most, value) => Math.max(most, value), least[metric])
    if (metric === 'memory') return binaryTop(high)
    return metric === 'cpu' ? Math.min(1, niceTop(high)) : niceTop(high)
  }, [data, metric, memoryBytes])
  const attached = useMachine()?.driver === 'none'
  const span = rangeMs[range]
  const end = samples.at(-1)?.at ?? 0
  const hue = hues[metric]
  const back = metric === 'memory' ? givenBack(samples) : undefined
  const words = (level: ResourceSample['computer']): string => {
    const value = valueOf(level, metric)
    return value === undefined ? t('resources.unknown') : formatMetric(metric, value)
  }
  return (
    <section className="card level-chart" style={{ '--c': `var(--m-${hue})` } as CSSProperties}>
      <header>
        <h2>{t(`resources.${metric}`)}</h2>
        <span className="grow" />
        <span className="caption">{formatMetric(metric, top)}</span>
      </header>
      <div className="plot-frame">
        <Plot
          data={data}
          hue={hue}
          top={top}
          from={end - span}
          span={span}
          together="resources"
          onPoint={onPoint}
        />
        {back && (
          <span className="given-back">{t('resources.back', { size: formatMemory(back.bytes) })}</span>
        )}
      </div>
      <p className="plot-ends">
        <span>{t('resources.ago', { time: formatWhole(t, span) })}</span>
        <span>{t('resources.now')}</span>
      </p>
      <dl className="levels">
        <div>
          <dt className="key-computer">{t('resources.computer')}</dt>
          <dd>{words(shown?.computer)}</dd>
        </div>
        {!attached && (
          <div>
            <dt className="key-machine">{t('resources.machine')}</dt>
            <dd>{words(shown?.machine)}</dd>
          </div>
        )}
        <div>
          <dt className="key-containers">{t('resources.containers')}</dt>
          <dd>{words(shown?.containers)}</dd>
        </div>
      </dl>
    </section>
  )
}
