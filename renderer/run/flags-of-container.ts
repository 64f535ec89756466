// What a container that exists has beyond the fields of the form, as the flags that it could have been made with.
import type {
  ConfigExtras,
  DeviceRequest,
  EndpointExtras,
  HostExtras,
  MountExtra,
  RunDefaults,
} from '../../preload/model'
import { durationText } from './also/draft'
import { joinCommas } from './also/csv'
import { isOwnNetwork, writeNetwork } from './also/networks'
import { writeMount } from './also/mounts'
import { newAlso, type GivenMount } from './form'
import type { AlsoFlag } from './also/flags'

/** Whatever is not set the engine answers with null. */
type Answered<T> = { readonly [K in keyof T]?: Answered<T[K]> | null }

/** The parts of `docker inspect` that stand behind flags of their own. */
export interface InspectedMore {
  readonly Id: string
  readonly Name: string
  readonly Config: Answered<Omit<ConfigExtras, 'ExposedPorts' | 'Volumes'>> & {
    readonly ExposedPorts?: Readonly<Record<string, object>> | null
    readonly Volumes?: Readonly<Record<string, object>> | null
  }
  readonly HostConfig: Answered<HostExtras> & {
    readonly Memory?: number
    readonly NetworkMode?: string
    readonly RestartPolicy?: { readonly Name?: string; readonly MaximumRetryCount?: number } | null
  }
  readonly Mounts?:
    | readonly {
        readonly Type?: string
        readonly Name?: string
        readonly Destination: string
        readonly RW?: boolean
      }[]
    | null
  readonly NetworkSettings?: {
    readonly Networks?: Readonly<Record<string, Answered<EndpointExtras>>> | null
  }
}

type Given = readonly [flag: string, value?: string]

/** What Docker gives to a container that asks for nothing. */
const usual: Readonly<Record<string, string>> = {
  'shm-size': String(64 * 1024 ** 2),
  'log-driver': 'json-file',
  ipc: 'private',
  cgroupns: 'private',
  runtime: 'runc',
  isolation: 'default',
}

export function flagsOfContainer(info: InspectedMore, image?: RunDefaults): AlsoFlag[] {
  const { Name: policy, MaximumRetryCount: retries = 0 } = info.HostConfig.RestartPolicy ?? {}
  const counts: readonly Given[] =
    policy === 'on-failure' && retries > 0 ? [['restart', `on-failure:${retries}`]] : []
  return [
    ...[...counts, ...namesOf(info, image), ...amountsOf(info)].map(([name, value]) => newAlso(name, value)),
    // Those that a container is known by to others, and its data, stay as they are.
    ...[...networkOf(info), ...volumesOf(info, image), ...portsOf(info)].map(([name, value]) =>
      newAlso(name, value, true),
    ),
    ...healthOf(info).map(([name, value]) => ({
      ...newAlso(name, value, true),
      ...(info.Config.Healthcheck?.Test?.[0] === 'CMD-SHELL' ? { ofCheck: true } : {}),
    })),
  ]
}

type Names = readonly (string | null | undefined)[] | null | undefined
const each = (flag: string, values: Names): Given[] =>
  (values ?? []).flatMap((value): Given[] => (typeof value === 'string' ? [[flag, value]] : []))
const pairs = (flag: string, values: object | null | undefined, between: string): Given[] =>
  Object.entries(values ?? {}).map(([name, value]) => [
    flag,
    value === '' || typeof value !== 'string' ? name : `${name}${between}${value}`,
  ])
const text = (flag: string, value: string | null | undefined): Given[] =>
  !value || value === usual[flag] ? [] : [[flag, value]]
const count = (flag: string, value: number | null | undefined, unit = ''): Given[] =>
  !value || value < 0 || String(value) === usual[flag] ? [] : [[flag, `${value}${unit}`]]
const bare = (flag: string, value: boolean | null | undefined): Given[] => (value === true ? [[flag]] : [])

