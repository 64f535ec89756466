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
    const unexplained = [...wanted.values()].filter(
      (binding) =>
        binding.hostPort > 0 &&
        !listeners.some(
          (one) =>
            one.protocol === binding.protocol &&
            one.port === binding.hostPort &&
            mayClash(one.address, binding.hostAddress),
        ) &&
        !up.some((one) => one.protocol === binding.protocol && one.hostPort === binding.hostPort),
    )
    const found = await Promise.all(
      unexplained.map(async ({ protocol, hostAddress: address, hostPort: port }): Promise<Listener[]> => {
        const bound = await probe(protocol, address, port).catch(() => 'free')
        return bound === 'held' ? [{ protocol, address, port, otherUser: true }] : []
      }),
    )
    return found.flat()
  }
