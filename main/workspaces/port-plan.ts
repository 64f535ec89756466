// The ports of a workspace on this computer: which are taken, what is free instead, kept in files of this user's own.
import type { PortsService } from '../../preload/contract'
import { isAppError } from '../../preload/errors'
import type { Container, PortCheck, WorkspacePort, WorkspacePortMove } from '../../preload/model'
import type { ComposeJson } from '../base/compose-json'
import { publishedPorts } from './compose-config'
import type { PortMove } from './workspace-record'

export interface PortPlan {
  /** Where each published port of the team's file is to be, those that need not move included. */
  readonly moves: readonly PortMove[]
  /** Those that are not where the team has them, and who is in the way. */
  readonly told: readonly WorkspacePortMove[]
  readonly blocked: readonly { readonly service: string; readonly port: number; readonly holder: string }[]
}

export interface PortPlanOptions {
  readonly ports: Pick<PortsService, 'checkPort' | 'findFree'>
  readonly containers: () => Iterable<Container>
  /** Its own containers are not in its way. */
  readonly project: string
  /** Where the last start had them: they stay there while they can. */
  readonly last: readonly PortMove[]
  readonly signal?: AbortSignal | undefined
}

type TeamPort = Omit<WorkspacePort, 'hostPort' | 'meaning' | 'url'>

/** How many free ports are asked for: so many may be wanted by others of the same workspace. */
const tries = 20

export async function planPorts(ports: readonly TeamPort[], options: PortPlanOptions): Promise<PortPlan> {
  const { last } = options
  const fixed = ports.filter(({ teamPort }) => teamPort > 0)
  const taken = new Set<string>()
  const moves: PortMove[] = []
  const told: WorkspacePortMove[] = []
  const blocked: PortPlan['blocked'][number][] = []
  for (const port of fixed) {
    const before = last.find((one) => sameTarget(one, port))?.hostPort
    const { hostPort, holder } = await place(port, before, taken, options)
    if (hostPort === undefined) {
      blocked.push({ service: port.service, port: port.teamPort, holder })
      continue
    }
    taken.add(keyOf(port, hostPort))
    const { service, containerPort, protocol, address } = port
    moves.push({ service, containerPort, protocol, address, hostPort })
    if (hostPort !== port.teamPort) told.push({ service, from: port.teamPort, to: hostPort, holder })
  }
  return { moves, told, blocked }
}

const keyOf = ({ protocol }: TeamPort, port: number): string => `${protocol}/${port}`

const sameTarget = (one: PortMove, port: TeamPort): boolean =>
  one.service === port.service && one.containerPort === port.containerPort && one.protocol === port.protocol

interface Place {
  readonly hostPort?: number
  readonly holder: string
}

/** Where it was last, then where the team has it, then the next free one. */
async function place(
  port: TeamPort,
  before: number | undefined,
  taken: ReadonlySet<string>,
  options: PortPlanOptions,
): Promise<Place> {
  const { ports, signal } = options
  const wanted = { protocol: port.protocol, address: port.address }
  const abort = signal ? { signal } : {}
  let holder = ''
  for (const hostPort of new Set([port.teamPort, ...(before === undefined ? [] : [before])])) {
    if (taken.has(keyOf(port, hostPort))) continue
    try {
      const check = await ports.checkPort({ ...wanted, port: hostPort, ...abort })
      if (check.state === 'free' || isOwn(check, options)) return { hostPort, holder }
      holder ||= nameOf(check)
    } catch (error) {
      // Low ports are an administrator's on some systems.
      if (!isAppError(error, 'port.not-permitted')) throw error
    }
  }
  const free = await ports.findFree({
    ...wanted,
    near: Math.max(port.teamPort, 1_024),
    count: tries,
    ...abort,
  })
  const hostPort = free.ports.find((one) => !taken.has(keyOf(port, one)))
  return hostPort === undefined ? { holder } : { hostPort, holder }
}

const isOwn = ({ holder }: PortCheck, { containers, project }: PortPlanOptions): boolean =>
  holder?.containerId !== undefined &&
  [...containers()].some((one) => one.id === holder.containerId && one.project === project)

const nameOf = ({ holder }: PortCheck): string =>
  holder === undefined || holder.kind === 'unknown'
    ? ''
    : `${holder.name}${holder.pid === undefined ? '' : ` (PID ${holder.pid})`}`

/** The ports of a service as Compose takes them, each where the plan has it; undefined when none moves. */
export function movedPorts(
  service: ComposeJson['services'][string],
  moves: readonly PortMove[],
): ReturnType<typeof publishedPorts> | undefined {
  const all = publishedPorts(service)
  const next = all.map((port) => {
    const move = moves.find(
      (one) => one.containerPort === port.target && one.protocol === (port.protocol ?? 'tcp'),
    )
    return move && port.published !== undefined && port.published !== '0'
      ? { ...port, published: String(move.hostPort) }
      : port
  })
  return next.every((port, index) => port.published === all[index]?.published) ? undefined : next
}
