// A way into the run form for what people run most, and for any other image.
import { Search } from 'lucide-react'
import type { ReactNode } from 'react'
import { useEngineReady } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { openDialog } from '../stores/ui'
import { Tile } from '../components/tile'

const images = [
  ['MySQL', 'mysql'],
  ['PostgreSQL', 'postgres'],
  ['Redis', 'redis'],
  ['nginx', 'nginx'],
  ['RabbitMQ', 'rabbitmq'],
] as const

export function RunNew(): ReactNode {
  const t = useT()
  const ready = useEngineReady()
  return (
    <section>
      <h2>{t('home.runNew')}</h2>
      <div className="run-new">
        {images.map(([name, image]) => (
          <button
            key={image}
            type="button"
            disabled={!ready}
            onClick={() => openDialog({ kind: 'run', image })}
          >
            <Tile image={image} />
            {name}
          </button>
        ))}
        <button type="button" disabled={!ready} onClick={() => openDialog({ kind: 'run' })}>
          <Search className="icon" />
          {t('home.anyImage')}
        </button>
      </div>
    </section>
  )
}
