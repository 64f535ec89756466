// A way into the run form for what people run most, and for any other image.
import { Layers, Search } from 'lucide-react'
import type { ReactNode } from 'react'
import { useEngineReady } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { openDialog, showSection } from '../stores/ui'
import { act, showWorkspace } from '../workspaces/view-state'
import { catalogue, stackIds, stackName, type StackId } from '../../preload/catalogue'
import { Tile } from '../components/tile'

/** Its page says what will start and where it answers, before anything does. */
const openStack = (stack: StackId): void =>
  act(async () => {
    const { id } = await contract().workspaces.openStack({ stack })
    showWorkspace(id)
    showSection('workspaces')
  })

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
      <h3>{t('home.together')}</h3>
      <div className="run-new">
        {stackIds.map((stack) => (
          <button key={stack} type="button" disabled={!ready} onClick={() => openStack(stack)}>
            <Layers className="icon" />
            {stackName(stack)}
          </button>
        ))}
      </div>
    </section>
  )
}
