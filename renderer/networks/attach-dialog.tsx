// Who is on a network: attaches and detaches containers, running or not.
import { useState, type ReactNode } from 'react'
import { useShallow } from 'zustand/react/shallow'
import type { Container, Network } from '../../preload/model'
import { AskDialog } from '../components/ask-dialog'
import { Button } from '../components/button'
import { containers, useNetwork } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { reportError } from '../stores/toasts'
import { isOn } from './network-rows'

export function AttachDialog({ id }: { readonly id: string }): ReactNode {
  const t = useT()
  const network = useNetwork(id)
  const all = containers.use(useShallow((state) => [...state.items.values()]))
  if (!network) return null
  const sorted = all.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  return (
    <AskDialog
      title={t('networks.attachTitle', { name: network.name })}
      text={sorted.length === 0 ? t('networks.attachNone') : t('networks.attachWhy')}
      keep={t('common.close')}
    >
      {sorted.length > 0 && (
        <ul className="scroll-list">
          {sorted.map((container) => (
            <AttachRow key={container.id} container={container} network={network} />
          ))}
        </ul>
      )}
    </AskDialog>
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
