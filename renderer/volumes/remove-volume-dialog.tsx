// Asks before a volume goes: its data is lost. One that containers use is not offered for deletion at all.
import type { ReactNode } from 'react'
import type { Volume } from '../../preload/model'
import { AskDialog } from '../components/ask-dialog'
import { formatBytes } from '../i18n/format'
import { useVolume, volumeSizes } from '../stores/mirrors'
import { act } from '../stores/pending'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { say } from '../stores/toasts'
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
  const users = useUsersOf(volume.id)
  return (
    <AskDialog
      title={t('volumes.usedTitle', { name: titleOf(t, volume) })}
      text={t('volumes.usedWhy')}
      keep={t('common.close')}
    >
      <ul>
        {users.map((user) => (
          <li key={user.id}>{user.name}</li>
        ))}
      </ul>
    </AskDialog>
  )
}

function ConfirmLoss({ volume }: { readonly volume: Volume }): ReactNode {
  const t = useT()
  const size = volumeSizes(({ value }) => value?.bytes[volume.id])
  const name = titleOf(t, volume)
  return (
    <AskDialog
      title={t('volumes.removeTitle', { name })}
      text={t('volumes.removeWhy')}
      keep={t('volumes.keep')}
      confirm={{ label: t('volumes.delete'), run: () => void removeVolume(volume.id, name) }}
    >
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
    </AskDialog>
  )
}
