// What Docker takes now: processor and memory, with the last hour and what was given back.
import type { ReactNode } from 'react'
import type { ResourceHistory, ResourceReading } from '../../preload/model'
import { Sparkline } from '../containers/use-cells'
import { formatMemory, formatShare } from '../i18n/format'
import { givenBack } from '../resources/chart-data'
import { useT } from '../stores/preferences'

/** As many points as the width shows well. */
const mostPoints = 120

export interface MetersProps {
  readonly reading: ResourceReading | undefined
  readonly history: ResourceHistory
}

export function Meters({ reading, history }: MetersProps): ReactNode {
  const t = useT()
  const { samples } = history
  const shown = reading?.sample ?? samples.at(-1)
  const level = shown?.machine ?? shown?.computer
  if (!shown || !level) return null
  const ofMachine = shown.machine !== undefined
  const levels = samples
    .slice(-mostPoints)
    .flatMap((sample) => (ofMachine ? sample.machine : sample.computer) ?? [])
  const back = givenBack(samples)
  return (
    <section className="card meters">
      <div className="meter-part">
        <p>
          <b>{formatShare(level.cpu)}</b> <span>{t('home.cpu')}</span>
        </p>
        <Sparkline points={levels.map(({ cpu }) => cpu)} least={0.1} hue="cpu" width={mostPoints} />
      </div>
      <div className="meter-part">
        <p>
          <b>{formatMemory(level.memoryBytes)}</b>{' '}
          <span>{t(ofMachine ? 'home.memory' : 'home.memoryComputer')}</span>
          <span className="grow" />
          {back && <span className="given">{t('resources.back', { size: formatMemory(back.bytes) })}</span>}
        </p>
        <Sparkline
          points={levels.map(({ memoryBytes }) => memoryBytes)}
          least={1e9}
          hue="mem"
          width={mostPoints}
        />
      </div>
    </section>
  )
}
