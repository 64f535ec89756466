// Makes a volume: a name, and for storage elsewhere a driver with its options.
import { useState, type ReactNode } from 'react'
import { FormDialog } from '../components/form-dialog'
import { OptionFields, optionsOf, type OptionRow } from '../components/option-fields'
import { TextField } from '../components/text-field'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { say } from '../stores/toasts'
import { useNameProblem } from './new-volume-name'

export function CreateVolumeDialog(): ReactNode {
  const t = useT()
  const [typed, setName] = useState('')
  const [driver, setDriver] = useState('local')
  const [rows, setRows] = useState<readonly OptionRow[]>([])
  const name = typed.trim()
  const problem = useNameProblem(name)
  const ready = name.length > 1 && !problem && driver.trim() !== ''
  const create = async (): Promise<void> => {
    const request = { name, driver: driver.trim(), options: optionsOf(rows) }
    const { id } = await contract().volumes.create({ request })
    say('volumes.created', { name: id })
  }
  return (
    <FormDialog
      title={t('volumes.createTitle')}
      text={t('volumes.createWhy')}
      submitLabel={t('volumes.create')}
      ready={ready}
      submit={create}
    >
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
    </FormDialog>
  )
}
