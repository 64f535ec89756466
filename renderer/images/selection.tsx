// The images that are ticked: all at once, the bar for them, and the question before they go.
import { Trash2 } from 'lucide-react'
import { useEffect, type ReactNode } from 'react'
import { create } from 'zustand'
import { AskDialog } from '../components/ask-dialog'
import { Button } from '../components/button'
import { Checkbox } from '../components/choices'
import { SelectionBar } from '../components/selection-bar'
import { formatBytes } from '../i18n/format'
import { images } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { reportError, say, sayOutcome } from '../stores/toasts'
import { openDialog } from '../stores/ui'
import { titleOf } from './image-rows'

const useSelection = create<{ readonly ids: ReadonlySet<string> }>(() => ({ ids: new Set() }))

export const useIsTicked = (id: string): boolean => useSelection((state) => state.ids.has(id))

export const clearTicked = (): void => useSelection.setState({ ids: new Set() })

export function toggleTicked(id: string): void {
  useSelection.setState(({ ids }) => {
    const next = new Set(ids)
    if (!next.delete(id)) next.add(id)
    return { ids: next }
  })
}

/** Forgets what is gone or not in the list any more: nobody removes what is not to be seen. */
export function useTickedInList(shown: readonly string[]): void {
  useEffect(() => {
    const { ids } = useSelection.getState()
    if (ids.size === 0) return
    const kept = shown.filter((id) => ids.has(id))
    if (kept.length !== ids.size) useSelection.setState({ ids: new Set(kept) })
  }, [shown])
}

export function TickAll({ shown }: { readonly shown: readonly string[] }): ReactNode {
  const t = useT()
  const count = useSelection((state) => state.ids.size)
  return (
    <Checkbox
      label={t('common.selectAll')}
      checked={count === 0 ? false : count >= shown.length ? true : 'mixed'}
      onChange={() => (count > 0 ? clearTicked() : useSelection.setState({ ids: new Set(shown) }))}
    />
  )
}

export function ImageBulkBar(): ReactNode {
  const t = useT()
  const ids = useSelection((state) => state.ids)
  return (
    <SelectionBar count={ids.size} onClear={clearTicked}>
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
