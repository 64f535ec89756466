// What a container uses: processor, memory, disk and network over the last minutes.
import type { ReactNode } from 'react'
import type { ContainerStats } from '../../preload/model'
import { isRunning } from '../containers/arrange'
import { Empty } from '../components/empty'
import { formatBytes, formatMemory, formatShare } from '../i18n/format'
import { useContainer } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { Chart } from './chart'
import { ProcessesCard } from './processes-pane'
import { keptSamples, useStats } from './use-stats'

export function StatsPane({ id }: { readonly id: string }): ReactNode {
  const t = useT()
  const container = useContainer(id)
  const samples = useStats(id)
  const last = samples.at(-1)
  if (container && !isRunning(container)) {
    return <Empty title={t('stats.none')} text={t('details.startFirst')} />
  }
  if (!last) {
    return (
      <p className="pane-pad text-2" role="status">
        {t('stats.waiting')}
      </p>
    )
  }
  return <Charts id={id} samples={samples} last={last} />
}

const perSecond = (bytes: number): string => `${formatBytes(Math.round(bytes))}/s`
const diskOf = (one: ContainerStats): number => one.diskReadBytes + one.diskWriteBytes
const networkOf = (one: ContainerStats): number => one.receivedBytes + one.sentBytes

interface ChartsProps {
  readonly id: string
  readonly samples: readonly ContainerStats[]
  readonly last: ContainerStats
}

function Charts({ id, samples, last }: ChartsProps): ReactNode {
  const t = useT()
  const shared = { width: keptSamples }
  return (
    <div className="charts" tabIndex={0} role="region" aria-label={t('details.stats')}>
      <Chart
        {...shared}
        title={t('stats.cpu')}
        value={formatShare(last.cpu)}
        note={t('stats.cpuNote')}
        points={samples.map((one) => one.cpu)}
        least={0.05}
        format={formatShare}
        hue="cpu"
      />
      <Chart
        {...shared}
        title={t('stats.memory')}
        value={formatMemory(last.memoryBytes)}
        note={t('stats.memoryNote', { limit: formatMemory(last.memoryLimitBytes), count: last.processes })}
        points={samples.map((one) => one.memoryBytes)}
        least={10e6}
        format={formatMemory}
        hue="mem"
      />
      <Chart
        {...shared}
        title={t('stats.disk')}
        value={perSecond(diskOf(last))}
        note={t('stats.diskNote', {
          read: perSecond(last.diskReadBytes),
          written: perSecond(last.diskWriteBytes),
        })}
        points={samples.map(diskOf)}
        least={100e3}
        format={perSecond}
        hue="disk"
      />
      <Chart
        {...shared}
        title={t('stats.network')}
        value={perSecond(networkOf(last))}
        note={t('stats.networkNote', {
          received: perSecond(last.receivedBytes),
          sent: perSecond(last.sentBytes),
        })}
        points={samples.map(networkOf)}
        least={10e3}
        format={perSecond}
        hue="net"
      />
      <ProcessesCard id={id} />
    </div>
  )
}
