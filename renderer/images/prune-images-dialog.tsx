// Offers the images that no container uses for removal, with their sizes and what removing them frees.
import type { ReactNode } from 'react'
import { useShallow } from 'zustand/react/shallow'
import type { Image } from '../../preload/model'
import { PruneDialog } from '../components/prune-dialog'
import { formatBytes } from '../i18n/format'
import { images, trash } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { say } from '../stores/toasts'
import { arrangeImages, titleOf } from './image-rows'
import { ownBytes, useUsage } from './usage'
import { useUsedKey } from './view-state'

/** The largest first; without those that a container in the Trash needs. */
function useUnused(): readonly Image[] {
  const usedKey = useUsedKey()
  const kept = trash.use(useShallow((state) => [...state.items.values()].map(({ imageId }) => imageId)))
  const view = { filter: 'unused', search: '', sort: 'size', descending: false } as const
  return images.use(
    useShallow((state) =>
      arrangeImages(state.items.values(), new Set(usedKey.split(' ')), view).flatMap((id) =>
        kept.includes(id) ? [] : (state.items.get(id) ?? []),
      ),
    ),
  )
}

export function PruneImagesDialog(): ReactNode {
  const t = useT()
  const unused = useUnused()
  const usage = useUsage((state) => state.usage)
  const untagged = unused.filter(({ tags }) => tags.length === 0)
  const freed = (ids: readonly string[]): number =>
    unused.filter(({ id }) => ids.includes(id)).reduce((sum, image) => sum + ownBytes(usage, image), 0)
  const idsOf = (list: readonly Image[]): readonly string[] => list.map(({ id }) => id)
  return (
    <PruneDialog
      title={t('images.pruneTitle')}
      text={t('images.pruneWhy')}
      picks={[
        ...(untagged.length > 0 ? [{ label: t('images.pruneUntagged'), ids: idsOf(untagged) }] : []),
        { label: t('images.pruneAll'), ids: idsOf(unused) },
      ]}
      items={unused.map((image) => ({
        id: image.id,
        title: image.tags.join(', ') || titleOf(image),
        name: [...image.tags, image.id].join('\n'),
        about: <About image={image} />,
      }))}
      note={(chosen) => t('images.pruneTotal', { count: chosen.length, size: formatBytes(freed(chosen)) })}
      confirmLabel={(count) => t('images.pruneRemove', { count })}
      prune={async (ids) => contract().images.prune({ ids })}
      done={(count) => say('images.pruned', { count })}
    />
  )
}

function About({ image }: { readonly image: Image }): ReactNode {
  const t = useT()
  return (
    <>
      {image.tags.length === 0 && <span className="chip sm">{t('images.untagged')}</span>}{' '}
      {image.digests.length === 0 && <span className="chip sm">{t('images.builtHere')}</span>}{' '}
      {formatBytes(image.sizeBytes)}
    </>
  )
}
