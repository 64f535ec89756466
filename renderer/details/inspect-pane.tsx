// How a container is set up: a summary people can read, and the engine's own description with search.
import { useMemo, useState, type ReactNode } from 'react'
import type { ContainerDetails } from '../../preload/model'
import { Segmented } from '../components/choices'
import { JsonView } from '../components/json-view'
import { formatBytes } from '../i18n/format'
import { useT } from '../stores/preferences'
import { Answered } from './answered'
import { hideSecrets } from './secret'
import { useDetails } from './use-details'

type Form = 'summary' | 'json'

export function InspectPane({ id }: { readonly id: string }): ReactNode {
  const t = useT()
  const answer = useDetails(id)
  const [form, setForm] = useState<Form>('summary')
  return (
    <>
      <div className="pane-tools">
        <Segmented
          small
          label={t('details.inspect')}
          value={form}
          onChange={setForm}
          options={[
            { value: 'summary', label: t('inspect.summary') },
            { value: 'json', label: t('inspect.json') },
          ]}
        />
      </div>
      <Answered answer={answer}>
        {(details) => (form === 'summary' ? <Summary details={details} /> : <Raw details={details} />)}
      </Answered>
    </>
  )
}

function Summary({ details }: { readonly details: ContainerDetails }): ReactNode {
  const t = useT()
  const { mounts, networks, labels } = details
  const none = t('inspect.none')
  const rows: readonly (readonly [string, readonly string[]])[] = [
    [t('inspect.id'), [details.id]],
    [t('inspect.command'), [details.command.join(' ')]],
    [t('inspect.folder'), [details.workingDir]],
    [t('inspect.user'), [details.user === '' ? 'root' : details.user]],
    [t('inspect.restart'), [details.restart === '' ? 'no' : details.restart]],
    [
      t('inspect.memory'),
      [details.memoryLimitBytes > 0 ? formatBytes(details.memoryLimitBytes) : t('inspect.noLimit')],
    ],
    [t('inspect.cpus'), [details.cpuLimit > 0 ? String(details.cpuLimit) : t('inspect.noLimit')]],
    [t('inspect.mounts'), mounts.map((one) => `${one.path} ← ${one.source}${one.writable ? '' : ' (ro)'}`)],
    [t('inspect.networks'), networks.map((one) => `${one.name} ${one.address}`.trim())],
    [t('inspect.labels'), labels.map((one) => `${one.name}=${one.value}`)],
  ]
  return (
    <dl className="pairs" tabIndex={0} aria-label={t('inspect.summary')}>
      {rows.map(([title, values]) => (
        <div key={title}>
          <dt>{title}</dt>
          <dd className="stack mono">
            {(values.length === 0 ? [none] : values).map((value, index) => (
              <span key={index}>{value}</span>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Raw({ details }: { readonly details: ContainerDetails }): ReactNode {
  const text = useMemo(() => hideSecrets(details.json, details.env), [details])
  return <JsonView text={text} />
}
