// One card per project: whether it runs, the addresses it answers at, what it uses, and start or stop.
import { ExternalLink, RotateCw } from 'lucide-react'
import { useRef, type CSSProperties, type ReactNode } from 'react'
import { useShallow } from 'zustand/react/shallow'
import type { Container, PortBinding, PortConflict } from '../../preload/model'
import { portText, writePort } from '../../preload/port-range'
import { legible } from '../../preload/text'
import { Button, IconButton } from '../components/button'
import { PlayIcon, StopIcon } from '../components/icons'
import { portAddress } from '../components/port-pill'
import { Status } from '../components/status'
import { actOnMany } from '../containers/actions'
import { endedBadly, isRunning } from '../containers/arrange'
import { projectColor } from '../containers/project-color'
import { Sparkline } from '../containers/use-cells'
import { useInSight, useTrailOf } from '../containers/uses'
import { formatAgo, formatHolder, formatMemory, formatShare } from '../i18n/format'
import { useNow } from '../stores/clock'
import { conflicts, containers, workspaces } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { showSection } from '../stores/ui'
import { WorkspaceCard } from './workspace-cards'

const mostProjects = 8
const mostAddresses = 3

/** Running ones first, then those that ran last. */
export function ProjectCards(): ReactNode {
  const t = useT()
  const all = containers.use(useShallow((state) => [...state.items.values()]))
  const cards = cardsOf(all)
  const waiting = workspaces.use(
    useShallow(({ items }) => [...items.values()].filter((one) => !all.some(isOf(one.project)))),
  )
  return (
    <section>
      <h2>{t('home.projects')}</h2>
      {cards.length + waiting.length === 0 && <p className="text-2 size-12">{t('home.noProjects')}</p>}
      <div className="project-cards">
        {cards.slice(0, mostProjects).map((card) => (
          <ProjectCard key={card.members[0]?.id ?? card.name} {...card} />
        ))}
        {waiting.slice(0, mostProjects).map((one) => (
          <WorkspaceCard key={one.id} workspace={one} />
        ))}
      </div>
    </section>
  )
}

const isOf =
  (name: string) =>
  ({ project }: Container): boolean =>
    project === name

function cardsOf(all: readonly Container[]): CardProps[] {
  const projects = new Set(all.flatMap(({ project }) => project ?? []))
  const named = [...projects].map((project) => ({
    name: legible(project),
    project,
    members: all.filter((one) => one.project === project),
  }))
  const single = all
    .filter(({ project, ports }) => project === undefined && ports.length > 0)
    .map((one) => ({ name: one.name, project: undefined, members: [one] }))
  return [...named, ...single].sort((a, b) => weight(b.members) - weight(a.members))
}

const weight = (members: readonly Container[]): number =>
  Math.max(...members.map((one) => (isRunning(one) ? 1e15 : 0) + (one.finishedAt ?? one.createdAt)))

interface CardProps {
  readonly name: string
  readonly project: string | undefined
  readonly members: readonly Container[]
}

