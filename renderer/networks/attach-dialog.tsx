// Who is on a network: attaches and detaches containers, running or not.
import { useState, type ReactNode } from 'react'
import { useShallow } from 'zustand/react/shallow'
import type { Container, Network } from '../../preload/model'
import { AskDialog } from '../components/ask-dialog'
import { Button } from '../components/button'
import { TextField } from '../components/text-field'
import { containers, useNetwork } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { reportError } from '../stores/toasts'
import { isOn } from './network-rows'

/** What resolvers accept as a name. */
const aliasPattern = /^[a-zA-Z0-9]([a-zA-Z0-9_.-]{0,61}[a-zA-Z0-9])?$/

export function AttachDialog({ id }: { readonly id: string }): ReactNode {
  const t = useT()
  const network = useNetwork(id)
  const all = containers.use(useShallow((state) => [...state.items.values()]))
  const [typed, setTyped] = useState('')
  if (!network) return null
  const aliases = typed.split(/[\s,]+/).filter(Boolean)
  const bad = aliases.find((one) => !aliasPattern.test(one))
  const sorted = all.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  return (
    <AskDialog
      title={t('networks.attachTitle', { name: network.name })}
      text={
        sorted.length === 0
          ? t('networks.attachNone')
          : t(network.builtIn ? 'networks.attachWhyBuiltIn' : 'networks.attachWhy')
      }
      keep={t('common.close')}
    >
      {sorted.length > 0 && !network.builtIn && (
        <TextField
          label={t('networks.aliases')}
          value={typed}
          onChange={setTyped}
          problem={bad === undefined ? undefined : t('networks.aliasBad', { name: bad })}
        />
      )}
      {sorted.length > 0 && (
        <ul className="scroll-list">
          {sorted.map((container) => (
            <AttachRow
              key={container.id}
              container={container}
              network={network}
              aliases={bad === undefined ? aliases : undefined}
            />
          ))}
        </ul>
      )}
    </AskDialog>
  )
}

interface AttachRowProps {
  readonly container: Container
  readonly network: Network
  /** Further names for the next one that is attached; undefined while one of them is not possible. */
  readonly aliases: readonly string[] | undefined
}

function AttachRow({ container, network, aliases }: AttachRowProps): ReactNode {
  const t = useT()
  const [busy, setBusy] = useState(false)
  const on = isOn(container, network)
  const address = container.networks.find((one) => one.id === network.id)?.address
  const { name } = container
  const change = async (): Promise<void> => {
    setBusy(true)
    try {
      const target = { id: network.id, containerId: container.id }
      await (on
        ? contract().networks.disconnect(target)
        : contract().networks.connect({ ...target, ...(aliases?.length ? { aliases } : {}) }))
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
        disabled={busy || (!on && aliases === undefined)}
        aria-label={on ? t('networks.detachName', { name }) : t('networks.attachName', { name })}
        onClick={() => void change()}
      >
        {on ? t('networks.detachDo') : t('networks.attachDo')}
      </Button>
    </li>
  )
}
