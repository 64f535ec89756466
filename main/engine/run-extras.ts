// Lays what a command says beyond the run form over what the form asks for.
import type { ContainerCreateOptions, EndpointSettings, HostConfig } from 'dockerode'
import type { EndpointExtras, HostExtras, RunExtras } from '../../preload/model'
import { translateCreate, type PathInside } from './folder-paths'

export function withExtras(
  options: ContainerCreateOptions,
  { config = {}, host = {}, retries }: RunExtras,
  inside: PathInside,
): ContainerCreateOptions {
  const { ExposedPorts: exposed = [], Volumes: volumes, Healthcheck: health, ...words } = config
  const { PortBindings: ports = {} } = host
  const named = (names: readonly string[]): Record<string, object> =>
    Object.fromEntries(names.map((name) => [name, {}]))
  return {
    ...options,
    ...words,
    ...(volumes ? { Volumes: named(volumes) } : {}),
    ExposedPorts: { ...(options.ExposedPorts as object), ...named([...exposed, ...Object.keys(ports)]) },
    ...(health ? { Healthcheck: { ...health, ...options.Healthcheck } } : {}),
    HostConfig: hostConfig(options.HostConfig ?? {}, host, retries, inside),
  } as ContainerCreateOptions
}

function hostConfig(
  asked: HostConfig,
  host: HostExtras,
  retries: number | undefined,
  inside: PathInside,
): HostConfig {
  const { PortBindings: ports = {}, Mounts: mounts = [], Binds: binds = [], ...rest } = host
  // Folders of this computer are written as those of the form, for the engine's own computer.
  const here = { Binds: binds, Mounts: mounts }
  const there = JSON.parse(
    translateCreate(JSON.stringify({ HostConfig: here }), inside) ?? JSON.stringify({ HostConfig: here }),
  ) as { readonly HostConfig: { readonly Binds: string[]; readonly Mounts: HostConfig['Mounts'] & object } }
  const counts = retries !== undefined && asked.RestartPolicy?.Name === 'on-failure'
  return {
    ...asked,
    ...(rest as HostConfig),
    PortBindings: { ...(asked.PortBindings as object), ...ports },
    Mounts: [...(asked.Mounts ?? []), ...there.HostConfig.Mounts],
    ...(binds.length > 0 ? { Binds: there.HostConfig.Binds } : {}),
    ...(counts ? { RestartPolicy: { Name: 'on-failure', MaximumRetryCount: retries } } : {}),
  }
}

/** Undefined for a network that nothing is asked of. */
export const endpointOf = (extras: RunExtras | undefined, network: string): EndpointSettings | undefined => {
  const endpoint: EndpointExtras | undefined = extras?.endpoints?.[network]
  return endpoint && (endpoint as unknown as EndpointSettings)
}
