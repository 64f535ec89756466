// Everybody who asks for ports of this computer, in one form: containers, and what is no container yet.
import type { Container, PortBinding, PortWanterKind } from '../../preload/model'
import { isOneOf, writePort } from '../../preload/port-range'
import { hasItsPorts } from './port-holder'
import { push } from './port-index'
import type { KnownWant } from './port-wants'

export interface Wanter {
  readonly kind: PortWanterKind
  readonly id: string
  readonly name: string
  readonly project?: string
  readonly ports: readonly PortBinding[]
  /** How many containers there will be, each of which needs one of a range. */
  readonly count: number
  /** Whether its ports should be reachable now. */
  readonly up: boolean
  /** The engine's words when its last start failed. */
  readonly startError?: string
  readonly container?: Container
  readonly want?: KnownWant
}

export function wantersOf(containers: readonly Container[], wants: readonly KnownWant[]): Wanter[] {
  const known = new Set<string>()
  const inside = new Map<string, number[]>()
  for (const { project, ports } of containers)
    for (const binding of project === undefined ? [] : ports) {
      known.add(placeIn(project ?? '', binding))
      push(inside, insideOf(project ?? '', binding), binding.hostPort)
    }
  const isKnown = (project: string, binding: PortBinding): boolean => {
    if (known.has(placeIn(project, binding))) return true
    const { hostRange } = binding
    // One of the range is what it wanted, whoever chose it.
    if (!hostRange) return false
    return (inside.get(insideOf(project, binding)) ?? []).some((port) => isOneOf(hostRange, port))
  }
  return [
    ...containers.map(ofContainer),
    ...wants
      .filter(({ project, binding }) => project === undefined || !isKnown(project, binding))
      .map(ofWant),
  ]
}

/** Of a project that has its containers already, these know best. */
const placeIn = (project: string, binding: PortBinding): string =>
  `${binding.protocol}/${writePort(binding)} ${project}`

const insideOf = (project: string, { protocol, containerPort }: PortBinding): string =>
  `${protocol}/${containerPort} ${project}`

const ofContainer = (container: Container): Wanter => ({
  kind: 'container',
  id: container.id,
  name: container.name,
  ports: container.ports,
  count: 1,
  up: hasItsPorts(container),
  container,
  ...(container.project === undefined ? {} : { project: container.project }),
  ...(container.startError === undefined ? {} : { startError: container.startError }),
})

const ofWant = (want: KnownWant): Wanter => ({
  kind: want.kind,
  id: want.id,
  name: want.name,
  ports: [want.binding],
  count: want.count ?? 1,
  up: want.up === true,
  want,
  ...(want.project === undefined ? {} : { project: want.project }),
})
