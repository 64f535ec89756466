// The images that are ticked: all at once, the bar for them, and the question before they go.
import { Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { AskDialog } from '../components/ask-dialog'
import { Button } from '../components/button'
import { SelectionBar } from '../components/selection-bar'
import { createTicks } from '../components/ticks'
import { formatBytes } from '../i18n/format'
import { images } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { reportError, say, sayOutcome } from '../stores/toasts'
import { openDialog } from '../stores/ui'
import { titleOf } from './image-rows'

export const ticks = createTicks()

export function ImageBulkBar(): ReactNode {
  const t = useT()
  const ids = ticks.useAll()
  return (
    <SelectionBar count={ids.size} onClear={ticks.clear}>
      <Button kind="danger" size="sm" onClick={() => openDialog({ kind: 'remove-images', ids: [...ids] })}>
        <Trash2 className="icon" />
        {t('containers.remove')}
      </Button>
    </SelectionBar>
  )
}

const nameOf = (id: string): string => {
  const image = images.use.getState().items.get(id)
  return image === undefined ? id : titleOf(image)
}

/** What a container needs is kept by the app and told with its container. */
async function removeImages(ids: readonly string[]): Promise<void> {
  const names = new Map(ids.map((id) => [id, nameOf(id)]))
  try {
    const { removed, kept } = await contract().images.prune({ ids })
    if (kept.length === 0) return say('images.pruned', { count: removed.length })
    const failed = kept.map(({ id, error }) => ({ name: names.get(id) ?? id, error }))
    sayOutcome({ done: removed.map((id) => names.get(id) ?? id), failed })
  } catch (error) {
    reportError(error)
  }
}

export function RemoveImagesDialog({ ids }: { readonly ids: readonly string[] }): ReactNode {
  const t = useT()
  const all = images.use((state) => state.items)
  const chosen = ids.flatMap((id) => all.get(id) ?? [])
  return (
    <AskDialog
      title={t('images.removeMany', { count: chosen.length })}
      text={t('images.removeWhy')}
      keep={t('remove.keepMany')}
      confirm={{
        label: t('images.pruneRemove', { count: chosen.length }),
        disabled: chosen.length === 0,
        run: () => void removeImages(chosen.map(({ id }) => id)),
      }}
    >
      <ul className="scroll-list">
        {chosen.map((image) => (
          <li key={image.id}>
            <span className="truncate grow">{image.tags.join(', ') || titleOf(image)}</span>
            <span className="text-2 no-wrap">{formatBytes(image.sizeBytes)}</span>
          </li>
        ))}
      </ul>
    </AskDialog>
  )
}
