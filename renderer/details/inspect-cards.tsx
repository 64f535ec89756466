// How a container is set up, in cards: how it runs, limits, networks, environment, permissions, who it is.
import { Eye, EyeOff } from 'lucide-react'
import { useMemo, useState, type ReactNode } from 'react'
import type { Container, ContainerDetails } from '../../preload/model'
import { Button } from '../components/button'
import { highlight } from '../components/highlight'
import { PortList } from '../containers/port-cell'
import { distinctPorts, portsOf } from '../containers/port-states'
import { useNow } from '../stores/clock'
import { useForwardsOf } from '../stores/mirrors'
import { formatAgo, formatExact } from '../i18n/format'
import { useLanguage, useT } from '../stores/preferences'
import { WhyAbout } from '../why/why-word'
import {
  identityFacts,
  labelFacts,
  limitFacts,
  mountFacts,
  networkFacts,
  permissionFacts,
  runFacts,
  type Fact,
} from './inspect-facts'
import { reachesItself } from './reaches-itself'
import { withoutSecrets } from './secret'

export interface InspectCardsProps {
  readonly container: Container
  readonly details: ContainerDetails
  /** Only fields with this in their name or value are shown. */
  readonly search: string
  /** In place of cards where no field has it. */
  readonly none: ReactNode
}

export function InspectCards({ container, details, search, none }: InspectCardsProps): ReactNode {
  const t = useT()
  const language = useLanguage()
  const now = useNow('minute')
  const when = (at: number): string => `${formatExact(language, at)}, ${formatAgo(t, at, now)}`
  const [open, setOpen] = useState(false)
  const ports = distinctPorts(portsOf(container, useForwardsOf(container.id)))
  const wanted = search.trim().toLowerCase()
  const found = (facts: readonly Fact[]): readonly Fact[] =>
    facts.filter(({ name, text }) => `${name}\n${text}`.toLowerCase().includes(wanted))
  const hidden = useMemo(() => withoutSecrets(details), [details])
  const shown = open ? details : hidden
  const environment = environmentFacts(details, shown, t('inspect.itself'))
  const hides = (part: 'env' | 'labels' | 'command'): boolean =>
    JSON.stringify(details[part]) !== JSON.stringify(hidden[part])
  const tools = (part: 'env' | 'labels' | 'command', of: string): ReactNode =>
    hides(part) && (
      <Button
        size="sm"
        kind="ghost"
        // One word is seen, and several of them are on the page.
        aria-label={t(open ? 'inspect.hideOf' : 'inspect.showOf', { part: of })}
        onClick={() => setOpen(!open)}
      >
        {open ? <EyeOff className="icon icon-14" /> : <Eye className="icon icon-14" />}
        {t(open ? 'inspect.hide' : 'inspect.show')}
      </Button>
    )
  const published: Fact = {
    name: t('inspect.published'),
    text: ports.map(({ binding }) => `localhost:${binding.hostPort} ${binding.containerPort}`).join(' '),
    shown: <PortList container={container} ports={ports} />,
  }
  const network = [...networkFacts(t, details), ...(ports.length > 0 ? [published] : [])]
  const left: readonly Group[] = [
    {
      title: t('inspect.run'),
      facts: found(runFacts(t, container, shown, when)),
      tools: tools('command', t('inspect.run')),
    },
    { title: t('inspect.limits'), facts: found(limitFacts(t, details)) },
    { title: t('inspect.identity'), facts: found(identityFacts(t, container, when)) },
    { title: t('inspect.mounts'), facts: found(mountFacts(t, details)) },
  ]
  const right: readonly Group[] = [
    { title: t('inspect.network'), facts: found(network) },
    {
      title: t('details.env'),
      facts: found(environment),
      about: t(hides('env') ? 'inspect.countHidden' : 'inspect.count', { count: details.env.length }),
      tools: tools('env', t('details.env')),
    },
    { title: t('inspect.permissions'), facts: found(permissionFacts(t, details)) },
    {
      title: t('inspect.labels'),
      facts: found(labelFacts(shown)),
      tools: tools('labels', t('inspect.labels')),
    },
  ]
  if ([...left, ...right].every(({ facts }) => facts.length === 0)) return none
  return (
    <div className="inspect-cards" tabIndex={0} role="region" aria-label={t('inspect.readable')}>
      <Column groups={left} search={wanted} />
      <Column groups={right} search={wanted} />
    </div>
  )
}

interface Group {
  readonly title: string
  readonly facts: readonly Fact[]
  readonly about?: string
  readonly tools?: ReactNode
}

const Column = ({ groups, search }: { groups: readonly Group[]; search: string }): ReactNode => (
  <div>
    {groups.map((group) => (
      <Card key={group.title} group={group} search={search} />
    ))}
  </div>
)

function Card({ group, search }: { readonly group: Group; readonly search: string }): ReactNode {
  const { title, facts, about, tools } = group
  if (facts.length === 0) return null
  return (
    <section className="card inspect-card" aria-label={title}>
      <header>
        <h2>{title}</h2>
        {about !== undefined && <span className="text-3 size-12">{about}</span>}
        <span className="grow" />
        {tools}
      </header>
      <dl>
        {facts.map((fact, index) => (
          <div key={`${fact.name} ${index}`}>
            <dt className={fact.verbatim === true ? 'mono' : undefined}>
              {highlight(fact.name, search)}
              {fact.why && <WhyAbout word={fact.why} />}
            </dt>
            <dd className={fact.mono === true ? 'mono' : undefined}>
              {fact.shown ?? (
                <span className={fact.warning === undefined ? undefined : 'bad'}>
                  {highlight(cut(fact.text), search)}
                </span>
              )}
              {fact.warning !== undefined && <span className="inspect-odd"> {fact.warning}</span>}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

/** A value may have 64 KB and more; all of it is in the JSON. */
const shownLength = 2000
const cut = (text: string): string => (text.length > shownLength ? `${text.slice(0, shownLength)} …` : text)

/** A hidden value is not found by its text either. */
const environmentFacts = (
  { env }: ContainerDetails,
  shown: ContainerDetails,
  itself: string,
): readonly Fact[] =>
  env.map((variable, index) => ({
    name: variable.name,
    text: shown.env[index]?.value ?? '',
    mono: true,
    verbatim: true,
    ...(reachesItself(variable) ? { warning: itself } : {}),
  }))
