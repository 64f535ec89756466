// How a container is set up: cards that people can read, and the engine's own description, each with search.
import { SquareTerminal } from 'lucide-react'
import { useMemo, useState, type ReactNode } from 'react'
import type { Container, ContainerDetails } from '../../preload/model'
import { Button } from '../components/button'
import { Segmented } from '../components/choices'
import { Empty } from '../components/empty'
import { JsonView } from '../components/json-view'
import { SearchInput } from '../components/search-input'
import { readKnownContainer } from '../run/known-container'
import { runCommandOf } from '../run/run-command'
import { shownShell } from '../run/shown-shell'
import { copyText } from '../stores/clipboard'
import { useContainer } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { contract } from '../stores/session'
import { reportError } from '../stores/toasts'
import { Answered } from './answered'
import { InspectCards } from './inspect-cards'
import { hideSecrets } from './secret'
import { useDetails } from './use-details'

type Form = 'readable' | 'json'

export function InspectPane({ id }: { readonly id: string }): ReactNode {
  const t = useT()
  const answer = useDetails(id)
  const container = useContainer(id)
  const [form, setForm] = useState<Form>('readable')
  if (!container) return null
  const tools = (
    <>
      <Segmented
        small
        label={t('details.inspect')}
        value={form}
        onChange={setForm}
        options={[
          { value: 'readable', label: t('inspect.readable') },
          { value: 'json', label: t('inspect.json') },
        ]}
      />
      <Button onClick={() => copyCommand(container)}>
        <SquareTerminal className="icon" />
        {t('inspect.copyRun')}
      </Button>
    </>
  )
  return (
    <Answered answer={answer}>
      {(details) =>
        form === 'json' ? (
          <Raw details={details} tools={tools} />
        ) : (
          <Readable container={container} details={details} tools={tools} />
        )
      }
    </Answered>
  )
}

interface FormProps {
  readonly details: ContainerDetails
  readonly tools: ReactNode
}

function Readable(props: FormProps & { readonly container: Container }): ReactNode {
  const { container, details, tools } = props
  const t = useT()
  const [search, setSearch] = useState('')
  return (
    <>
      <div className="pane-tools">
        <SearchInput className="quiet" label={t('inspect.findField')} value={search} onChange={setSearch} />
        <span className="grow" />
        {tools}
      </div>
      <InspectCards
        container={container}
        details={details}
        search={search}
        none={
          <Empty title={t('inspect.noField', { text: search })} text="">
            <Button size="sm" onClick={() => setSearch('')}>
              {t('inspect.showAll')}
            </Button>
          </Empty>
        }
      />
    </>
  )
}

function Raw({ details, tools }: FormProps): ReactNode {
  const text = useMemo(() => hideSecrets(details.json), [details])
  return <JsonView text={text} tools={tools} />
}

/** With everything that it has, secrets too: somebody asked for a command that does the same. */
const copyCommand = ({ id, imageId }: Container): void =>
  void readKnownContainer(contract(), id, imageId).then(
    ({ json, image }) => copyText(runCommandOf(json, image, shownShell())),
    reportError,
  )
