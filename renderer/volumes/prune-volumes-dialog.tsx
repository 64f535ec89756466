// Lists the volumes that no container uses, with their sizes; deletes those that a person ticked, none by itself.
import { useId, useState, type ReactNode } from 'react'
import { reviveError } from '../../preload/errors'
import { Button } from '../components/button'
import { Checkbox } from '../components/choices'
import { Dialog } from '../components/dialog'
import { formatBytes } from '../i18n/format'
import { volumeSizes } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { reportError, say } from '../stores/toasts'
import { closeDialog } from '../stores/ui'
import { useFirstMeasurement } from './measure'
import { titleOf, useUnused } from './volume-rows'

async function prune(ids: readonly string[]): Promise<void> {
  try {
    const { removed, kept } = await contract().volumes.prune({ ids })
    if (removed.length > 0) say('volumes.pruned', { count: removed.length })
    for (const { error } of kept) reportError(reviveError(error))
  } catch (error) {
    reportError(error)
  }
}

export function PruneVolumesDialog(): ReactNode {
  const t = useT()
  const heading = useId()
  const unused = useUnused()
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const bytes = volumeSizes(({ value }) => value?.bytes)
  useFirstMeasurement()
  // One that a container took meanwhile is not in the list any more, and not deleted.
  const chosen = unused.filter(({ id }) => ticked.has(id)).map(({ id }) => id)
  const toggle = (id: string): void =>
    setTicked((now) => (now.has(id) ? new Set([...now].filter((one) => one !== id)) : new Set([...now, id])))
  return (
    <Dialog labelledBy={heading} role="alertdialog" className="remove-dialog" onClose={closeDialog}>
      <div className="remove-body">
        <h2 id={heading}>{t('volumes.pruneTitle')}</h2>
        <p className="text-2">{t('volumes.pruneWhy')}</p>
        <ul className="scroll-list">
          {unused.map((volume) => (
            <li key={volume.id}>
              <label className="row g8 grow" title={volume.id}>
                <Checkbox checked={ticked.has(volume.id)} onChange={() => toggle(volume.id)} />
                <span className="truncate">{titleOf(t, volume)}</span>
              </label>
              <span className="text-2 no-wrap">
                {bytes?.[volume.id] === undefined
                  ? t('volumes.unknownSize')
                  : formatBytes(bytes[volume.id] ?? 0)}
              </span>
            </li>
          ))}
        </ul>
      </div>
      <footer>
        <span className="text-2 size-12" role="status">
          {t('volumes.pruneTotal', {
            count: chosen.length,
            size: formatBytes(chosen.reduce((sum, id) => sum + (bytes?.[id] ?? 0), 0)),
          })}
        </span>
        <span className="grow" />
        <Button data-autofocus onClick={closeDialog}>
          {t('remove.keepMany')}
        </Button>
        <Button
          kind="danger-solid"
          disabled={chosen.length === 0}
          onClick={() => {
            closeDialog()
            void prune(chosen)
          }}
        >
          {t('volumes.pruneDelete', { count: chosen.length })}
        </Button>
      </footer>
    </Dialog>
  )
}
