// Turns listeners, containers and conflicts into the two columns of the port map and the cables between them.
import type {
  Container,
  KnownProgram,
  PortConflict,
  PortForward,
  PortHolder,
  PortListener,
  Protocol,
} from '../../preload/model'
import { isBeingReplaced } from '../../preload/container-state'
import { isRunning } from '../containers/arrange'
import { isMissed } from './reach-words'
import type { Translate } from '../i18n/translate'

/** How a port is: leads to a container, is held by a program, is broken, would break, is kept by the system. */
export type MapState = 'connected' | 'held' | 'broken' | 'planned' | 'reserved'
export type Break = 'computer' | 'machine'
export type MapFilter = 'all' | 'containers' | 'others'

export interface HostRow {
  readonly key: string
  readonly protocol: Protocol
  readonly port: number
  readonly lastPort?: number
  /** Empty when the system does not tell. */
  readonly name: string
  readonly known?: KnownProgram
  readonly pid?: number
  readonly address: string
  readonly command?: string
  readonly state: MapState
  /** Of a broken one, where: left of the machine the port itself is wrong, right of it only who else wants it. */
  readonly breaksAt?: Break
  /** A container's, or a program's of this computer. */
  readonly byContainer: boolean
}

export interface InsideRow {
  readonly key: string
  readonly containerId: string
  readonly name: string
  readonly image: string
  readonly project?: string
  readonly containerPort: number
  readonly state: MapState
  readonly up: boolean
  /** A program beside it may be reached instead. */
  readonly shadowed?: true
  /** The open forward that leads here; of several the one that misses. */
  readonly forward?: PortForward
}

export interface Cable {
  readonly host: string
  readonly inside: string
  readonly project?: string
  readonly state: 'connected' | 'broken' | 'planned'
  /** Where it breaks: left of the machine a program has the port, right of it another container. */
  readonly breaksAt?: Break
  /** Whether the container runs: then only the place of the break is wrong. */
  readonly up: boolean
}

export interface PortMapRows {
  readonly hosts: readonly HostRow[]
  readonly insides: readonly InsideRow[]
  readonly cables: readonly Cable[]
  /** The cables that begin at a port of this computer, by its key. */
  readonly cablesAt: ReadonlyMap<string, readonly Cable[]>
}

export interface MapSources {
  readonly listeners: readonly PortListener[]
  readonly containers: readonly Container[]
  readonly conflicts: readonly PortConflict[]
  readonly forwards: ReadonlyMap<string, PortForward>
  readonly filter: MapFilter
  /** A port number or a part of a name. */
  readonly search: string
}

const hostKey = (protocol: Protocol, port: number): string => `${protocol}/${port}`

export function mapRows({
  listeners,
  containers,
  conflicts,
  forwards,
  filter,
  search,
}: MapSources): PortMapRows {
  const hosts = new Map<string, HostRow>()
  const insides = new Map<string, InsideRow>()
  const cables: Cable[] = []
  const conflictAt = new Map(
    conflicts.map((one) => [
      `${one.containerId} ${hostKey(one.binding.protocol, one.binding.hostPort)}`,
      one,
    ]),
  )
  // A program beside a container's port has a row of its own.
  for (const listener of listeners) if (listener.kind === 'forward') addListener(hosts, listener)
  for (const listener of listeners) if (listener.kind !== 'forward') addListener(hosts, listener)
  const names = new Set([...containers].map(({ name }) => name))
  for (const container of [...containers].sort(byProject)) {
    // The one in its place is there already.
    if (isBeingReplaced(container, names)) continue
    const up = isRunning(container)
    for (const { protocol, hostRange, containerPort, hostAddress, ...asked } of container.ports) {
      // Of a range that is taken the first port is shown.
      const hostPort = asked.hostPort || (up ? 0 : (hostRange?.first ?? 0))
      if (hostPort === 0) continue
      const key = hostKey(protocol, hostPort)
      const conflict = conflictAt.get(`${container.id} ${key}`)
      if (!up && !conflict) continue
      const state = conflict ? (conflict.when === 'now' ? 'broken' : 'planned') : 'connected'
      const { id, name, image, project } = container
      const inside = `${id} ${containerPort}/${protocol}`
      const ofProject = project === undefined ? {} : { project }
      const forward = forwards.get(`${protocol}/${hostAddress}:${hostPort}`)
      const open = forward?.containerId === id && forward.state === 'open' ? { forward } : {}
      const shadowed = conflict?.kind === 'shadowed' ? { shadowed: true as const } : {}
      const there = insides.get(inside)
      if (!there)
        insides.set(inside, {
          ...{ key: inside, containerId: id, name, image, containerPort, state, up, ...ofProject, ...open },
          ...shadowed,
        })
      else if (forward && open.forward && isMissed(forward)) insides.set(inside, { ...there, forward })
      const own: HostRow = {
        ...{ key, protocol, port: hostPort, name, address: hostAddress, byContainer: true, state },
        ...breakOf(conflict),
      }
      addContainer(hosts, own, conflict?.holder)
      cables.push({ host: key, inside, state, up, ...ofProject, ...breakOf(conflict) })
    }
  }
  const all = { hosts: [...hosts.values()].sort(byPort), insides: [...insides.values()], cables }
  return select({ ...all, cablesAt: groupByHost(cables) }, filter, search)
}

