// Asks before a network goes; one that containers are attached to is not offered for removal.
import { useId, type ReactNode } from 'react'
import { Button } from '../components/button'
import { Dialog } from '../components/dialog'
import { useNetwork } from '../stores/mirrors'
import { act } from '../stores/pending'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { say } from '../stores/toasts'
import { closeDialog } from '../stores/ui'
import { useContainersOn } from './network-rows'

async function removeNetwork(id: string, name: string): Promise<void> {
  if (await act(id, 'remove', async () => contract().networks.remove({ id })))
    say('networks.removed', { name })
}

export function RemoveNetworkDialog({ id }: { readonly id: string }): ReactNode {
  const t = useT()
  const heading = useId()
  const network = useNetwork(id)
  const users = useContainersOn(network)
  if (!network) return null
  const { name } = network
  const used = users.length > 0
  return (
    <Dialog
      labelledBy={heading}
      role={used ? 'dialog' : 'alertdialog'}
      className="remove-dialog"
      onClose={closeDialog}
    >
      <div className="remove-body">
        <h2 id={heading}>{used ? t('networks.usedTitle', { name }) : t('networks.removeTitle', { name })}</h2>
        <p className="text-2">{used ? t('networks.usedWhy') : t('networks.removeWhy')}</p>
        {used && (
          <ul>
            {users.map((user) => (
              <li key={user.id}>{user.name}</li>
            ))}
          </ul>
        )}
      </div>
      <footer>
        <span className="grow" />
        <Button data-autofocus onClick={closeDialog}>
          {used ? t('common.close') : t('networks.keep')}
        </Button>
        {!used && (
          <Button
            kind="danger-solid"
            onClick={() => {
              closeDialog()
              void removeNetwork(id, name)
            }}
          >
            {t('networks.confirm')}
          </Button>
        )}
      </footer>
    </Dialog>
  )
}
