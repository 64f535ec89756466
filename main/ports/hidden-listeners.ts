// Finds listeners that the system does not show this user, by trying to take the ports that containers want.
import type { Container, PortBinding } from '../../preload/model'
import type { ProbeBind } from './bind-probe'
import type { Listener } from './listener'
import { mayClash } from './planner'
import { hasItsPorts } from './port-holder'
import { placeOf } from './quick-look'

export type FindHidden = (
  containers: readonly Container[],
  listeners: readonly Listener[],
) => Promise<readonly Listener[]>

/** Where the system lists the sockets of all users, nothing is hidden. */
export const showsAllListeners = (platform: NodeJS.Platform = process.platform): boolean =>
  platform !== 'darwin' || process.getuid?.() === 0

/** Only ports of stopped containers are tried: those of running ones are held by their own forwards. */
export const hiddenFinder =
  (probe: ProbeBind): FindHidden =>
  async (containers, listeners) => {
    const up = containers.filter(hasItsPorts).flatMap((one) => one.ports)
    const wanted = new Map<string, PortBinding>()
    for (const container of containers)
      if (!hasItsPorts(container))
        for (const binding of container.ports) wanted.set(placeOf(binding), binding)
    const isExplained = ({ protocol, hostAddress }: PortBinding, port: number): boolean =>
      listeners.some(
        (one) => one.protocol === protocol && one.port === port && mayClash(one.address, hostAddress),
      ) || up.some((one) => one.protocol === protocol && one.hostPort === port)
    const found = await Promise.all(
      [...wanted.values()].map(async (binding): Promise<Listener[]> => {
        const { protocol, hostAddress: address, hostPort, hostRange } = binding
        const { first, last } = hostRange ?? { first: hostPort, last: hostPort }
        const hidden: Listener[] = []
        for (let port = Math.max(first, 1); port <= last; port++) {
          if (isExplained(binding, port)) continue
          // Of a range one that can be had is enough.
          if ((await probe(protocol, address, port).catch(() => 'free')) !== 'held') break
          hidden.push({ protocol, address, port, otherUser: true })
        }
        return hidden
      }),
    )
    return found.flat()
  }