function groupByHost(cables: readonly Cable[]): ReadonlyMap<string, readonly Cable[]> {
  const groups = new Map<string, Cable[]>()
  for (const cable of cables) {
    const group = groups.get(cable.host)
    if (group) group.push(cable)
    else groups.set(cable.host, [cable])
  }
  return groups
}

const breakOf = (conflict: PortConflict | undefined): Pick<Cable, 'breaksAt'> =>
  conflict?.when === 'now' ? { breaksAt: conflict.kind === 'container' ? 'machine' : 'computer' } : {}

/** What is drawn of a port: one that serves a container is whole, whoever else wants it. */
export const drawnState = ({ state, breaksAt }: HostRow): MapState =>
  state === 'broken' && breaksAt === 'machine' ? 'connected' : state

/** Sockets of one program on several addresses are one row. */
function addListener(hosts: Map<string, HostRow>, listener: PortListener): void {
  const { protocol, port, lastPort, kind, process: name = '', known, pid, address, command } = listener
  const shared = kind === 'reserved' ? listener.id : hostKey(protocol, port)
  const there = hosts.get(shared)
  const byContainer = kind === 'forward'
  if (there && (there.byContainer ? byContainer : there.pid === pid)) return
  const key = there ? besides(shared, pid, address) : shared
  hosts.set(key, {
    ...{ key, protocol, port, name, address, byContainer },
    state: kind === 'reserved' ? 'reserved' : byContainer ? 'connected' : 'held',
    ...(lastPort === undefined ? {} : { lastPort }),
    ...(known === undefined ? {} : { known }),
    ...(pid === undefined ? {} : { pid }),
    ...(command === undefined ? {} : { command }),
  })
}

const besides = (key: string, pid: number | undefined, address: string): string => `${key} ${pid ?? address}`

/** A container's port: where it leads there the row is the container's, and else its holder's. */
function addContainer(hosts: Map<string, HostRow>, row: HostRow, holder: PortHolder | undefined): void {
  const { key, state, breaksAt } = row
  const known = hosts.get(key)
  if (!known) hosts.set(key, row)
  else if (state === 'connected') {
    // A program that nobody calls a conflict is still there.
    const aside = besides(key, known.pid, known.address)
    if (!known.byContainer) hosts.set(aside, { ...known, key: aside })
    const clash = known.state === 'broken' ? pickBreak(known) : {}
    hosts.set(key, { ...row, ...clash })
  } else if (state === 'broken' && breaksAt !== undefined) {
    const base = known.byContainer && breaksAt === 'computer' ? row : known
    hosts.set(key, { ...base, state, breaksAt: known.breaksAt === 'computer' ? 'computer' : breaksAt })
    // It listens beside the container's port.
    const aside = holder && besides(key, holder.pid, holder.address)
    const beside = aside === undefined ? undefined : hosts.get(aside)
    if (beside) hosts.set(beside.key, { ...beside, state, breaksAt })
  }
}

const pickBreak = ({ state, breaksAt }: HostRow): Pick<HostRow, 'state' | 'breaksAt'> =>
  breaksAt === undefined ? { state } : { state, breaksAt }

const byPort = (a: HostRow, b: HostRow): number =>
  a.port - b.port || (a.protocol === b.protocol ? (a.key < b.key ? -1 : 1) : a.protocol < b.protocol ? -1 : 1)

/** Containers of a project stand together; those without one come last. */
const byProject = (a: Container, b: Container): number =>
  (a.project ?? '\uffff').localeCompare(b.project ?? '\uffff') || a.name.localeCompare(b.name)

/** A path is shown whole or not at all. */
function select(rows: PortMapRows, filter: MapFilter, search: string): PortMapRows {
  const wanted = search.trim().toLowerCase()
  const found = (text: string, port: number): boolean =>
    wanted === '' || text.toLowerCase().includes(wanted) || String(port).startsWith(wanted)
  const insideByKey = new Map(rows.insides.map((one) => [one.key, one]))
  const kept = new Set(
    rows.hosts
      .filter((row) => {
        const ofContainer = row.byContainer || rows.cablesAt.has(row.key)
        if (filter === 'containers' && !ofContainer) return false
        if (filter === 'others' && row.byContainer) return false
        const ends = rows.cablesAt.get(row.key) ?? []
        return (
          found(row.name, row.port) ||
          ends.some(({ inside }) => {
            const end = insideByKey.get(inside)
            return end !== undefined && found(end.name, end.containerPort)
          })
        )
      })
      .map((row) => row.key),
  )
  const cables = rows.cables.filter((cable) => kept.has(cable.host))
  const ends = new Set(cables.map((cable) => cable.inside))
  return {
    hosts: rows.hosts.filter((row) => kept.has(row.key)),
    insides: rows.insides.filter((row) => ends.has(row.key)),
    cables,
    cablesAt: groupByHost(cables),
  }
}

/** The name that people know, else the program's own; empty when the system does not tell. */
export const shownName = (t: Translate, { known, name }: HostRow): string =>
  known === undefined ? name : t(`known.${known}`)
