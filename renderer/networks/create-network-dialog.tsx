// Makes a network: a name, and for those who need it driver, subnet and isolation.
import { useState, type ReactNode } from 'react'
import { Checkbox } from '../components/choices'
import { FormDialog } from '../components/form-dialog'
import { OptionFields, optionsOf, type OptionRow } from '../components/option-fields'
import { TextField } from '../components/text-field'
import { networks } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { say } from '../stores/toasts'

const namePattern = /^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/

export function CreateNetworkDialog(): ReactNode {
  const t = useT()
  const [typed, setName] = useState('')
  const [driver, setDriver] = useState('bridge')
  const [subnet, setSubnet] = useState('')
  const [rows, setRows] = useState<readonly OptionRow[]>([])
  const [internal, setInternal] = useState(false)
  const name = typed.trim()
  const taken = networks.use((state) => [...state.items.values()].some((one) => one.name === name))
  const bad = name !== '' && !namePattern.test(name)
  const problem = taken ? t('networks.nameTaken', { name }) : bad ? t('networks.nameBad') : undefined
  const ready = name !== '' && !problem && driver.trim() !== ''
  const create = async (): Promise<void> => {
    const range = subnet.trim() === '' ? {} : { subnet: subnet.trim() }
    await contract().networks.create({
      request: { name, driver: driver.trim(), internal, options: optionsOf(rows), ...range },
    })
    say('networks.created', { name })
  }
  return (
    <FormDialog
      title={t('networks.createTitle')}
      text={t('networks.createWhy')}
      submitLabel={t('networks.create')}
      ready={ready}
      submit={create}
    >
      <TextField first label={t('networks.name')} value={typed} onChange={setName} problem={problem} />
      <TextField label={t('networks.driver')} value={driver} onChange={setDriver} />
      <TextField
        label={t('networks.subnet')}
        value={subnet}
        onChange={setSubnet}
        placeholder={t('networks.subnetHint')}
      />
      <div className="label">{t('volumes.options')}</div>
      <OptionFields rows={rows} onChange={setRows} />
      <label className="row g8">
        <Checkbox checked={internal} onChange={() => setInternal(!internal)} />
        {t('networks.internalToo')}
      </label>
    </FormDialog>
  )
}
