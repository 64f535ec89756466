// The projects in the panel: what runs, the ports that open in the browser, and start or stop.
import type { CSSProperties, ReactNode } from 'react'
import { useShallow } from 'zustand/react/shallow'
import type { Container, PortBinding, PortConflict } from '../../preload/model'
import { portAddress } from '../../preload/port-address'
import { portText, writePort } from '../../preload/port-range'
import { legible } from '../../preload/text'
import { IconButton } from '../components/button'
import { PlayIcon, StopIcon } from '../components/icons'
import { actOnMany } from '../containers/actions'
import { isRunning } from '../containers/arrange'
import { projectColor } from '../containers/project-color'
import { conflicts, containers } from '../stores/mirrors'
import { useT } from '../stores/preferences'
import { openInWindow } from './from-panel'

const portsAtHand = 2

export function TrayProjects(): ReactNode {
  const t = useT()
  const all = containers.use(useShallow((state) => [...state.items.values()]))
  const loaded = containers.use((state) => state.loaded)
  const broken = conflicts.use(
    useShallow((state) => [...state.items.values()].filter(({ when }) => when === 'now')),
  )
  return (
    <ul className="tray-projects">
      {loaded && all.length === 0 && <li className="text-3">{t('tray.empty')}</li>}
      {groupsOf(all).map(([project, members]) => (
        <Project key={project ?? ''} project={project} members={members} broken={broken} />
      ))}
    </ul>
  )
}

/** Those with something running first; what is in no project last. */
function groupsOf(
  all: readonly Container[],
): readonly (readonly [string | undefined, readonly Container[]])[] {
  const projects = [...new Set(all.map(({ project }) => project))]
  const weight = ([project, members]: readonly [string | undefined, readonly Container[]]): number =>
    (project === undefined ? 2 : 0) + (members.some(isRunning) ? 0 : 1)
  return projects
    .map((project) => [project, all.filter((one) => one.project === project)] as const)
    .sort((a, b) => weight(a) - weight(b) || (a[0] ?? '').localeCompare(b[0] ?? ''))
}

interface ProjectProps {
  readonly project: string | undefined
  readonly members: readonly Container[]
  readonly broken: readonly PortConflict[]
}

function Project({ project, members, broken }: ProjectProps): ReactNode {
  const t = useT()
  const name = project === undefined ? t('tray.other') : legible(project)
  const count = members.length
  const running = members.filter(isRunning).length
  const ids = members.map(({ id }) => id)
  const ports = portsOf(members, broken)
  return (
    <li>
      <span
        className="swatch"
        style={project === undefined ? undefined : ({ '--c': projectColor(project) } as CSSProperties)}
      />
      <b className="truncate">{name}</b>
      <span className="text-3">
        {running === 0
          ? t('tray.noneRunning')
          : running === count
            ? t('containers.allRunning', { count })
            : t('tray.someRunning', { running, count })}
      </span>
      <span className="grow" />
      {ports.slice(0, portsAtHand).map((port) => (
        <Port key={writePort(port.binding)} {...port} />
      ))}
      {ports.length > portsAtHand && (
        <button
          type="button"
          className="port-pill more"
          aria-label={t('tray.morePorts', { count: ports.length - portsAtHand })}
          onClick={() => openInWindow('containers')}
        >
          +{ports.length - portsAtHand}
        </button>
      )}
      {running > 0 ? (
        <IconButton label={t('containers.stopAll', { name })} onClick={() => void actOnMany(ids, 'stop')}>
          <StopIcon className="icon-14" />
        </IconButton>
      ) : (
        <IconButton label={t('containers.startAll', { name })} onClick={() => void actOnMany(ids, 'start')}>
          <PlayIcon className="icon-14" />
        </IconButton>
      )}
    </li>
  )
}

interface TrayPort {
  readonly binding: PortBinding
  readonly blocked: boolean
}

/** What can be opened, and what should be but cannot; a number once, the blocked ones first. */
function portsOf(members: readonly Container[], broken: readonly PortConflict[]): readonly TrayPort[] {
  const blockedOf = ({ id }: Container, wanted: PortBinding): boolean =>
    broken.some(
      ({ containerId, binding }) =>
        containerId === id &&
        binding.protocol === wanted.protocol &&
        writePort(binding) === writePort(wanted),
    )
  const all = members.flatMap((one) =>
    one.ports
      .map((binding) => ({ binding, blocked: blockedOf(one, binding) }))
      .filter(({ binding: { protocol, hostPort }, blocked }) =>
        blocked ? true : isRunning(one) && protocol === 'tcp' && hostPort > 0,
      ),
  )
  const once = new Map(all.toReversed().map((port) => [writePort(port.binding), port]))
  return [...once.values()].toReversed().sort((a, b) => Number(b.blocked) - Number(a.blocked))
}

function Port({ binding, blocked }: TrayPort): ReactNode {
  const t = useT()
  const number = (
    <span>
      :<b>{portText(binding)}</b>
    </span>
  )
  if (blocked)
    return (
      <span className="port-pill bad">
        <span className="jack bad" />
        {number}
      </span>
    )
  return (
    <a
      className="port-pill"
      href={portAddress(binding)}
      target="_blank"
      rel="noopener noreferrer"
      title={t('containers.openPort', { port: binding.hostPort })}
      aria-label={t('containers.openPort', { port: binding.hostPort })}
    >
      <span className="jack" />
      {number}
    </a>
  )
}