function ProjectCard({ name, project, members }: CardProps): ReactNode {
  const t = useT()
  const now = useNow('minute')
  const running = members.filter(isRunning).length
  const ids = members.map(({ id }) => id)
  const stoppedAt = Math.max(...members.map(({ finishedAt = 0 }) => finishedAt))
  const shape = running === 0 ? 'stop' : running < members.length && members.some(endedBadly) ? 'fail' : 'run'
  const state =
    running === members.length
      ? t('containers.allRunning', { count: running })
      : running > 0
        ? t('containers.someRunning', { running, count: members.length })
        : stoppedAt > 0
          ? t('state.stopped', { time: formatAgo(t, stoppedAt, now) })
          : t('containers.noneRunning', { count: members.length })
  return (
    <article className="card project-card" aria-label={name}>
      <header>
        {project !== undefined && (
          <span className="swatch" style={{ '--c': projectColor(project) } as CSSProperties} />
        )}
        <button type="button" className="project-name" title={name} onClick={() => showSection('containers')}>
          <span className="truncate">{name}</span>
        </button>
        <span className="project-state">
          <Status shape={shape} />
          <span className="truncate" title={state}>
            {state}
          </span>
        </span>
        {running > 0 ? (
          <>
            <IconButton
              label={t('containers.restartAll', { name })}
              onClick={() => void actOnMany(ids, 'restart')}
            >
              <RotateCw className="icon icon-14" />
            </IconButton>
            <IconButton label={t('containers.stopAll', { name })} onClick={() => void actOnMany(ids, 'stop')}>
              <StopIcon className="icon-14" />
            </IconButton>
          </>
        ) : (
          <Button
            size="sm"
            aria-label={t('containers.startAll', { name })}
            onClick={() => void actOnMany(ids, 'start')}
          >
            <PlayIcon className="icon-14" />
            {t('containers.start')}
          </Button>
        )}
      </header>
      <ul className="addresses">
        {members
          .flatMap((one) => one.ports.map((binding) => ({ one, binding })))
          .slice(0, mostAddresses)
          .map(({ one, binding }) => (
            <Address
              key={`${one.id} ${binding.protocol}${binding.hostAddress}${writePort(binding)}`}
              container={one}
              binding={binding}
            />
          ))}
      </ul>
      {running > 0 && <ProjectUse members={members} />}
    </article>
  )
}

function Address({
  container,
  binding,
}: {
  readonly container: Container
  readonly binding: PortBinding
}): ReactNode {
  const t = useT()
  const conflict = conflicts.use((state) =>
    [...state.items.values()].find((one) => isAbout(one, container, binding)),
  )
  const up = isRunning(container)
  const place = (
    <span className="mono">
      localhost:<b>{portText(binding)}</b>
    </span>
  )
  if (conflict) {
    const broken = conflict.when === 'now'
    const holder = formatHolder(t, conflict.holder)
    return (
      <li className={broken ? 'address bad' : 'address warn'}>
        <span className={broken ? 'jack bad' : 'jack plan'} />
        {place}
        <span className="truncate">{t(broken ? 'home.takenBy' : 'home.wouldClash', { holder })}</span>
      </li>
    )
  }
  const label = <span className="truncate">{container.service ?? container.name}</span>
  if (!up || binding.protocol === 'udp')
    return (
      <li className="address">
        <span className={up ? 'jack ok' : 'jack free'} />
        {place}
        {label}
      </li>
    )
  return (
    <li>
      <a className="address" href={portAddress(binding)} target="_blank" rel="noopener noreferrer">
        <span className="jack ok" />
        {place}
        {label}
        <ExternalLink className="icon icon-14" />
      </a>
    </li>
  )
}

const isAbout = (
  { containerId, binding: wanted }: PortConflict,
  { id }: Container,
  binding: PortBinding,
): boolean =>
  containerId === id && wanted.protocol === binding.protocol && writePort(wanted) === writePort(binding)

/** The sum of its containers, which are followed while the card can be seen. */
function ProjectUse({ members }: { readonly members: readonly Container[] }): ReactNode {
  const trail = useTrailOf(members.filter(isRunning).map(({ id }) => id))
  return (
    <footer>
      {members.filter(isRunning).map(({ id }) => (
        <InSight key={id} id={id} />
      ))}
      {trail && (
        <>
          <Sparkline points={trail.cpu} least={0.05} hue="cpu" />
          <span>{formatShare(trail.cpu.at(-1) ?? 0)}</span>
          <Sparkline points={trail.memory} least={20e6} hue="mem" />
          <span>{formatMemory(trail.memory.at(-1) ?? 0)}</span>
        </>
      )}
    </footer>
  )
}

function InSight({ id }: { readonly id: string }): ReactNode {
  const element = useRef<HTMLElement>(null)
  useInSight(id, true, element)
  return <i className="in-sight" ref={element} />
}
