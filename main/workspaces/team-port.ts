// The ports that the team's file publishes, as a workspace sees them, and where a start puts each on this computer.
import type { WorkspacePort } from '../../preload/model'
import { readRange, writePort } from '../../preload/port-range'
import { replicasOf, type ServiceJson } from '../base/compose-json'
import type { PortMove } from './workspace-record'

export type TeamPort = Omit<WorkspacePort, 'hostPort' | 'meaning' | 'url'>
type Published = NonNullable<ServiceJson['ports']>[number]

/** Compose has taken apart ranges that are as long inside as on this computer; one for a single port stays one. */
export const publishedOf = (service: string, json: ServiceJson): TeamPort[] =>
  (json.ports ?? []).map((one) => {
    const { published = '0' } = one
    const teamRange = readRange(published)
    const count = replicasOf(json)
    return {
      service,
      containerPort: one.target,
      protocol: one.protocol === 'udp' ? ('udp' as const) : ('tcp' as const),
      address: addressOf(one),
      teamPort: Number(published) || 0,
      ...(teamRange ? { teamRange } : {}),
      ...(teamRange && count > 1 ? { count } : {}),
    }
  })

const addressOf = ({ host_ip: address = '' }: Published): string => (address === '' ? '0.0.0.0' : address)

/** As the file has it: a number, a range, or nothing for any free port. */
export const writtenOf = ({ teamPort, teamRange }: TeamPort): string =>
  writePort({ hostPort: teamPort, ...(teamRange ? { hostRange: teamRange } : {}) })

/** Records of before ports were told apart by what the file says name only the one inside. */
export const isMoveOf = (move: PortMove, port: TeamPort): boolean =>
  move.service === port.service &&
  move.containerPort === port.containerPort &&
  move.protocol === port.protocol &&
  (move.published === undefined || (move.published === writtenOf(port) && move.address === port.address))

export const movedPort = (moves: readonly PortMove[], port: TeamPort): number | undefined =>
  moves.find((one) => isMoveOf(one, port))?.hostPort

/** As a move of it is kept. */
export const moveOf = (port: TeamPort, hostPort: number, lastPort?: number): PortMove => {
  const { service, containerPort, protocol, address } = port
  const published = writtenOf(port)
  return {
    ...{ service, containerPort, protocol, address, published, hostPort },
    ...(lastPort === undefined ? {} : { lastPort }),
  }
}

/** The ports of a service as Compose takes them, each where the plan has it; undefined when all are as the file has them. */
export function movedPorts(
  service: string,
  json: ServiceJson,
  moves: readonly PortMove[],
): Published[] | undefined {
  const all = json.ports ?? []
  const team = publishedOf(service, json)
  const next = all.map((port, index) => {
    const own = team[index]
    const move = own && writtenOf(own) !== '' ? moves.find((one) => isMoveOf(one, own)) : undefined
    if (!move) return port
    const { hostPort, lastPort = hostPort } = move
    return { ...port, published: hostPort === lastPort ? String(hostPort) : `${hostPort}-${lastPort}` }
  })
  return next.every((port, index) => port.published === all[index]?.published) ? undefined : next
}
