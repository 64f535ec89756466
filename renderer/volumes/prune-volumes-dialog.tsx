// Offers the volumes that no container uses for deletion, with their sizes.
import type { ReactNode } from 'react'
import { PruneDialog } from '../components/prune-dialog'
import { formatBytes } from '../i18n/format'
import { volumeSizes } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { say } from '../stores/toasts'
import { useMeasurement } from './measure'
import { titleOf, useUnused } from './volume-rows'

export function PruneVolumesDialog(): ReactNode {
  const t = useT()
  const bytes = volumeSizes(({ value }) => value?.bytes)
  useMeasurement()
  const items = useUnused().map((volume) => {
    const size = bytes?.[volume.id]
    return {
      id: volume.id,
      title: titleOf(t, volume),
      name: volume.id,
      about: size === undefined ? t('volumes.unknownSize') : formatBytes(size),
    }
  })
  const sizeOf = (ids: readonly string[]): number => ids.reduce((sum, id) => sum + (bytes?.[id] ?? 0), 0)
  return (
    <PruneDialog
      title={t('volumes.pruneTitle')}
      text={t('volumes.pruneWhy')}
      items={items}
      note={(chosen) => t('volumes.pruneTotal', { count: chosen.length, size: formatBytes(sizeOf(chosen)) })}
      confirmLabel={(count) => t('volumes.pruneDelete', { count })}
      prune={async (ids) => contract().volumes.prune({ ids })}
      done={(count) => say('volumes.pruned', { count })}
    />
  )
}
