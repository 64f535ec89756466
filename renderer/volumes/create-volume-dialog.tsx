// Makes a volume: a name, and for storage elsewhere a driver with its options.
import { useId, useState, type FormEvent, type ReactNode } from 'react'
import { serialiseError, type SerialisedError } from '../../preload/errors'
import { Button } from '../components/button'
import { Dialog } from '../components/dialog'
import { ErrorCard } from '../components/error-card'
import { OptionFields, optionsOf, type OptionRow } from '../components/option-fields'
import { TextField } from '../components/text-field'
import { volumes } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { say } from '../stores/toasts'
import { closeDialog } from '../stores/ui'

const namePattern = /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/

export function CreateVolumeDialog(): ReactNode {
  const t = useT()
  const heading = useId()
  const [typed, setName] = useState('')
  const [driver, setDriver] = useState('local')
  const [rows, setRows] = useState<readonly OptionRow[]>([])
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<SerialisedError>()
  const name = typed.trim()
  const taken = volumes.use((state) => state.items.has(name))
  const bad = name.length > 1 && !namePattern.test(name)
  const problem = taken ? t('volumes.nameTaken', { name }) : bad ? t('volumes.nameBad') : undefined
  const ready = name.length > 1 && !problem && driver.trim() !== '' && !busy
  const create = async (): Promise<void> => {
    setBusy(true)
    setError(undefined)
    try {
      const request = { name, driver: driver.trim(), options: optionsOf(rows) }
      const { id } = await contract().volumes.create({ request })
      closeDialog()
      say('volumes.created', { name: id })
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
          <h2 id={heading}>{t('volumes.createTitle')}</h2>
          <p className="text-2">{t('volumes.createWhy')}</p>
          <TextField
            first
            label={t('volumes.name')}
            value={typed}
            onChange={setName}
            placeholder={t('volumes.nameHint')}
            problem={problem}
          />
          <TextField label={t('volumes.driver')} value={driver} onChange={setDriver} />
          <div className="label">{t('volumes.options')}</div>
          <p className="help">{t('volumes.optionsWhy')}</p>
          <OptionFields rows={rows} onChange={setRows} />
          {error && <ErrorCard error={error} />}
        </div>
        <footer>
          <span className="grow" />
          <Button onClick={closeDialog}>{t('common.cancel')}</Button>
          <Button kind="primary" type="submit" busy={busy} disabled={!ready}>
            {t('volumes.create')}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
