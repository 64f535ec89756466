// The ports of this computer: conflicts and their ways out, the map, what would clash later, a finder of free ports.
import { Network } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { useShallow } from 'zustand/react/shallow'
import type { PortConflict } from '../../preload/model'
import { Segmented } from '../components/choices'
import { Empty } from '../components/empty'
import { SearchInput } from '../components/search-input'
import { conflicts, listeners } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { ConflictCard } from './conflict-card'
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
        {now.length > 0 && (
          <section
            className="conflict-cards"
            aria-label={t('containers.portConflicts', { count: now.length })}
          >
            {now.map((conflict) => (
              <ConflictCard key={conflict.id} conflict={conflict} />
            ))}
          </section>
        )}
        <span className="visually-hidden" role="status">
          {now.length > 0 && t('containers.portConflicts', { count: now.length })}
        </span>
        <div className="ports-columns">
          <Paths filter={filter} search={search} view={view} />
          <div className="ports-side">
            <LaterCard conflicts={later} />
            <FreePortCard />
          </div>
        </div>
      </div>
    </div>
  )
}

function Paths({ filter, search, view }: { filter: MapFilter; search: string; view: View }): ReactNode {
  const t = useT()
  const rows = useMapRows(filter, search)
  const loaded = listeners.use((state) => state.loaded)
  return (
    <section className="card ports-panel" aria-label={t('ports.viewMap')}>
      {loaded && rows.hosts.length === 0 ? (
        <Empty icon={Network} title={t('ports.none')} text={t('ports.noneWhy')} />
      ) : (
        <>
          {view === 'map' && <PortMap rows={rows} />}
          {view === 'map' ? <HiddenPortTable rows={rows} /> : <PortTable rows={rows} />}
        </>
      )}
    </section>
  )
}
