// Makes a network: a name, and for those who need it driver, subnet and isolation.
import { useId, useState, type FormEvent, type ReactNode } from 'react'
import { serialiseError, type SerialisedError } from '../../preload/errors'
import { Button } from '../components/button'
import { Checkbox } from '../components/choices'
import { Dialog } from '../components/dialog'
import { ErrorCard } from '../components/error-card'
import { TextField } from '../components/text-field'
import { networks } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { say } from '../stores/toasts'
import { closeDialog } from '../stores/ui'

const namePattern = /^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/

export function CreateNetworkDialog(): ReactNode {
  const t = useT()
  const heading = useId()
  const [typed, setName] = useState('')
  const [driver, setDriver] = useState('bridge')
  const [subnet, setSubnet] = useState('')
  const [internal, setInternal] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<SerialisedError>()
  const name = typed.trim()
  const taken = networks.use((state) => [...state.items.values()].some((one) => one.name === name))
  const bad = name !== '' && !namePattern.test(name)
  const problem = taken ? t('networks.nameTaken', { name }) : bad ? t('networks.nameBad') : undefined
  const ready = name !== '' && !problem && driver.trim() !== '' && !busy
  const create = async (): Promise<void> => {
    setBusy(true)
    setError(undefined)
    try {
      const range = subnet.trim() === '' ? {} : { subnet: subnet.trim() }
      await contract().networks.create({
        request: { name, driver: driver.trim(), internal, options: {}, ...range },
      })
      closeDialog()
      say('networks.created', { name })
    } catch (failure) {
      setError(serialiseError(failure))
      setBusy(false)
    }
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (ready) void create()
  }
  return (
    <Dialog labelledBy={heading} className="pull-dialog" onClose={closeDialog}>
      <form onSubmit={submit}>
        <div className="remove-body">
          <h2 id={heading}>{t('networks.createTitle')}</h2>
          <p className="text-2">{t('networks.createWhy')}</p>
          <TextField first label={t('networks.name')} value={typed} onChange={setName} problem={problem} />
          <TextField label={t('networks.driver')} value={driver} onChange={setDriver} />
          <TextField
            label={t('networks.subnet')}
            value={subnet}
            onChange={setSubnet}
            placeholder={t('networks.subnetHint')}
          />
          <label className="row g8">
            <Checkbox checked={internal} onChange={() => setInternal(!internal)} />
            {t('networks.internalToo')}
          </label>
          {error && <ErrorCard error={error} />}
        </div>
        <footer>
          <span className="grow" />
          <Button onClick={closeDialog}>{t('common.cancel')}</Button>
          <Button kind="primary" type="submit" busy={busy} disabled={!ready}>
            {t('networks.create')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
