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
  const known = [...Object.entries(options.NetworkingConfig?.EndpointsConfig ?? {}), ...networks]
  const anew = request.withoutExtras?.includes('endpoints') === true
  const wanted = anew ? Object.entries(request.extras?.endpoints ?? {}) : known
  const endpoints = new Map(wanted as unknown as readonly (readonly [string, EndpointSettings])[])
  const endpointOf = (name: string): EndpointSettings => endpoints.get(name) ?? ({} as EndpointSettings)
  const [first, ...others] = request.networks ?? []
  const { name: _name, HostConfig: _host, ...config } = asked
  return {
    options: {
      ...omit(options, [...formFields, 'NetworkingConfig', ...(request.withoutExtras ?? [])]),
      Volumes: withoutPlaces(options.Volumes, request),
      ...config,
      ExposedPorts: { ...onlyExposed(options), ...config.ExposedPorts },
      Labels: { ...config.Labels, ...toolLabels(options.Labels) },
      ...healthOf(options, request),
      Tty: request.tty ?? false,
      OpenStdin: request.interactive ?? false,
      HostConfig: hostConfig(
        omit(options.HostConfig ?? {}, request.withoutExtras ?? []) as HostConfig,
        asked.HostConfig ?? {},
        info,
        request,
      ),
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

/** What is taken out is not made anew, either. */
const withoutPlaces = (
  volumes: ContainerCreateOptions['Volumes'],
  { withoutPlaces: places = [] }: RunRequest,
): Record<string, object> => omit((volumes ?? {}) as Record<string, object>, places) as Record<string, object>

/** Compose knows its containers by them, whatever a form shows. */
const toolLabels = (labels: ContainerCreateOptions['Labels']): Record<string, string> =>
  Object.fromEntries(Object.entries(labels ?? {}).filter(([name]) => name.startsWith('com.docker.')))

/** The form shows only the command of a check that a shell runs; its times stay. */
function healthOf(
  { Healthcheck: check }: ContainerCreateOptions,
  { healthCommand }: RunRequest,
): Pick<ContainerCreateOptions, 'Healthcheck'> {
  const [kind, command] = check?.Test ?? []
  if (healthCommand === undefined) return kind === 'CMD-SHELL' || !check ? {} : { Healthcheck: check }
  return check && kind === 'CMD-SHELL' && command === healthCommand
    ? { Healthcheck: check }
    : { Healthcheck: { ...check, Test: ['CMD-SHELL', healthCommand] } }
}

const keepsRetries = ({ extras, withoutExtras = [] }: RunRequest): boolean =>
  extras?.retries === undefined && !withoutExtras.includes('retries')

function hostConfig(
  old: HostConfig,
  asked: HostConfig,
  info: ContainerInspectInfo,
  request: RunRequest,
): HostConfig {
  const { RestartPolicy: before } = old
  const otherMemory = (old.Memory ?? 0) !== (asked.Memory ?? 0)
  const otherCpus = (old.NanoCpus ?? 0) !== (asked.NanoCpus ?? 0)
  return {
    ...omit(old, [
      ...formLimits,
      // That there is none is no field of the form.
      ...(old.Init === false ? [] : ['Init']),
      // Both were derived from, or stand in the way of, the limit that changes.
      ...(otherMemory ? ['MemorySwap'] : []),
      ...(otherCpus ? ['CpuQuota', 'CpuPeriod'] : []),
    ]),
    ...asked,
    ...(keepsRetries(request) && before?.Name === asked.RestartPolicy?.Name && before
      ? { RestartPolicy: before }
      : {}),
    PortBindings: portsOf((old.PortBindings ?? {}) as PortMap, (asked.PortBindings ?? {}) as PortMap),
    ...mountsOf(old, asked.Mounts ?? [], info, request),
  }
}

/** The form shows ports that are published; others are open to containers, and to `-P`. */
function onlyExposed({ ExposedPorts: exposed, HostConfig: host }: ContainerCreateOptions): object {
  const published = Object.keys((host?.PortBindings ?? {}) as PortMap).filter(hasRow)
  return Object.fromEntries(Object.entries(exposed ?? {}).filter(([port]) => !published.includes(port)))
}

const hasRow = (port: string): boolean => /\/(?:tcp|udp)$/.test(port)

type HostPort = { readonly HostIp?: string; readonly HostPort?: string }
type PortMap = Readonly<Record<string, readonly HostPort[] | null>>

/** What the form shows as it was stays as it was written, and so does what it cannot show. */
function portsOf(old: PortMap, asked: PortMap): PortMap {
  const hidden = Object.entries(old).filter(([port]) => !hasRow(port))
  const shown = Object.entries(asked).map(([port, bindings]): [string, PortMap[string]] => {
    const before = old[port]
    return [port, before && asShown(before) === asShown(bindings) ? before : bindings]
  })
  return Object.fromEntries([...shown, ...hidden])
}

/** Both families of all addresses are one row of the form, and no port is port 0. */
const asShown = (bindings: readonly HostPort[] | null): string =>
  [
    ...new Set(
      (bindings ?? []).map(({ HostIp: ip = '', HostPort: port = '' }) => {
        const everywhere = ip === '' || ip === '::' || ip === '0.0.0.0'
        return `${everywhere ? '' : ip} ${port === '0' ? '' : port}`
      }),
    ),
  ]
    .sort()
    .join()

/** A mount that is asked for as it was keeps its options; unnamed volumes stay, because their data is nowhere else. */
function mountsOf(
  old: HostConfig,
  asked: readonly Mount[],
  info: ContainerInspectInfo,
  request: RunRequest,
): Pick<HostConfig, 'Binds' | 'Mounts'> {
  const gone = request.withoutPlaces ?? []
  const targets = new Set([...gone, ...asked.map(({ Target }) => Target)])
  const askedOf = new Map(request.volumes.map(({ path, readOnly }) => [path, readOnly]))
  const wanted = new Map(asked.map((mount) => [mount.Target, mount]))
  const unnamed = new Set(
    (info.Mounts ?? [])
      .filter(({ Type, Name = '' }) => Type === 'volume' && isUnnamed(Name))
      .map(({ Name }) => Name),
  )
  const stays = (source: string, target: string, readOnly: boolean): boolean => {
    const mount = wanted.get(target)
    if (!mount) return !targets.has(target) && unnamed.has(source)
    // Of a volume it need not be told.
    const told = mount.Type === 'volume' ? askedOf.get(target) : (mount.ReadOnly ?? false)
    return mount.Source === source && (told === undefined || told === readOnly)
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
