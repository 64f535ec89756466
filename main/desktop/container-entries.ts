// Containers in a menu: one entry for each project, in it one for each container, in that what can be done.
import { isRunning } from '../../preload/container-state'
import { portAddress } from '../../preload/port-address'
import type { Container, PortConflict } from '../../preload/model'
import { grouped, when, type Command, type MenuEntry, type MenuItem } from './menu-model'
import { plain, type Say } from './texts'

const mostProjects = 12
const mostContainers = 20
const names = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

export function containerGroups(
  say: Say,
  containers: readonly Container[],
  broken: readonly PortConflict[],
): readonly MenuItem[] {
  const groups = new Map<string | undefined, Container[]>()
  for (const container of containers.toSorted((a, b) => names.compare(a.name, b.name))) {
    const group = groups.get(container.project)
    if (group) group.push(container)
    else groups.set(container.project, [container])
  }
  const blocked = new Set(broken.map(({ containerId }) => containerId))
  const sorted = [...groups].sort(([a], [b]) =>
    a === undefined ? 1 : b === undefined ? -1 : names.compare(a, b),
  )
  const shown = sorted
    .slice(0, mostProjects)
    .map(([project, members]) => groupEntry(say, project, members, blocked))
  return [...shown, ...more(say, sorted.length - mostProjects)]
}

function groupEntry(
  say: Say,
  project: string | undefined,
  members: readonly Container[],
  blocked: ReadonlySet<string>,
): MenuItem {
  const running = members.filter(isRunning).length
  const attention = members.some(({ id }) => blocked.has(id))
  const ids = (up: boolean): string[] => members.filter((one) => isRunning(one) === up).map(({ id }) => id)
  const all = (label: 'tray.startAll' | 'tray.stopAll', action: 'start' | 'stop', up: boolean): MenuItem => ({
    kind: 'item',
    label: say(label),
    command: { do: 'containers', action, ids: ids(up) },
  })
  return {
    kind: 'item',
    label: project === undefined ? say('tray.others') : plain(project),
    detail:
      running === 0
        ? say('tray.noneRunning')
        : running === members.length
          ? say('tray.allRunning', { count: running })
          : say('tray.someRunning', { running, count: members.length }),
    mark: attention ? 'fail' : running > 0 ? 'run' : 'stop',
    submenu: grouped(
      [
        ...members.slice(0, mostContainers).map((one) => containerEntry(say, one, blocked.has(one.id))),
        ...more(say, members.length - mostContainers),
      ],
      [
        ...when(running < members.length, all('tray.startAll', 'start', false)),
        ...when(running > 0, all('tray.stopAll', 'stop', true)),
        ...when(project !== undefined, {
          kind: 'item' as const,
          label: say('tray.logs'),
          command: { do: 'ask', request: { kind: 'project-logs', project: project ?? '' } } as const,
        }),
      ],
    ),
  }
}

function containerEntry(say: Say, container: Container, blocked: boolean): MenuItem {
  const { id, name, ports } = container
  const up = isRunning(container)
  const act = (action: 'start' | 'stop' | 'restart'): MenuItem => ({
    kind: 'item',
    label: say(`tray.${action}`),
    command: { do: 'containers', action, ids: [id] },
  })
  const logs: Command = { do: 'ask', request: { kind: 'container', name, tab: 'logs' } }
  const open = ports
    .filter(({ protocol, hostPort }) => up && !blocked && protocol === 'tcp' && hostPort > 0)
    .map((binding): MenuEntry => ({
      kind: 'item',
      label: say('tray.open', { port: binding.hostPort }),
      command: { do: 'open-address', address: portAddress(binding) },
    }))
  return {
    kind: 'item',
    label: plain(name),
    ...stateOf(say, container, blocked),
    submenu: grouped(
      distinct(open),
      [{ kind: 'item', label: say('tray.logs'), command: logs }],
      up ? [act('restart'), act('stop')] : [act('start')],
    ),
  }
}

/** What runs needs no word. */
function stateOf(say: Say, container: Container, blocked: boolean): Pick<MenuItem, 'mark' | 'detail'> {
  if (blocked) return { mark: 'fail', detail: say('tray.conflict') }
  if (container.state === 'paused') return { mark: 'pause', detail: say('tray.paused') }
  return isRunning(container) ? { mark: 'run' } : { mark: 'stop', detail: say('tray.noneRunning') }
}

/** Docker binds IPv4 and IPv6 apart; for people the same number is one port. */
const distinct = (entries: readonly MenuEntry[]): MenuEntry[] => [
  ...new Map(entries.map((entry) => [entry.kind === 'item' ? entry.label : '', entry])).values(),
]

const more = (say: Say, count: number): readonly MenuItem[] =>
  when(count > 0, {
    kind: 'item',
    label: say('tray.more', { count }),
    command: { do: 'ask', request: { kind: 'section', section: 'containers' } },
  } as const)