function namesOf({ Config: config, HostConfig: host }: InspectedMore, image?: RunDefaults): Given[] {
  const isOpen = host.MaskedPaths?.length === 0 && host.ReadonlyPaths?.length === 0
  const { Type: driver, Config: logOptions } = host.LogConfig ?? {}
  return [
    ...each('cap-add', host.CapAdd),
    ...each('cap-drop', host.CapDrop),
    ...each('group-add', host.GroupAdd),
    ...each('security-opt', host.SecurityOpt),
    ...(isOpen && (host as { Privileged?: boolean }).Privileged !== true
      ? [['security-opt', 'systempaths=unconfined'] as const]
      : []),
    ...each('add-host', host.ExtraHosts),
    ...each('dns', host.Dns),
    ...each('dns-search', host.DnsSearch),
    ...each('dns-option', host.DnsOptions),
    ...pairs('tmpfs', host.Tmpfs, ':'),
    ...pairs('sysctl', host.Sysctls, '='),
    ...pairs('storage-opt', host.StorageOpt, '='),
    ...pairs('annotation', host.Annotations, '='),
    ...each('device-cgroup-rule', host.DeviceCgroupRules),
    ...each('volumes-from', host.VolumesFrom),
    ...text('pid', host.PidMode),
    ...text('ipc', host.IpcMode),
    ...text('uts', host.UTSMode),
    ...text('userns', host.UsernsMode),
    ...text('cgroupns', host.CgroupnsMode),
    ...text('cgroup-parent', host.CgroupParent),
    ...text('runtime', host.Runtime),
    ...text('isolation', host.Isolation),
    ...text('volume-driver', host.VolumeDriver),
    ...bare('publish-all', host.PublishAllPorts),
    ...text('log-driver', driver),
    ...pairs('log-opt', logOptions, '='),
    ...(config.StopSignal === stopOf(image) ? [] : text('stop-signal', config.StopSignal)),
    ...text('domainname', config.Domainname),
    ...(typeof config.StopTimeout === 'number'
      ? [['stop-timeout', String(config.StopTimeout)] as const]
      : []),
  ]
}

/** What a container of the image is ended with that says nothing of it. */
const stopOf = (image: RunDefaults | undefined): string => image?.stopSignal ?? 'SIGTERM'

function amountsOf({ HostConfig: host }: InspectedMore): Given[] {
  const rates = (flag: string, list: unknown, unit: string): Given[] =>
    ((list ?? []) as readonly { readonly Path: string; readonly Rate: number }[]).map(({ Path, Rate }) => [
      flag,
      `${Path}:${Rate}${unit}`,
    ])
  const weights = (host.BlkioWeightDevice ?? []) as HostExtras['BlkioWeightDevice'] & object
  const ulimits = (host.Ulimits ?? []) as HostExtras['Ulimits'] & object
  return [
    ...((host.Devices ?? []) as HostExtras['Devices'] & object).map((one): Given => [
      'device',
      deviceText(one),
    ]),
    ...((host.DeviceRequests ?? []) as readonly DeviceRequest[]).flatMap(requestOf),
    ...ulimits.map(({ Name, Soft, Hard }): Given => ['ulimit', `${Name}=${Soft}:${Hard}`]),
    ...count('pids-limit', host.PidsLimit),
    ...(String(host.ShmSize) === usual['shm-size'] ? [] : count('shm-size', host.ShmSize, 'b')),
    ...count('cpu-shares', host.CpuShares),
    ...count('cpu-period', host.CpuPeriod),
    ...count('cpu-quota', host.CpuQuota),
    ...count('cpu-rt-period', host.CpuRealtimePeriod),
    ...count('cpu-rt-runtime', host.CpuRealtimeRuntime),
    ...text('cpuset-cpus', host.CpusetCpus),
    ...text('cpuset-mems', host.CpusetMems),
    ...count('memory-reservation', host.MemoryReservation, 'b'),
    ...swapOf(host),
    ...(typeof host.MemorySwappiness === 'number' && host.MemorySwappiness >= 0
      ? [['memory-swappiness', String(host.MemorySwappiness)] as const]
      : []),
    ...(host.OomScoreAdj ? [['oom-score-adj', String(host.OomScoreAdj)] as const] : []),
    ...bare('oom-kill-disable', host.OomKillDisable),
    ...(host.Init === false ? [['init', 'false'] as const] : []),
    ...count('blkio-weight', host.BlkioWeight),
    ...weights.map(({ Path, Weight }): Given => ['blkio-weight-device', `${Path}:${Weight}`]),
    ...rates('device-read-bps', host.BlkioDeviceReadBps, 'b'),
    ...rates('device-write-bps', host.BlkioDeviceWriteBps, 'b'),
    ...rates('device-read-iops', host.BlkioDeviceReadIOps, ''),
    ...rates('device-write-iops', host.BlkioDeviceWriteIOps, ''),
  ]
}

