// How a container is set up: a summary people can read, and the engine's own description with search.
import { Copy, Search } from 'lucide-react'
import { useMemo, useState, type ReactNode } from 'react'
import type { ContainerDetails } from '../../preload/model'
import { IconButton } from '../components/button'
import { Segmented } from '../components/choices'
import { highlight } from '../components/highlight'
import { formatBytes } from '../i18n/format'
import { copyText } from '../stores/clipboard'
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

/** Lines drawn at most: a description can hold megabytes of labels. The search looks at all of them. */
const shownLines = 3000

function Raw({ details }: { readonly details: ContainerDetails }): ReactNode {
  const t = useT()
  const [search, setSearch] = useState('')
  const text = useMemo(() => hideSecrets(details.json, details.env), [details])
  const lines = useMemo(() => {
    const wanted = search.toLowerCase()
    return text.split('\n').filter((line) => line.toLowerCase().includes(wanted))
  }, [text, search])
  return (
    <>
      <div className="pane-tools">
        <label className="input quiet grow">
          <Search className="icon icon-14" />
          <input
            type="text"
            value={search}
            placeholder={t('inspect.search')}
            aria-label={t('inspect.search')}
            spellCheck={false}
            onChange={(event) => setSearch(event.target.value)}
          />
          {search !== '' && <span className="unit">{t('logs.matches', { count: lines.length })}</span>}
        </label>
        <IconButton label={t('inspect.copy')} onClick={() => copyText(text)}>
          <Copy className="icon icon-14" />
        </IconButton>
      </div>
      <pre className="raw mono" tabIndex={0} aria-label={t('inspect.json')}>
        {highlight(lines.slice(0, shownLines).join('\n'), search)}
      </pre>
    </>
  )
}
