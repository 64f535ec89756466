// Lays what a person asked for in the run form over a container that is made again. What the form has no field for
// (capabilities, devices, log options, …) stays as it was.
import type { ContainerCreateOptions, ContainerInspectInfo, EndpointSettings, HostConfig } from 'dockerode'
import type { RunRequest } from '../../../preload/model'
import type { PathInside } from '../folder-paths'
import { createOptions } from '../run-request'
import type { Recreation } from './same-again'

type Mount = NonNullable<HostConfig['Mounts']>[number]

/** Values of the form: what the request does not name, the container does not have any more. */
const formFields = ['Env', 'Cmd', 'Entrypoint', 'User', 'WorkingDir', 'Hostname', 'ExposedPorts'] as const
const formLimits = [
  'PortBindings',
  'Memory',
  'NanoCpus',
  'NetworkMode',
  'AutoRemove',
  'Init',
  'ReadonlyRootfs',
  'Privileged',
] as const

/** @throws image.bad-reference container.bad-* port.* as a run does */
export function withRequest(
  { options, networks }: Recreation,
  info: ContainerInspectInfo,
  request: RunRequest,
  inside: PathInside | undefined,
): Recreation {
  const asked = createOptions(request, inside)
  const endpoints = new Map([
    ...Object.entries(options.NetworkingConfig?.EndpointsConfig ?? {}),
    ...networks,
  ]) as ReadonlyMap<string, EndpointSettings>
  const endpointOf = (name: string): EndpointSettings => endpoints.get(name) ?? ({} as EndpointSettings)
  const [first, ...others] = request.networks ?? []
  const { name: _name, HostConfig: _host, ...config } = asked
  return {
    options: {
      ...omit(options, [...formFields, 'NetworkingConfig']),
      ...config,
      Labels: { ...config.Labels, ...toolLabels(options.Labels) },
      ...healthOf(options, request),
      Tty: request.tty ?? false,
      OpenStdin: request.interactive ?? false,
      HostConfig: hostConfig(options.HostConfig ?? {}, asked.HostConfig ?? {}, info),
      ...(first !== undefined && endpoints.has(first)
        ? { NetworkingConfig: { EndpointsConfig: { [first]: endpointOf(first) } } }
        : {}),
    } as ContainerCreateOptions,
    networks: others.map((name) => [name, endpointOf(name)]),
  }
}

function omit<T extends object>(from: T, keys: readonly string[]): Partial<T> {
  return Object.fromEntries(Object.entries(from).filter(([key]) => !keys.includes(key))) as Partial<T>
}

/** Compose knows its containers by them, whatever a form shows. */
const toolLabels = (labels: ContainerCreateOptions['Labels']): Record<string, string> =>
  Object.fromEntries(Object.entries(labels ?? {}).filter(([name]) => name.startsWith('com.docker.')))

/** The form shows only the command of a check that a shell runs; its times stay while that is the same. */
function healthOf(
  { Healthcheck: check }: ContainerCreateOptions,
  { healthCommand }: RunRequest,
): Pick<ContainerCreateOptions, 'Healthcheck'> {
  const [kind, command] = check?.Test ?? []
  if (healthCommand === undefined) return kind === 'CMD-SHELL' || !check ? {} : { Healthcheck: check }
  return check && kind === 'CMD-SHELL' && command === healthCommand
    ? { Healthcheck: check }
    : { Healthcheck: { Test: ['CMD-SHELL', healthCommand] } }
}

function hostConfig(old: HostConfig, asked: HostConfig, info: ContainerInspectInfo): HostConfig {
  const { RestartPolicy: before } = old
  const otherMemory = (old.Memory ?? 0) !== (asked.Memory ?? 0)
  const otherCpus = (old.NanoCpus ?? 0) !== (asked.NanoCpus ?? 0)
  return {
    ...omit(old, [
      ...formLimits,
      // Both were derived from, or stand in the way of, the limit that changes.
      ...(otherMemory ? ['MemorySwap'] : []),
      ...(otherCpus ? ['CpuQuota', 'CpuPeriod'] : []),
    ]),
    ...asked,
    ...(before?.Name === asked.RestartPolicy?.Name && before ? { RestartPolicy: before } : {}),
    ...mountsOf(old, asked.Mounts ?? [], info),
  }
}

/** A mount that is asked for as it was keeps its options; unnamed volumes stay, because their data is nowhere else. */
function mountsOf(
  old: HostConfig,
  asked: readonly Mount[],
  info: ContainerInspectInfo,
): Pick<HostConfig, 'Binds' | 'Mounts'> {
  const targets = new Set(asked.map(({ Target }) => Target))
  const wanted = new Map(asked.map((mount) => [mount.Target, mount]))
  const unnamed = new Set(
    (info.Mounts ?? [])
      .filter(({ Type, Name = '' }) => Type === 'volume' && isUnnamed(Name))
      .map(({ Name }) => Name),
  )
  const stays = (source: string, target: string, readOnly: boolean): boolean => {
    const mount = wanted.get(target)
    if (!mount) return !targets.has(target) && unnamed.has(source)
    return mount.Source === source && (mount.Type === 'volume' || (mount.ReadOnly ?? false) === readOnly)
  }
  const binds = (old.Binds ?? []).filter((bind) => {
    const { source, target, options } = partsOf(bind)
    return stays(source, target, options.includes('ro'))
  })
  const mounts = (old.Mounts ?? []).filter(({ Type, Source, Target, ReadOnly = false }) =>
    Type === 'volume' || Type === 'bind' ? stays(Source, Target, ReadOnly) : !targets.has(Target),
  )
  const kept = new Set([...binds.map((bind) => partsOf(bind).target), ...mounts.map(({ Target }) => Target)])
  return { Binds: binds, Mounts: [...mounts, ...asked.filter(({ Target }) => !kept.has(Target))] }
}

const isUnnamed = (name: string): boolean => /^[0-9a-f]{64}$/.test(name)

/** `source:target[:options]`; no source has a colon in it, for it is a path in Linux or a volume's name. */
function partsOf(bind: string): { source: string; target: string; options: readonly string[] } {
  const [source = '', target = '', options = ''] = bind.split(':')
  return { source, target, options: options.split(',') }
}
