// What Docker takes from this computer, and what it gives back: three levels by one clock.
import { useCallback, useState, type ReactNode } from 'react'
import type { HistoryRange } from '../../preload/model'
import { Segmented } from '../components/choices'
import { EngineOff } from '../shell/engine-off'
import { useEngineReady } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { nearest, type Metric } from './chart-data'
import { DiskCard } from './disk-card'
import { Heaviest } from './heaviest'
import { LevelChart } from './level-chart'
import { LimitsCard } from './limits-card'
import { MemoryStrip } from './memory-strip'
import { useResources } from './use-resources'
import { WhyAbout } from '../why/why-word'

const metrics: readonly Metric[] = ['cpu', 'memory', 'disk', 'network']

export function ResourcesScreen(): ReactNode {
  const t = useT()
  const ready = useEngineReady()
  const [range, setRange] = useState<HistoryRange>('5m')
  const [pointed, setPointed] = useState<number>()
  const { reading, history } = useResources(range)
  const onPoint = useCallback((at: number | undefined) => setPointed(at), [])
  const shown =
    pointed === undefined ? (reading?.sample ?? history.samples.at(-1)) : nearest(history.samples, pointed)
  return (
    <>
      <div className="page-head">
        <h1>{t('resources.title')}</h1>
        <WhyAbout word="vm" />
        <span className="sub truncate">{t('resources.subtitle')}</span>
        <span className="grow" />
        <Segmented
          label={t('resources.range')}
          value={range}
          onChange={setRange}
          options={[
            { value: '5m', label: t('resources.range5m') },
            { value: '1h', label: t('resources.range1h') },
            { value: '24h', label: t('resources.range24h') },
          ]}
        />
      </div>
      {!ready && <EngineOff />}
      <div className="resources" tabIndex={0} role="region" aria-label={t('resources.title')}>
        {reading ? (
          <MemoryStrip reading={reading} history={history} />
        ) : (
          <p className="text-2" role="status">
            {t('resources.waiting')}
          </p>
        )}
        <div className="level-charts">
          {metrics.map((metric) => (
            <LevelChart
              key={metric}
              metric={metric}
              history={history}
              shown={shown}
              memoryBytes={reading?.computer.memoryBytes}
              onPoint={onPoint}
            />
          ))}
        </div>
        <div className="resource-cards">
          <DiskCard />
          <LimitsCard />
          <Heaviest uses={reading?.containers ?? []} />
        </div>
      </div>
    </>
  )
}
