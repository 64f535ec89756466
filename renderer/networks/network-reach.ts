// Which containers reach which, and through what: the rule behind the picture of the networks.
import type { Container, Network } from '../../preload/model'
import { isRunning } from '../containers/arrange'
import { isOn } from './network-rows'

export interface Reach {
  readonly network: Network
  /** Running containers on it, without the one that is asked about. */
  readonly peers: readonly Container[]
  /** The default bridge has no names: containers find each other there by address only. */
  readonly byName: boolean
}

/** A network whose containers share the computer's own ports, or have none at all. */
export const joinsContainers = ({ driver }: Network): boolean => driver !== 'host' && driver !== 'null'

/** Whom a container reaches through each network it is on; networks on which nobody else runs are left out. */
export function reachOf(
  container: Container,
  networks: readonly Network[],
  containers: readonly Container[],
): readonly Reach[] {
  return networks
    .filter((network) => joinsContainers(network) && isOn(container, network))
    .map((network) => ({
      network,
      peers: containers.filter((one) => one.id !== container.id && isRunning(one) && isOn(one, network)),
      byName: !network.builtIn,
    }))
    .filter(({ peers }) => peers.length > 0)
}
