// The list of networks: subnet, containers, age; attach, detach, remove.
import { Braces, Cable, Copy, Network as NetworkIcon, Trash2 } from 'lucide-react'
import { memo, type ReactNode } from 'react'
import { useShallow } from 'zustand/react/shallow'
import type { Network } from '../../preload/model'
import { legible } from '../../preload/text'
import { Button } from '../components/button'
import { Empty, SkeletonRows } from '../components/empty'
import { GridList, GridRow, type RowPlace } from '../components/grid-list'
import { MenuItem, MenuLine } from '../components/menu'
import { RowMenu } from '../components/row-menu'
import { formatAgo } from '../i18n/format'
import { copyText } from '../stores/clipboard'
import { useNow } from '../stores/clock'
import { networks, useEngineReady, useNetwork } from '../stores/mirrors'
import { usePending } from '../stores/pending'
import { useT } from '../stores/preferences'
import { openDialog } from '../stores/ui'
import { arrangeNetworks, useContainersOn, useNetworkView } from './network-rows'

export function NetworkList(): ReactNode {
  const t = useT()
  const search = useNetworkView((state) => state.search)
  const ids = networks.use(useShallow((state) => arrangeNetworks(state.items.values(), search)))
  const any = networks.use((state) => state.items.size > 0)
  const loaded = networks.use((state) => state.loaded)
  const ready = useEngineReady()
  if (ids.length === 0 && any)
    return (
      <Empty title={t('networks.noMatch')} text="">
        <Button size="sm" onClick={() => useNetworkView.setState({ search: '' })}>
          {t('containers.showAll')}
        </Button>
      </Empty>
    )
  // The engine always has networks of its own, so an empty list is one that is not there yet.
  if (ids.length === 0) return ready && !loaded ? <SkeletonRows label={t('networks.loading')} /> : null
  return (
    <GridList
      label={t('networks.title')}
      ids={ids}
      head={<Head />}
      onDelete={(id) => {
        if (!networks.use.getState().items.get(id)?.builtIn) openDialog({ kind: 'remove-network', id })
      }}
      row={(place) => <NetworkRow {...place} />}
    />
  )
}

function Head(): ReactNode {
  const t = useT()
  return (
    <div className="list-row list-head network-grid" role="row" aria-rowindex={1}>
      <span role="columnheader">{t('list.name')}</span>
      <span role="columnheader">{t('networks.subnet')}</span>
      <span role="columnheader">{t('networks.containers')}</span>
      <span role="columnheader">{t('list.created')}</span>
      <span role="columnheader">
        <span className="visually-hidden">{t('list.actions')}</span>
      </span>
    </div>
  )
}

const NetworkRow = memo(function NetworkRow(place: RowPlace): ReactNode {
  const network = useNetwork(place.id)
  const users = useContainersOn(network)
  const now = useNow('minute')
  const t = useT()
  const busy = usePending(place.id) !== undefined
  if (!network) return null
  const names = users.map((one) => one.name).join(', ')
  return (
    <GridRow place={place} className="network-grid">
      <NameCell network={network} used={users.length > 0} />
      <span role="gridcell" className="truncate mono size-12 text-2">
        {busy ? t('pending.remove') : network.subnets.join(', ')}
      </span>
      <span
        role="gridcell"
        className={`truncate size-12 ${names === '' ? 'text-3' : 'text-2'}`}
        title={names === '' ? undefined : names}
      >
        {names === '' ? t('networks.noContainers') : names}
      </span>
      <span role="gridcell" className="text-3 size-12 truncate">
        {formatAgo(t, network.createdAt, now)}
      </span>
      <Actions network={network} tabIndex={place.isCursor ? 0 : -1} />
    </GridRow>
  )
})

function NameCell({ network, used }: { network: Network; used: boolean }): ReactNode {
  const t = useT()
  const about = [
    network.builtIn ? t('networks.builtIn') : '',
    network.internal ? t('networks.internal') : '',
    network.project === undefined ? '' : t('volumes.ofProject', { name: network.project }),
    network.builtIn || network.driver === 'bridge' ? '' : t('networks.ofDriver', { name: network.driver }),
  ].filter(Boolean)
  return (
    <div className="list-name" role="gridcell">
      <span className={`tile ${used ? '' : 'off'}`.trimEnd()}>
        <NetworkIcon className="icon" />
      </span>
      <span className="text truncate" title={legible(network.name)}>
        <b>{legible(network.name)}</b>
        {about.length > 0 && <small>{about.join(' · ')}</small>}
      </span>
    </div>
  )
}

function Actions({ network, tabIndex }: { network: Network; tabIndex: number }): ReactNode {
  const t = useT()
  // Nothing can be attached to `host` and `none` afterwards, and the engine's own stay.
  const fixed = network.driver === 'host' || network.driver === 'null'
  return (
    <div className="row-actions" role="gridcell">
      <RowMenu name={network.name} tabIndex={tabIndex}>
        {!fixed && (
          <MenuItem onSelect={() => openDialog({ kind: 'attach-network', id: network.id })}>
            <Cable className="icon" />
            {t('networks.attach')}
          </MenuItem>
        )}
        <MenuItem
          onSelect={() =>
            openDialog({ kind: 'inspect', service: 'networks', id: network.id, name: network.name })
          }
        >
          <Braces className="icon" />
          {t('details.inspect')}
        </MenuItem>
        <MenuItem onSelect={() => copyText(network.name)}>
          <Copy className="icon" />
          {t('networks.copyName')}
        </MenuItem>
        {!network.builtIn && (
          <>
            <MenuLine />
            <MenuItem danger onSelect={() => openDialog({ kind: 'remove-network', id: network.id })}>
              <Trash2 className="icon" />
              {t('networks.remove')}
            </MenuItem>
          </>
        )}
      </RowMenu>
    </div>
  )
}
