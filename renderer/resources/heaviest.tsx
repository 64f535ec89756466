// The containers that take the most, by memory or by processor.
import { useState, type CSSProperties, type ReactNode } from 'react'
import type { ContainerUse } from '../../preload/model'
import { Segmented } from '../components/choices'
import { projectColor } from '../containers/project-color'
import { formatMemory, formatShare } from '../i18n/format'
import { isRunning } from '../containers/arrange'
import { containers } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { openDetails, showSection } from '../stores/ui'

type Order = 'memory' | 'cpu'
const mostRows = 7

export function Heaviest({ uses }: { readonly uses: readonly ContainerUse[] }): ReactNode {
  const t = useT()
  const [order, setOrder] = useState<Order>('memory')
  const running = containers.use((state) => [...state.items.values()].some(isRunning))
  const weight = (one: ContainerUse): number => (order === 'memory' ? one.memoryBytes : one.cpu)
  const sorted = [...uses]
    .sort((a, b) => weight(b) - weight(a) || a.id.localeCompare(b.id))
    .slice(0, mostRows)
  const most = weight(sorted[0] ?? noUse) || 1
  return (
    <section className="card heaviest">
      <header>
        <h2>{t('resources.heaviest')}</h2>
        <span className="grow" />
        <Segmented
          small
          label={t('resources.order')}
          value={order}
          onChange={setOrder}
          options={[
            { value: 'memory', label: t('resources.memory') },
            { value: 'cpu', label: t('resources.cpu') },
          ]}
        />
      </header>
      {sorted.length === 0 ? (
        <p className="text-2 size-12">{t(running ? 'resources.noFigures' : 'resources.noneRuns')}</p>
      ) : (
        <ul>
          {sorted.map((use) => (
            <HeavyRow key={use.id} use={use} share={weight(use) / most} order={order} />
          ))}
        </ul>
      )}
    </section>
  )
}

const noUse: ContainerUse = { id: '', cpu: 0, memoryBytes: 0, memoryLimitBytes: 0, processes: 0 }

interface HeavyRowProps {
  readonly use: ContainerUse
  readonly share: number
  readonly order: Order
}

function HeavyRow({ use, share, order }: HeavyRowProps): ReactNode {
  const container = containers.use((state) => state.items.get(use.id))
  const name = container?.name ?? use.id.slice(0, 12)
  const open = (): void => {
    showSection('containers')
    openDetails(use.id, 'stats')
  }
  const color = container?.project === undefined ? undefined : projectColor(container.project)
  return (
    <li>
      <button type="button" onClick={open}>
        <span
          className="swatch"
          style={color === undefined ? undefined : ({ '--c': color } as CSSProperties)}
        />
        <span className="truncate grow">{name}</span>
        <span className={order === 'memory' ? 'medium' : 'text-2'}>{formatMemory(use.memoryBytes)}</span>
        <span className={order === 'cpu' ? 'medium' : 'text-2'}>{formatShare(use.cpu)}</span>
      </button>
      <span
        className="bar"
        aria-hidden="true"
        style={{ '--c': order === 'memory' ? 'var(--m-mem)' : 'var(--m-cpu)' } as CSSProperties}
      >
        <i style={{ width: `${share * 100}%` }} />
      </span>
    </li>
  )
}
