// What each published port of a container is worth now: reachable, blocked by somebody, or waiting for a start.
import type { Container, PortBinding, PortConflict, PortForward } from '../../preload/model'
import { writePort } from '../../preload/port-range'
import type { PortState } from '../components/port-pill'
import { isMissed } from '../ports/reach-words'
import { isRunning } from './arrange'

export interface ShownPort {
  readonly key: string
  readonly binding: PortBinding
  readonly state: PortState
  readonly forward?: PortForward
  /** What is in its way, or would be at a start. */
  readonly conflict?: PortConflict
}

/** One per binding; a binding to any free port takes the number that the forward got. */
export function portsOf(
  container: Container,
  forwards: readonly PortForward[],
  conflicts: readonly PortConflict[] = [],
): ShownPort[] {
  const running = isRunning(container)
  return container.ports.map((binding, index) => {
    const forward = forwards.find((candidate) => belongsTo(candidate.binding, binding))
    const key = `${binding.protocol}/${binding.containerPort}/${index}`
    const conflict = conflicts.find((one) => belongsTo(one.binding, binding))
    if (conflict?.when === 'now')
      return { key, binding, state: 'blocked', conflict, ...(forward ? { forward } : {}) }
    if (!running) {
      return conflict ? { key, binding, state: 'clashing', conflict } : { key, binding, state: 'off' }
    }
    if (!forward) return { key, binding, state: binding.hostPort === 0 ? 'off' : 'open' }
    const state = forward.state === 'failed' ? 'blocked' : isMissed(forward) ? 'silent' : 'open'
    return { key, binding: forward.binding, state, forward }
  })
}

const belongsTo = (actual: PortBinding, wanted: PortBinding): boolean =>
  actual.containerPort === wanted.containerPort &&
  actual.protocol === wanted.protocol &&
  (wanted.hostPort === 0 || writePort(actual) === writePort(wanted)) &&
  (wanted.hostAddress === actual.hostAddress || wanted.hostAddress === '' || actual.hostAddress === '')

const worse: ReadonlySet<PortState> = new Set(['blocked', 'clashing'])

/** Docker binds IPv4 and IPv6 apart; for people the same two numbers are one port. */
export function distinctPorts(ports: readonly ShownPort[]): ShownPort[] {
  const byNumbers = new Map<string, ShownPort>()
  for (const port of ports) {
    const { containerPort, protocol } = port.binding
    const key = `${protocol}/${writePort(port.binding)}/${containerPort}`
    const known = byNumbers.get(key)
    // The worse of the two is what is shown.
    if (!known || worse.has(port.state) || (port.state === 'silent' && known.state === 'open'))
      byNumbers.set(key, port)
  }
  return [...byNumbers.values()]
}

/** What a browser can open. */
export const openable = (ports: readonly ShownPort[]): PortBinding | undefined =>
  ports.find(({ state, binding }) => state === 'open' && binding.protocol === 'tcp' && binding.hostPort > 0)
    ?.binding

/** Ids of the containers one of whose ports is not reachable, or that could not start for one. */
export const blockedContainers = (
  forwards: Iterable<PortForward>,
  conflicts: Iterable<PortConflict>,
): Set<string> => {
  const blocked = new Set<string>()
  for (const forward of forwards) if (forward.state === 'failed') blocked.add(forward.containerId)
  for (const conflict of conflicts) if (conflict.when === 'now') blocked.add(conflict.containerId)
  return blocked
}
