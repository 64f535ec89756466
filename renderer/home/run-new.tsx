// A way into the run form for what people run most, and for any other image.
import { Search } from 'lucide-react'
import type { ReactNode } from 'react'
import { useEngineReady } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { openDialog } from '../stores/ui'
import { catalogue } from '../catalogue/entries'
import { Tile } from '../components/tile'

export function RunNew(): ReactNode {
  const t = useT()
  const ready = useEngineReady()
  return (
    <section>
      <h2>{t('home.runNew')}</h2>
      <div className="run-new">
        {catalogue.map(({ id, name, image }) => (
          <button
            key={id}
            type="button"
            disabled={!ready}
            onClick={() => openDialog({ kind: 'run', entry: id })}
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
