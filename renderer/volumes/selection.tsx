// The volumes that are ticked: what can be done with all of them, and the question before they go.
import { Archive, Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { AskDialog } from '../components/ask-dialog'
import { Button } from '../components/button'
import { SelectionBar } from '../components/selection-bar'
import { createTicks } from '../components/ticks'
import { formatBytes } from '../i18n/format'
import { containers, volumes, volumeSizes } from '../stores/mirrors'
import { currentT, useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { reportError, say, sayOutcome } from '../stores/toasts'
import { openDialog } from '../stores/ui'
import { backUp } from './back-up'
import { titleOf, useUsedVolumesKey } from './volume-rows'

export const ticks = createTicks()

export function VolumeBulkBar(): ReactNode {
  const t = useT()
  const ids = ticks.useAll()
  return (
    <SelectionBar count={ids.size} onClear={ticks.clear}>
      <Button size="sm" onClick={() => [...ids].forEach(backUp)}>
        <Archive className="icon" />
        {t('volumes.backUp')}
      </Button>
      <Button kind="danger" size="sm" onClick={() => openDialog({ kind: 'prune-volumes', ids: [...ids] })}>
        <Trash2 className="icon" />
        {t('containers.remove')}
      </Button>
    </SelectionBar>
  )
}

const nameOf = (id: string): string => {
  const volume = volumes.use.getState().items.get(id)
  return volume ? titleOf(currentT(), volume) : id
}

/** One that a container took up meanwhile is kept by the app, and told with that container. */
async function removeVolumes(ids: readonly string[]): Promise<void> {
  const names = new Map(ids.map((id) => [id, nameOf(id)]))
  try {
    const { removed, kept } = await contract().volumes.prune({ ids })
    if (kept.length === 0) return say('volumes.pruned', { count: removed.length })
    sayOutcome({
      done: removed.map((id) => names.get(id) ?? id),
      failed: kept.map(({ id, error }) => ({ name: names.get(id) ?? id, error })),
    })
  } catch (error) {
    reportError(error)
  }
}

export function RemoveVolumesDialog({ ids }: { readonly ids: readonly string[] }): ReactNode {
  const t = useT()
  const all = volumes.use((state) => state.items)
  const used = new Set(useUsedVolumesKey().split(' '))
  const known = containers.use((state) => state.loaded)
  const bytes = volumeSizes(({ value }) => value?.bytes)
  const chosen = ids.flatMap((id) => all.get(id) ?? [])
  const free = known ? chosen.filter(({ id }) => !used.has(id)) : []
  return (
    <AskDialog
      title={t('volumes.removeMany', { count: chosen.length })}
      text={t('volumes.removeWhy')}
      keep={t('remove.keepMany')}
      confirm={{
        label: t('volumes.pruneDelete', { count: free.length }),
        disabled: free.length === 0,
        run: () => void removeVolumes(free.map(({ id }) => id)),
      }}
    >
      <ul className="scroll-list">
        {chosen.map((volume) => {
          const size = bytes?.[volume.id]
          const isKept = !free.includes(volume)
          return (
            <li key={volume.id}>
              <span className={`chip sm ${isKept ? 'ok' : 'bad'}`}>
                {t(isKept ? 'remove.kept' : 'remove.lost')}
              </span>
              <span className="truncate grow">{titleOf(t, volume)}</span>
              <span className="text-2 no-wrap">
                {isKept ? t('images.inUse') : size === undefined ? '' : formatBytes(size)}
              </span>
            </li>
          )
        })}
      </ul>
    </AskDialog>
  )
}
