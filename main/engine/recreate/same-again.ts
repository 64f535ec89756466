// Writes what Docker's API needs to make the same container again, with a few things changed.
import type { ContainerCreateOptions, ContainerInspectInfo, EndpointSettings, HostConfig } from 'dockerode'
import type { EndpointExtras } from '../../../preload/model'

type PortMap = Readonly<Record<string, readonly { readonly HostIp?: string; readonly HostPort?: string }[]>>

export interface Recreation {
  readonly options: ContainerCreateOptions
  /** Networks to join besides the one in `options`, by name. */
  readonly networks: readonly (readonly [name: string, endpoint: EndpointSettings])[]
}

export interface Changes {
  /** In place of those that it has. */
  readonly ports?: PortMap
  /** Set besides those that it has. */
  readonly labels?: Readonly<Record<string, string>>
  /** In place of what it has. */
  readonly limits?: Pick<HostConfig, 'Memory' | 'MemorySwap' | 'NanoCpus' | 'CpuQuota' | 'CpuPeriod'>
}

/** `image` is what its reference means now, or its id when that is another image by now. */
export function sameAgain(info: ContainerInspectInfo, image: string, changes: Changes = {}): Recreation {
  const { ports, labels, limits } = changes
  const { Hostname, Domainname, ...config } = info.Config
  // One that lives in another one's network, or under the machine's name, has that one's names, and may not ask for them.
  const { NetworkMode: mode = '', UTSMode: names } = info.HostConfig
  const lodges = mode.startsWith('container:') || names === 'host'
  const [primary, ...others] = endpointsOf(info)
  return {
    options: {
      ...config,
      // A name that the engine made up from the old id would stay behind on the new container.
      ...(lodges || info.Id.startsWith(Hostname) ? {} : { Hostname }),
      ...(lodges ? {} : { Domainname }),
      Image: image,
      ...(labels ? { Labels: { ...info.Config.Labels, ...labels } } : {}),
      HostConfig: {
        ...info.HostConfig,
        ...limits,
        ...(ports ? { PortBindings: ports } : {}),
        ...volumesOf(info),
      },
      ...(primary ? { NetworkingConfig: { EndpointsConfig: { [primary[0]]: primary[1] } } } : {}),
    } as ContainerCreateOptions,
    networks: others,
  }
}

/** Unnamed volumes are asked for by the name that the engine gave them, so that their data comes along. */
function volumesOf(
  info: ContainerInspectInfo,
): Pick<ContainerCreateOptions['HostConfig'] & object, 'Binds' | 'Mounts'> {
  const binds = info.HostConfig.Binds ?? []
  const mounts = info.HostConfig.Mounts ?? []
  const named = new Set([
    ...binds.map((bind) => bind.split(':')[1]),
    ...mounts.filter((mount) => mount.Type !== 'volume' || mount.Source).map((mount) => mount.Target),
  ])
  const unnamed = (info.Mounts ?? []).filter(
    (mount) => mount.Type === 'volume' && mount.Name !== undefined && !named.has(mount.Destination),
  )
  const places = new Set(unnamed.map((mount) => mount.Destination))
  return {
    Binds: [...binds, ...unnamed.map((one) => `${one.Name}:${one.Destination}${one.RW ? '' : ':ro'}`)],
    Mounts: mounts.filter((mount) => !places.has(mount.Target)),
  }
}

/** The network that the container was made with first: the engine takes only that one with the container. */
function endpointsOf(info: ContainerInspectInfo): [string, EndpointSettings][] {
  const networks = Object.entries(info.NetworkSettings.Networks ?? {})
  const mode = info.HostConfig.NetworkMode ?? 'default'
  const main = mode === 'default' ? 'bridge' : mode
  return networks
    .map(([name, endpoint]): [string, EndpointSettings] => [name, endpointOf(endpoint, info)])
    .sort(([a], [b]) => Number(b === main) - Number(a === main))
}

/** What was asked for, without what the engine answered; the alias of the old id goes with it. */
function endpointOf(endpoint: EndpointSettings, info: ContainerInspectInfo): EndpointSettings {
  const { IPAMConfig, Links, Aliases, DriverOpts, GwPriority } = endpoint as Partial<EndpointExtras>
  const aliases = (Aliases ?? []).filter((alias) => !info.Id.startsWith(alias))
  return {
    ...(IPAMConfig ? { IPAMConfig } : {}),
    ...(Links ? { Links } : {}),
    ...(aliases.length > 0 ? { Aliases: aliases } : {}),
    ...(DriverOpts ? { DriverOpts } : {}),
    ...(GwPriority ? { GwPriority } : {}),
  } as EndpointSettings
}
