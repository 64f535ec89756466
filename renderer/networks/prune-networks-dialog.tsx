// Offers the networks that no container is attached to for removal.
import type { ReactNode } from 'react'
import { PruneDialog } from '../components/prune-dialog'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { say } from '../stores/toasts'
import { useUnusedNetworks } from './network-rows'

export function PruneNetworksDialog(): ReactNode {
  const t = useT()
  const items = useUnusedNetworks().map(({ id, name, subnets }) => ({
    id,
    title: name,
    name,
    about: <span className="mono">{subnets[0]}</span>,
  }))
  return (
    <PruneDialog
      title={t('networks.pruneTitle')}
      text={t('networks.pruneWhy')}
      items={items}
      confirmLabel={(count) => t('networks.pruneDelete', { count })}
      prune={async (ids) => contract().networks.prune({ ids })}
      done={(count) => say('networks.pruned', { count })}
    />
  )
}
