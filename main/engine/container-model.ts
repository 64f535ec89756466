// Reads Docker's description of a container into Portside's own noun.
import type { ContainerInspectInfo } from 'dockerode'
import { imageIdOf, imageNameOf } from '../../preload/kept-image'
import type { Container, ContainerState, PortBinding, Protocol } from '../../preload/model'
import { readRange, writePort } from '../../preload/port-range'

function readBound(info: ContainerInspectInfo): Pick<Container, 'boundPaths'> {
  const paths = (info.Mounts ?? []).filter(({ Type }) => Type === 'bind').map(({ Source }) => Source)
  return paths.length > 0 ? { boundPaths: [...new Set(paths)].sort() } : {}
}

const states = new Set<string>([
  'created',
  'running',
  'paused',
  'restarting',
  'removing',
  'exited',
  'dead',
] satisfies ContainerState[])

/** Docker names volumes that nobody named by 64 hexadecimal digits. */
export const anonymous = /^[0-9a-f]{64}$/

const volumeOf = (mount: {
  readonly Type?: string
  readonly Name?: string | undefined
}): readonly string[] =>
  mount.Type === 'volume' && mount.Name !== undefined && mount.Name !== '' ? [mount.Name] : []

export function readContainer(info: ContainerInspectInfo): Container {
  const state = readState(info.State.Status)
  const { Error: startError } = info.State
  // One whose program could not be started stays "created", with the code that says why.
  const ended =
    state === 'exited' ||
    state === 'dead' ||
    state === 'restarting' ||
    (state === 'created' && startError !== '' && startError !== undefined)
  const labels = info.Config.Labels ?? {}
  return {
    id: info.Id,
    name: info.Name.replace(/^\//, ''),
    image: imageNameOf(info.Config),
    imageId: imageIdOf(info.Config, info.Image),
    state,
    ...(ended ? { exitCode: info.State.ExitCode, oomKilled: info.State.OOMKilled } : {}),
    ...(startError ? { startError } : {}),
    ...(info.HostConfig.AutoRemove ? { autoRemove: true } : {}),
    ...readHealth(info.State.Health?.Status),
    createdAt: Date.parse(info.Created),
    ...optional('startedAt', readTime(info.State.StartedAt)),
    ...optional('finishedAt', readTime(info.State.FinishedAt)),
    ...optional('project', labels['com.docker.compose.project']),
    ...optional('service', labels['com.docker.compose.service']),
    ...optional('composeFolder', labels['com.docker.compose.project.working_dir']),
    ...optional('composeFiles', labels['com.docker.compose.project.config_files']?.split(',')),
    ...optional('composeEnvFiles', readList(labels['com.docker.compose.project.environment_file'])),
    ports: readPorts(info, state),
    ...rangesOf(info),
    tty: info.Config.Tty,
    anonymousVolumes: (info.Mounts ?? [])
      .filter((mount) => mount.Type === 'volume' && anonymous.test(mount.Name ?? ''))
      .map((mount) => mount.Destination),
    networks: readNetworks(info),
    volumes: [...new Set((info.Mounts ?? []).flatMap(volumeOf))].sort(),
    ...readBound(info),
  }
}

const readList = (text: string | undefined): readonly string[] | undefined =>
  text === undefined || text === '' ? undefined : text.split(',')

const readState = (status: string): ContainerState =>
  states.has(status) ? (status as ContainerState) : 'created'

function readHealth(status: string | undefined): Pick<Container, 'health'> {
  if (status === 'starting' || status === 'healthy' || status === 'unhealthy') return { health: status }
  return {}
}

/** Docker writes the year 1 for "never". */
function readTime(text: string | undefined): number | undefined {
  const time = Date.parse(text ?? '')
  return Number.isNaN(time) || time <= 0 ? undefined : time
}

const optional = <K extends string, V>(key: K, value: V | undefined): { [k in K]?: V } =>
  value === undefined ? {} : ({ [key]: value } as { [k in K]: V })

/** A container that never ran has no network ids yet, only the names that it asks for. */
const readNetworks = (info: ContainerInspectInfo): Container['networks'] =>
  Object.entries(info.NetworkSettings?.Networks ?? {})
    .map(([name, { NetworkID: id, IPAddress: address }]) => ({
      id: id || name,
      name,
      ...(address ? { address } : {}),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))

type PortMap = Readonly<Record<string, readonly { HostIp?: string; HostPort?: string }[] | null>>

/**
 * Running: what the engine really bound, so that "any free port" has its number. Otherwise: what it asks for.
 * Docker lists a binding on all addresses twice, for IPv4 and IPv6; here it is one.
 */
function readPorts(info: ContainerInspectInfo, state: ContainerState): PortBinding[] {
  const wanted = parsePorts((info.HostConfig.PortBindings ?? {}) as PortMap)
  const bound =
    state === 'running' || state === 'paused'
      ? parsePorts((info.NetworkSettings?.Ports ?? {}) as PortMap)
      : []
  return bound.length > 0 ? bound : wanted
}

function rangesOf({ HostConfig: { PortBindings } }: ContainerInspectInfo): Pick<Container, 'portRanges'> {
  const portRanges = parsePorts((PortBindings ?? {}) as PortMap).filter(({ hostRange }) => hostRange)
  return portRanges.length === 0 ? {} : { portRanges }
}

function parsePorts(map: PortMap): PortBinding[] {
  const bindings = Object.entries(map).flatMap(([inside, outside]) => {
    const [containerPort, protocol] = inside.split('/')
    if (protocol !== 'tcp' && protocol !== 'udp') return []
    return (outside ?? []).map((host) => ({
      hostAddress: host.HostIp === undefined || host.HostIp === '' ? '0.0.0.0' : host.HostIp,
      ...outsideOf(host.HostPort ?? ''),
      containerPort: Number(containerPort),
      protocol: protocol as Protocol,
    }))
  })
  const onAllIpv4 = new Set(bindings.filter((one) => one.hostAddress === '0.0.0.0').map(sameBut))
  return bindings
    .filter((one) => one.hostAddress !== '::' || !onAllIpv4.has(sameBut(one)))
    .sort((a, b) => a.containerPort - b.containerPort || a.hostPort - b.hostPort)
}

/** Docker writes one port as a range, too. */
function outsideOf(text: string): Pick<PortBinding, 'hostPort' | 'hostRange'> {
  const hostRange = readRange(text)
  if (hostRange) return { hostPort: 0, hostRange }
  const [first = '', last = first] = text.split('-')
  return { hostPort: /^\d+$/.test(first) && first === last ? Number(first) : 0 }
}

const sameBut = (one: PortBinding): string => `${writePort(one)} ${one.containerPort}/${one.protocol}`
