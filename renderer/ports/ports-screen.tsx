// The ports of this computer: conflicts and their ways out, the map, what would clash later, a finder of free ports.
import { Network } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { useShallow } from 'zustand/react/shallow'
import type { PortConflict } from '../../preload/model'
import { Button } from '../components/button'
import { Segmented } from '../components/choices'
import { ErrorCard } from '../components/error-card'
import { Empty } from '../components/empty'
import { SearchInput } from '../components/search-input'
import { conflicts, listeners, portLook } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { ConflictCard, FixedCard } from './conflict-card'
import { tellOutcome, useFixings } from './fix'
import { FreePortCard } from './free-port-card'
import { LaterCard } from './later-card'
import type { MapFilter } from './map-rows'
import { PortMap } from './port-map'
import { HiddenPortTable, PortTable } from './port-table'
import { useListenersWatch, useMapRows } from './use-map-rows'
import { WhyAbout } from '../why/why-word'

type View = 'map' | 'table'

const useConflicts = (when: PortConflict['when']): readonly PortConflict[] =>
  conflicts.use(useShallow((state) => [...state.items.values()].filter((one) => one.when === when)))

export function PortsScreen(): ReactNode {
  const t = useT()
  const [filter, setFilter] = useState<MapFilter>('all')
  const [search, setSearch] = useState('')
  const [view, setView] = useState<View>('map')
  useListenersWatch()
  const now = useConflicts('now')
  const later = useConflicts('later')
  const unreadable = portLook((state) => state.value?.error)
  return (
    <div className="ports-screen">
      <div className="page-head">
        <h1>{t('ports.title')}</h1>
        <WhyAbout word="portMapping" />
        <span className="sub">{t('ports.subtitle')}</span>
        <span className="grow" />
        <SearchInput className="ports-search" label={t('ports.search')} value={search} onChange={setSearch} />
        <Segmented
          label={t('list.filter')}
          value={filter}
          onChange={setFilter}
          options={[
            { value: 'all', label: t('list.all') },
            { value: 'containers', label: t('containers.title') },
            { value: 'others', label: t('ports.others') },
          ]}
        />
        <Segmented
          label={t('ports.view')}
          value={view}
          onChange={setView}
          options={[
            { value: 'map', label: t('ports.viewMap') },
            { value: 'table', label: t('ports.viewTable') },
          ]}
        />
      </div>
      <div className="ports-body">
        {unreadable && <ErrorCard error={unreadable} />}
        <ConflictCards now={now} />
        <span className="visually-hidden" role="status">
          {now.length > 0 && t('containers.portConflicts', { count: now.length })}
        </span>
        <div className="ports-columns">
          <Paths
            filter={filter}
            search={search}
            view={view}
            onClear={() => {
              setFilter('all')
              setSearch('')
            }}
          />
          <div className="ports-side">
            <LaterCard conflicts={later} broken={now.some(({ containerUp }) => !containerUp)} />
            <FreePortCard />
          </div>
        </div>
      </div>
    </div>
  )
}

/** What is being fixed stays as it was when its fix was chosen, and is shown as over for a moment. */
function ConflictCards({ now }: { readonly now: readonly PortConflict[] }): ReactNode {
  const t = useT()
  const fixings = useFixings()
  const fixed = [...fixings.values()].map(({ conflict }) => conflict).filter(({ when }) => when === 'now')
  const cards = [...now.filter(({ id }) => !fixings.has(id)), ...fixed].sort(
    (a, b) => a.binding.hostPort - b.binding.hostPort || (a.id < b.id ? -1 : 1),
  )
  if (cards.length === 0) return null
  return (
    <section className="conflict-cards" aria-label={t('containers.portConflicts', { count: now.length })}>
      {cards.map((conflict) => {
        const fixing = fixings.get(conflict.id)
        return fixing?.done ? (
          <FixedCard key={conflict.id} conflict={conflict} text={tellOutcome(t, conflict, fixing.fix)} />
        ) : (
          <ConflictCard key={conflict.id} conflict={conflict} />
        )
      })}
    </section>
  )
}

interface PathsProps {
  readonly filter: MapFilter
  readonly search: string
  readonly view: View
  readonly onClear: () => void
}

function Paths({ filter, search, view, onClear }: PathsProps): ReactNode {
  const t = useT()
  const rows = useMapRows(filter, search)
  const loaded = listeners.use((state) => state.loaded)
  const filters = { all: '', containers: t('containers.title'), others: t('ports.others') }
  const wanted = search.trim() || filters[filter]
  return (
    <section className="card ports-panel" aria-label={t('ports.viewMap')}>
      {loaded && rows.hosts.length === 0 ? (
        filter === 'all' && wanted === '' ? (
          <Empty icon={Network} title={t('ports.none')} text={t('ports.noneWhy')} />
        ) : (
          <Empty icon={Network} title={t('ports.notFound')} text={t('ports.notFoundWhy', { text: wanted })}>
            <Button onClick={onClear}>{t('containers.clearSearch')}</Button>
          </Empty>
        )
      ) : (
        <>
          {view === 'map' && <PortMap rows={rows} />}
          {view === 'map' ? <HiddenPortTable rows={rows} /> : <PortTable rows={rows} />}
        </>
      )}
    </section>
  )
}
