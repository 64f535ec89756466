// Reads Docker's description of a network into Portside's own noun.
import type { NetworkInspectInfo } from 'dockerode'
import type { Network } from '../../preload/model'

const builtIn = new Set(['bridge', 'host', 'none'])

export function readNetwork(info: NetworkInspectInfo): Network {
  const project = info.Labels?.['com.docker.compose.project']
  return {
    id: info.Id,
    name: info.Name,
    driver: info.Driver,
    subnets: (info.IPAM?.Config ?? []).flatMap(({ Subnet }) => Subnet ?? []),
    internal: info.Internal,
    builtIn: builtIn.has(info.Name),
    createdAt: Date.parse(info.Created) || 0,
    ...(project === undefined ? {} : { project }),
  }
}
