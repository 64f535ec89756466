// Asks before a volume goes: its data is lost. One that containers use is not offered for deletion at all.
import { useId, type ReactNode } from 'react'
import type { Volume } from '../../preload/model'
import { Button } from '../components/button'
import { Dialog } from '../components/dialog'
import { formatBytes } from '../i18n/format'
import { useVolume, volumeSizes } from '../stores/mirrors'
import { act } from '../stores/pending'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { say } from '../stores/toasts'
import { closeDialog } from '../stores/ui'
import { titleOf, useUsersOf } from './volume-rows'

async function removeVolume(id: string, name: string): Promise<void> {
  if (await act(id, 'remove', async () => contract().volumes.remove({ id }))) say('volumes.removed', { name })
}

export function RemoveVolumeDialog({ id }: { readonly id: string }): ReactNode {
  const volume = useVolume(id)
  const used = useUsersOf(id).length > 0
  if (!volume) return null
  return used ? <VolumeInUse volume={volume} /> : <ConfirmLoss volume={volume} />
}

function VolumeInUse({ volume }: { readonly volume: Volume }): ReactNode {
  const t = useT()
  const heading = useId()
  const users = useUsersOf(volume.id)
  return (
    <Dialog labelledBy={heading} className="remove-dialog" onClose={closeDialog}>
      <div className="remove-body">
        <h2 id={heading}>{t('volumes.usedTitle', { name: titleOf(t, volume) })}</h2>
        <p className="text-2">{t('volumes.usedWhy')}</p>
        <ul>
          {users.map((user) => (
            <li key={user.id}>{user.name}</li>
          ))}
        </ul>
      </div>
      <footer>
        <span className="grow" />
        <Button data-autofocus onClick={closeDialog}>
          {t('common.close')}
        </Button>
      </footer>
    </Dialog>
  )
}

function ConfirmLoss({ volume }: { readonly volume: Volume }): ReactNode {
  const t = useT()
  const heading = useId()
  const size = volumeSizes(({ value }) => value?.bytes[volume.id])
  const name = titleOf(t, volume)
  return (
    <Dialog labelledBy={heading} role="alertdialog" className="remove-dialog" onClose={closeDialog}>
      <div className="remove-body">
        <h2 id={heading}>{t('volumes.removeTitle', { name })}</h2>
        <p className="text-2">{t('volumes.removeWhy')}</p>
        <ul>
          <li>
            <span className="chip sm bad">{t('remove.lost')}</span>
            <span className="grow">
              {size === undefined
                ? t('volumes.removeSizeUnknown')
                : t('volumes.removeSize', { size: formatBytes(size) })}
            </span>
          </li>
        </ul>
      </div>
      <footer>
        <span className="grow" />
        <Button data-autofocus onClick={closeDialog}>
          {t('volumes.keep')}
        </Button>
        <Button
          kind="danger-solid"
          onClick={() => {
            closeDialog()
            void removeVolume(volume.id, name)
          }}
        >
          {t('volumes.delete')}
        </Button>
      </footer>
    </Dialog>
  )
}
