// The networks: the list, and what a network is for.
import { BookOpen, Plus } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { Button } from '../components/button'
import { Segmented } from '../components/choices'
import { ListSearch } from '../components/list-search'
import { EngineOff } from '../shell/engine-off'
import { useEngineReady } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { useIsConnected } from '../stores/session'
import { openDialog } from '../stores/ui'
import { NetworkList } from './network-list'
import { NetworkMap } from './network-map'
import { useNetworkView, useUnusedNetworks } from './network-rows'
import { WhyAbout } from '../why/why-word'

export function NetworksScreen(): ReactNode {
  const t = useT()
  const [view, setView] = useState<'list' | 'map'>('list')
  const ready = useEngineReady()
  const connected = useIsConnected()
  const unused = useUnusedNetworks().length
  return (
    <>
      <div className="page-head">
        <h1>{t('networks.title')}</h1>
        <WhyAbout word="network" />
        <span className="grow" />
        {view === 'list' && <SearchField />}
        <Segmented
          label={t('ports.view')}
          value={view}
          onChange={setView}
          options={[
            { value: 'list', label: t('networks.viewList') },
            { value: 'map', label: t('networks.viewMap') },
          ]}
        />
        {unused > 0 && (
          <Button disabled={!ready} onClick={() => openDialog({ kind: 'prune-networks' })}>
            {t('networks.prune')}
          </Button>
        )}
        <Button disabled={!ready} onClick={() => openDialog({ kind: 'create-network' })}>
          <Plus className="icon" />
          {t('networks.new')}
        </Button>
      </div>
      {!ready && <EngineOff />}
      <div className={`list-area ${ready && connected ? '' : 'is-stale'}`.trimEnd()}>
        {view === 'list' ? <NetworkList /> : <NetworkMap />}
      </div>
      <p className="page-note">
        <BookOpen className="icon" />
        <span>{t('networks.about')}</span>
      </p>
    </>
  )
}

/** The picture shows all: what reaches what is not told by a part of it. */
function SearchField(): ReactNode {
  const t = useT()
  const search = useNetworkView((state) => state.search)
  return (
    <ListSearch
      label={t('networks.search')}
      value={search}
      onChange={(typed) => useNetworkView.setState({ search: typed })}
    />
  )
}
