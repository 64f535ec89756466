// Who is on a network: attaches and detaches containers, running or not.
import { useId, useState, type ReactNode } from 'react'
import { useShallow } from 'zustand/react/shallow'
import type { Container, Network } from '../../preload/model'
import { Button } from '../components/button'
import { Dialog } from '../components/dialog'
import { containers, useNetwork } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { reportError } from '../stores/toasts'
import { closeDialog } from '../stores/ui'
import { isOn } from './network-rows'

export function AttachDialog({ id }: { readonly id: string }): ReactNode {
  const t = useT()
  const heading = useId()
  const network = useNetwork(id)
  const all = containers.use(useShallow((state) => [...state.items.values()]))
  if (!network) return null
  const sorted = all.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  return (
    <Dialog labelledBy={heading} className="remove-dialog" onClose={closeDialog}>
      <div className="remove-body">
        <h2 id={heading}>{t('networks.attachTitle', { name: network.name })}</h2>
        <p className="text-2">{sorted.length === 0 ? t('networks.attachNone') : t('networks.attachWhy')}</p>
        {sorted.length > 0 && (
          <ul className="scroll-list">
            {sorted.map((container) => (
              <AttachRow key={container.id} container={container} network={network} />
            ))}
          </ul>
        )}
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

function AttachRow({ container, network }: { container: Container; network: Network }): ReactNode {
  const t = useT()
  const [busy, setBusy] = useState(false)
  const on = isOn(container, network)
  const address = container.networks.find((one) => one.id === network.id)?.address
  const { name } = container
  const change = async (): Promise<void> => {
    setBusy(true)
    try {
      const target = { id: network.id, containerId: container.id }
      await (on ? contract().networks.disconnect(target) : contract().networks.connect(target))
    } catch (error) {
      reportError(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <li>
      <span className="grow truncate" title={name}>
        {name}
      </span>
      {on && <span className="text-2 no-wrap mono">{address ?? t('networks.attached')}</span>}
      <Button
        size="sm"
        busy={busy}
        disabled={busy}
        aria-label={on ? t('networks.detachName', { name }) : t('networks.attachName', { name })}
        onClick={() => void change()}
      >
        {on ? t('networks.detachDo') : t('networks.attachDo')}
      </Button>
    </li>
  )
}