/** Of one network by flags of its own, as most commands have them; of several each for itself. */
function networkOf(info: InspectedMore): Given[] {
  const main = info.HostConfig.NetworkMode ?? ''
  const networks = Object.entries(info.NetworkSettings?.Networks ?? {})
    .map(([name, endpoint]) => [name, askedOf(info, name === main, endpoint ?? {})] as const)
    .filter(([, asked]) => Object.keys(asked).length > 0)
  const mac = text('mac-address', info.Config.MacAddress)
  const [one = main, asked = {}] = networks[0] ?? []
  const links = [
    // `/db:/web/alias` in the usual network.
    ...each(
      'link',
      info.HostConfig.Links?.map((link) => link?.replace(/^\/([^:]+):.*\/([^/]+)$/, '$1:$2')),
    ),
    ...each('link', info.NetworkSettings?.Networks?.[main]?.Links),
  ]
  const isPlain = networks.length <= 1 && (one === main || !isOwnNetwork(one)) && !asked.DriverOpts
  if (!isPlain || asked.GwPriority)
    return [
      ...networks.map(([name, endpoint]): Given => ['network', writeNetwork(name, endpoint)]),
      ...(networks.some(([name]) => name === main) ? [] : mac),
      ...links,
    ]
  const { Aliases, IPAMConfig: ipam } = asked
  return [
    ...each('network-alias', Aliases),
    ...text('ip', ipam?.IPv4Address),
    ...text('ip6', ipam?.IPv6Address),
    ...each('link-local-ip', ipam?.LinkLocalIPs),
    ...mac,
    ...links,
  ]
}

/** The engine adds the beginning of the id, and Compose the name, by which others find it anyway. */
function askedOf(
  { Id, Name, Config }: InspectedMore,
  isMain: boolean,
  endpoint: Answered<EndpointExtras>,
): EndpointExtras {
  const { Aliases, IPAMConfig, DriverOpts, GwPriority } = endpoint as EndpointExtras
  const aliases = [...new Set(Aliases)].filter((name) => !Id.startsWith(name) && `/${name}` !== Name)
  return {
    ...(aliases.length > 0 ? { Aliases: aliases } : {}),
    ...(IPAMConfig && Object.keys(IPAMConfig).length > 0 ? { IPAMConfig } : {}),
    ...(DriverOpts && Object.keys(DriverOpts).length > 0 ? { DriverOpts } : {}),
    ...(GwPriority ? { GwPriority } : {}),
    ...(isMain && Config.MacAddress ? { MacAddress: Config.MacAddress } : {}),
  }
}

const unnamed = /^[0-9a-f]{64}$/

const mountsOf = ({ HostConfig: host }: InspectedMore): readonly MountExtra[] =>
  (host.Mounts ?? []) as readonly MountExtra[]

/** By the place inside: how it is mounted, where the form has a row for it that cannot show all of that. */
export function mountWords(info: InspectedMore): Map<string, Pick<GivenMount, 'flag' | 'value'>> {
  const binds = ((info.HostConfig.Binds ?? []) as readonly string[]).flatMap((value) => {
    const [, path = '', mode = ''] = value.split(':')
    const isPlain = mode.split(',').every((one) => ['', 'ro', 'rw', 'z', 'Z'].includes(one))
    return isPlain ? [] : [[path, { flag: 'volume', value }] as const]
  })
  const mounts = mountsOf(info).flatMap((mount) => {
    const { Type, Source, Target, ReadOnly: _shown, ...more } = mount
    const isPlain = Object.values(more).every((one) => !one || Object.keys(one).length === 0)
    const hasRow = (Type === 'volume' || Type === 'bind') && Source !== undefined && Source !== ''
    return isPlain || !hasRow ? [] : [[Target, { flag: 'mount', value: writeMount(mount) }] as const]
  })
  return new Map<string, Pick<GivenMount, 'flag' | 'value'>>([...binds, ...mounts])
}

