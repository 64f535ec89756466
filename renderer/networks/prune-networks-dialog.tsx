// Lists the networks that no container is attached to; removes those that a person ticked, none by itself.
import { useId, useState, type ReactNode } from 'react'
import { reviveError } from '../../preload/errors'
import { Button } from '../components/button'
import { Checkbox } from '../components/choices'
import { Dialog } from '../components/dialog'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { reportError, say } from '../stores/toasts'
import { closeDialog } from '../stores/ui'
import { useUnusedNetworks } from './network-rows'

async function prune(ids: readonly string[]): Promise<void> {
  try {
    const { removed, kept } = await contract().networks.prune({ ids })
    if (removed.length > 0) say('networks.pruned', { count: removed.length })
    for (const { error } of kept) reportError(reviveError(error))
  } catch (error) {
    reportError(error)
  }
}

export function PruneNetworksDialog(): ReactNode {
  const t = useT()
  const heading = useId()
  const unused = useUnusedNetworks()
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const chosen = unused.filter(({ id }) => ticked.has(id)).map(({ id }) => id)
  const toggle = (id: string): void =>
    setTicked((now) => (now.has(id) ? new Set([...now].filter((one) => one !== id)) : new Set([...now, id])))
  return (
    <Dialog labelledBy={heading} role="alertdialog" className="remove-dialog" onClose={closeDialog}>
      <div className="remove-body">
        <h2 id={heading}>{t('networks.pruneTitle')}</h2>
        <p className="text-2">{t('networks.pruneWhy')}</p>
        <ul className="scroll-list">
          {unused.map((network) => (
            <li key={network.id}>
              <label className="row g8 grow" title={network.name}>
                <Checkbox checked={ticked.has(network.id)} onChange={() => toggle(network.id)} />
                <span className="truncate">{network.name}</span>
              </label>
              <span className="text-2 no-wrap mono">{network.subnets[0]}</span>
            </li>
          ))}
        </ul>
      </div>
      <footer>
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
          {t('networks.pruneDelete', { count: chosen.length })}
        </Button>
      </footer>
    </Dialog>
  )
}
