// Finds ports that nothing has or wants: pure, from what is known of listeners, containers and the system's own ranges.
import type { Protocol } from '../../preload/model'
import type { Situation } from './planner'

const lowestFree = 1024
const highestPort = 65_535

interface Range {
  readonly first: number
  readonly last: number
}

/**
 * Ports upwards from `near` as people count, then downwards. Never one that is held on any address, that a stopped
 * container, a project or a workspace asks for, or that the system keeps or may hand out at any moment.
 */
export type FreePorts = (near: number, protocol: Protocol) => Generator<number, void>

/** Looks at the situation once, however many ports are asked for then. */
export function freePortsIn(situation: Omit<Situation, 'forwards' | 'refused'>): FreePorts {
  const taken = { tcp: new Set<number>(), udp: new Set<number>() }
  for (const one of situation.listeners) taken[one.protocol].add(one.port)
  for (const { ports } of situation.containers)
    for (const { protocol, hostPort } of ports) taken[protocol].add(hostPort)
  for (const { binding } of situation.wants) taken[binding.protocol].add(binding.hostPort)
  const [first, last] = situation.ephemeral
  const kept = (protocol: Protocol): Range[] => [
    { first, last },
    { first: 0, last: Math.max(lowestFree, situation.lowestPort) - 1 },
    ...situation.reserved.filter((range) => range.protocol === protocol),
  ]
  const ranges = { tcp: kept('tcp'), udp: kept('udp') }
  return function* (near, protocol) {
    const has = taken[protocol]
    const rangeOf = (port: number): Range | undefined =>
      ranges[protocol].find((range) => port >= range.first && port <= range.last)
    for (let port = Math.max(near + 1, 0); port <= highestPort; port++) {
      const range = rangeOf(port)
      if (range) port = range.last
      else if (!has.has(port)) yield port
    }
    for (let port = Math.min(near - 1, highestPort); port > 0; port--) {
      const range = rangeOf(port)
      if (range) port = range.first
      else if (!has.has(port)) yield port
    }
  }
}
