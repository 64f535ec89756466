// What Docker takes now: processor and memory, with the last hour and what was given back.
import type { ReactNode } from 'react'
import type { ResourceHistory, ResourceReading } from '../../preload/model'
import { formatMemory, formatShare } from '../i18n/format'
import { givenBack } from '../resources/chart-data'
import { CpuLine, levelsOf, MemoryLine } from '../resources/level-lines'
import { useT } from '../stores/preferences'

export interface MetersProps {
  readonly reading: ResourceReading | undefined
  readonly history: ResourceHistory
}

export function Meters({ reading, history }: MetersProps): ReactNode {
  const t = useT()
  const { samples } = history
  const { ofMachine, now: level, past } = levelsOf(reading, history)
  if (!level) return null
  const back = givenBack(samples)
  return (
    <section className="card meters">
      <div className="meter-part">
        <p>
          <b>{formatShare(level.cpu)}</b> <span>{t('home.cpu')}</span>
        </p>
        <CpuLine past={past} />
      </div>
      <div className="meter-part">
        <p>
          <b>{formatMemory(level.memoryBytes)}</b>{' '}
          <span>{t(ofMachine ? 'home.memory' : 'home.memoryComputer')}</span>
          <span className="grow" />
          {back && <span className="given">{t('resources.back', { size: formatMemory(back.bytes) })}</span>}
        </p>
        <MemoryLine past={past} />
      </div>
    </section>
  )
}
