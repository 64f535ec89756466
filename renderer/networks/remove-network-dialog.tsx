// Asks before a network goes; one that containers are attached to is not offered for removal.
import type { ReactNode } from 'react'
import { AskDialog } from '../components/ask-dialog'
import { useNetwork } from '../stores/mirrors'
import { act } from '../stores/pending'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { say } from '../stores/toasts'
import { useContainersOn } from './network-rows'

async function removeNetwork(id: string, name: string): Promise<void> {
  if (await act(id, 'remove', async () => contract().networks.remove({ id })))
    say('networks.removed', { name })
}

export function RemoveNetworkDialog({ id }: { readonly id: string }): ReactNode {
  const t = useT()
  const network = useNetwork(id)
  const users = useContainersOn(network)
  if (!network) return null
  const { name } = network
  if (users.length === 0) {
    return (
      <AskDialog
        title={t('networks.removeTitle', { name })}
        text={t('networks.removeWhy')}
        keep={t('networks.keep')}
        confirm={{ label: t('networks.confirm'), run: () => void removeNetwork(id, name) }}
      />
    )
  }
  return (
    <AskDialog
      title={t('networks.usedTitle', { name })}
      text={t('networks.usedWhy')}
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
