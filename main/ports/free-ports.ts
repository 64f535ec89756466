// Finds ports that nothing has or wants: pure, from what is known of listeners, containers and the system's own ranges.
import type { Protocol } from '../../preload/model'
import type { Situation } from './planner'

const lowestFree = 1024
const highestPort = 65_535

export interface FreePorts {
  /**
   * Ports upwards from `port` as people count, then downwards. Never one that is held on any address, that a stopped
   * container, a project or a workspace asks for, or that the system keeps or may hand out at any moment. One of a
   * range, of which somebody needs a single one, comes after all others.
   */
  near(port: number, protocol: Protocol): Generator<number, void>
  /** Whether {@link near} would name it before those that are one of a range. */
  has(port: number, protocol: Protocol): boolean
  /** Takes a port out for all that ask later. */
  take(port: number, protocol: Protocol): void
}

const free = 0
const taken = 1
const spare = 2

/** Looks at the situation once, however many ports are asked for then. */
export function freePortsIn(situation: Omit<Situation, 'forwards' | 'refused'>): FreePorts {
  // A byte for each port: looking for the next free one passes tens of thousands of ephemeral ones in a few µs.
  const ports = { tcp: Buffer.alloc(highestPort + 1), udp: Buffer.alloc(highestPort + 1) }
  const take = (port: number, protocol: Protocol): void => {
    ports[protocol][port] = taken
  }
  const bindings = [
    ...situation.containers.flatMap((one) => one.ports),
    ...situation.wants.map(({ binding }) => binding),
  ]
  for (const { hostRange, protocol } of bindings)
    if (hostRange) ports[protocol].fill(spare, hostRange.first, hostRange.last + 1)
  for (const one of situation.listeners) take(one.port, one.protocol)
  for (const { hostPort, protocol } of bindings) take(hostPort, protocol)
  for (const every of Object.values(ports)) {
    every.fill(taken, situation.ephemeral[0], situation.ephemeral[1] + 1)
    every.fill(taken, 0, Math.max(lowestFree, situation.lowestPort))
  }
  for (const { protocol, first, last } of situation.reserved) ports[protocol].fill(taken, first, last + 1)
  return {
    take,
    has: (port, protocol) => ports[protocol][port] === free,
    *near(port, protocol) {
      const all = ports[protocol]
      for (const kind of [free, spare]) {
        for (let at = all.indexOf(kind, port + 1); at >= 0; at = all.indexOf(kind, at + 1)) yield at
        // Port 0 is never free; before it a search would begin at the end again.
        for (let at = port; at > 0;) {
          at = all.lastIndexOf(kind, at - 1)
          if (at > 0) yield at
        }
      }
    },
  }
}