/** Data without a row in the form. What the image asks for itself, and what comes from other containers, is no flag. */
function volumesOf(info: InspectedMore, image: RunDefaults | undefined): Given[] {
  const { Config: config, HostConfig: host, Mounts: mounts } = info
  const written = mountsOf(info).filter(
    ({ Type, Source }) => (Type !== 'volume' && Type !== 'bind') || !Source,
  )
  const bound = ((host.Binds ?? []) as readonly string[]).map((bind) => bind.split(':')[1] ?? '')
  const own = new Set([...Object.keys(config.Volumes ?? {}), ...bound])
  return [
    ...(mounts ?? [])
      .filter(({ Type, Name = '' }) => Type === 'volume' && unnamed.test(Name))
      .map(({ Destination: path }) => path)
      .filter((path) => own.has(path) && image?.volumes?.includes(path) !== true)
      .filter((path) => !written.some(({ Target }) => Target === path))
      .map((path): Given => ['volume', path]),
    ...written.map((mount): Given => ['mount', writeMount(mount)]),
  ]
}

/** Where it is reached beyond the rows of the form. */
function portsOf({ Config: config, HostConfig: host }: InspectedMore): Given[] {
  const published = Object.entries((host.PortBindings ?? {}) as HostExtras['PortBindings'] & object)
  return [
    ...published
      .filter(([port]) => port.endsWith('/sctp'))
      .flatMap(([port, bindings]) =>
        (bindings ?? []).map(({ HostIp: ip, HostPort: outside }): Given => {
          const address = ip === '' ? '' : `${ip.includes(':') ? `[${ip}]` : ip}:`
          return ['publish', `${address}${outside}:${port}`]
        }),
      ),
    ...Object.keys(config.ExposedPorts ?? {})
      .filter((port) => !published.some(([one]) => one === port))
      .map((port): Given => ['expose', port.replace(/\/tcp$/, '')]),
  ]
}

function healthOf({ Config: { Healthcheck: check } }: InspectedMore): Given[] {
  const time = (flag: string, value: number | null | undefined): Given[] =>
    value ? [[flag, durationText(value)]] : []
  if (check?.Test?.[0] === 'NONE') return [['no-healthcheck']]
  return [
    ...time('health-interval', check?.Interval),
    ...time('health-timeout', check?.Timeout),
    ...time('health-start-period', check?.StartPeriod),
    ...time('health-start-interval', check?.StartInterval),
    ...count('health-retries', check?.Retries),
  ]
}

const deviceText = ({
  PathOnHost,
  PathInContainer,
  CgroupPermissions,
}: HostExtras['Devices'] extends readonly (infer One)[] | undefined ? One : never): string =>
  [PathOnHost, PathInContainer, ...(CgroupPermissions === 'rwm' ? [] : [CgroupPermissions])].join(':')

/** `--gpus` and devices by a vendor's name are what these requests came from; others have no flag. */
function requestOf({ Driver, Count, DeviceIDs, Capabilities, Options }: DeviceRequest): Given[] {
  if (Driver === 'cdi') return each('device', DeviceIDs)
  const wanted = Capabilities?.find((set) => set.includes('gpu'))
  if (!wanted) return []
  const devices = DeviceIDs && DeviceIDs.length > 0 ? [`device=${DeviceIDs.join(',')}`] : []
  const others = wanted.filter((one) => one !== 'gpu')
  const options = Object.entries(Options ?? {}).map(([name, value]) => `${name}=${value}`)
  const more = [
    ...devices,
    ...(Driver ? [`driver=${Driver}`] : []),
    ...(others.length > 0 ? [`capabilities=${others.join(',')}`] : []),
    ...(options.length > 0 ? [`options=${joinCommas(options)}`] : []),
  ]
  const count = Count < 0 ? 'all' : String(Count)
  return [
    ['gpus', joinCommas(devices.length > 0 ? more : more.length > 0 ? [`count=${count}`, ...more] : [count])],
  ]
}

/** Without a word about swap the engine gives as much as memory, and tells the sum. */
function swapOf({ Memory = 0, MemorySwap }: InspectedMore['HostConfig']): Given[] {
  if (!MemorySwap || MemorySwap === 2 * Memory) return []
  return [['memory-swap', MemorySwap < 0 ? '-1' : `${MemorySwap}b`]]
}
