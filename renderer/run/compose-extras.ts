// What a command says beyond the run form, in the words of a compose file; what Compose has no word for is named.
import type { HealthExtras, HostExtras, MountExtra, RunExtras, RunRequest } from '../../preload/model'
import { durationText } from './also/draft'
import { defined, some, type Yaml, type YamlMap } from './yaml'

type Body = Record<string, Yaml | undefined>

/** Keys of the service, without volumes, networks and health, which the form has a part of. */
export function serviceExtras(request: RunRequest): Body {
  const { config = {}, host = {}, platform, retries } = request.extras ?? {}
  return {
    platform,
    restart: retries !== undefined && request.restart === 'on-failure' ? `on-failure:${retries}` : undefined,
    domainname: config.Domainname,
    stop_signal: config.StopSignal,
    stop_grace_period: config.StopTimeout === undefined ? undefined : `${config.StopTimeout}s`,
    // Compose hands it on as it stands, and engines know no port without its protocol.
    expose: some(config.ExposedPorts ?? []),
    cap_add: host.CapAdd,
    cap_drop: host.CapDrop,
    group_add: host.GroupAdd,
    security_opt: some([
      ...(host.SecurityOpt ?? []),
      ...(host.MaskedPaths?.length === 0 ? ['systempaths=unconfined'] : []),
    ]),
    extra_hosts: host.ExtraHosts,
    dns: host.Dns,
    dns_search: host.DnsSearch,
    dns_opt: host.DnsOptions,
    device_cgroup_rules: host.DeviceCgroupRules,
    volumes_from: some((host.VolumesFrom ?? []).map((name) => `container:${name}`)),
    external_links: host.Links,
    ipc: host.IpcMode,
    pid: host.PidMode,
    uts: host.UTSMode,
    userns_mode: host.UsernsMode,
    cgroup: host.CgroupnsMode,
    cgroup_parent: host.CgroupParent,
    runtime: host.Runtime,
    isolation: host.Isolation,
    annotations: mapOf(host.Annotations),
    sysctls: mapOf(host.Sysctls),
    storage_opt: mapOf(host.StorageOpt),
    tmpfs: some(
      Object.entries(host.Tmpfs ?? {}).map(([path, how]) => (how === '' ? path : `${path}:${how}`)),
    ),
    logging:
      host.LogConfig &&
      defined({
        driver: host.LogConfig.Type === '' ? undefined : host.LogConfig.Type,
        options: mapOf(host.LogConfig.Config),
      }),
    ...limitsOf(host),
    ...devicesOf(host),
  }
}

export const mapOf = (values: Readonly<Record<string, string>> | undefined): YamlMap | undefined =>
  values && Object.keys(values).length > 0 ? values : undefined

const limitsOf = (host: HostExtras): Body => ({
  shm_size: host.ShmSize,
  pids_limit: host.PidsLimit,
  cpu_shares: host.CpuShares,
  cpu_period: host.CpuPeriod,
  cpu_quota: host.CpuQuota,
  cpu_rt_period: host.CpuRealtimePeriod,
  cpu_rt_runtime: host.CpuRealtimeRuntime,
  cpuset: host.CpusetCpus,
  mem_reservation: host.MemoryReservation,
  memswap_limit: host.MemorySwap,
  mem_swappiness: host.MemorySwappiness,
  oom_score_adj: host.OomScoreAdj,
  oom_kill_disable: host.OomKillDisable,
  ulimits:
    host.Ulimits &&
    Object.fromEntries(host.Ulimits.map(({ Name, Soft, Hard }) => [Name, { soft: Soft, hard: Hard }])),
  blkio_config: blkioOf(host),
})

function blkioOf(host: HostExtras): YamlMap | undefined {
  const rates = (list: HostExtras['BlkioDeviceReadBps']): Yaml | undefined =>
    list?.map(({ Path, Rate }) => ({ path: Path, rate: Rate }))
  const body = defined({
    weight: host.BlkioWeight,
    weight_device: host.BlkioWeightDevice?.map(({ Path, Weight }) => ({ path: Path, weight: Weight })),
    device_read_bps: rates(host.BlkioDeviceReadBps),
    device_write_bps: rates(host.BlkioDeviceWriteBps),
    device_read_iops: rates(host.BlkioDeviceReadIOps),
    device_write_iops: rates(host.BlkioDeviceWriteIOps),
  })
  return Object.keys(body).length > 0 ? body : undefined
}

function devicesOf({ Devices: devices = [], DeviceRequests: requests = [] }: HostExtras): Body {
  const named = requests.filter(({ Driver }) => Driver === 'cdi').flatMap(({ DeviceIDs }) => DeviceIDs ?? [])
  const reserved = requests
    .filter(({ Driver }) => Driver !== 'cdi')
    .map((one): Yaml =>
      defined({
        driver: one.Driver === '' ? undefined : one.Driver,
        count: one.DeviceIDs ? undefined : one.Count < 0 ? 'all' : one.Count,
        device_ids: one.DeviceIDs,
        capabilities: one.Capabilities?.flat() ?? ['gpu'],
        options: mapOf(one.Options),
      }),
    )
  return {
    devices: some([
      ...devices.map((one) => `${one.PathOnHost}:${one.PathInContainer}:${one.CgroupPermissions}`),
      ...named,
    ]),
    deploy: reserved.length === 0 ? undefined : { resources: { reservations: { devices: reserved } } },
  }
}

export function healthOf(test: readonly string[] | undefined, health: HealthExtras = {}): Yaml | undefined {
  if (health.Test?.[0] === 'NONE') return { disable: true }
  const time = (nanoseconds: number | undefined): string | undefined =>
    nanoseconds === undefined ? undefined : durationText(nanoseconds)
  const body = defined({
    test,
    interval: time(health.Interval),
    timeout: time(health.Timeout),
    start_period: time(health.StartPeriod),
    start_interval: time(health.StartInterval),
    retries: health.Retries,
  })
  return Object.keys(body).length > 0 ? body : undefined
}

export function networkExtras(extras: RunExtras | undefined, network: string): YamlMap {
  const { Aliases, IPAMConfig: ipam, MacAddress, DriverOpts, GwPriority } = extras?.endpoints?.[network] ?? {}
  return defined({
    aliases: Aliases,
    ipv4_address: ipam?.IPv4Address,
    ipv6_address: ipam?.IPv6Address,
    link_local_ips: ipam?.LinkLocalIPs,
    mac_address: MacAddress,
    driver_opts: mapOf(DriverOpts),
    gw_priority: GwPriority,
  })
}

/** What a service, volume or network is called inside of the file: `x-…` is a remark to Compose. */
export const keyOf = (name: string): string => (name.startsWith('x-') ? `_${name}` : name)

export interface MountsOf {
  readonly mounts: readonly Yaml[]
  /** Volumes with a name, as the file knows them. */
  readonly volumes: Readonly<Record<string, Yaml>>
}

export function mountExtras({ config, host }: RunExtras): MountsOf {
  const volumes: Record<string, Yaml> = {}
  const mounts = (host?.Mounts ?? []).map((mount): Yaml => {
    if (mount.Type !== 'volume' || mount.Source === undefined) return mountOf(mount)
    volumes[keyOf(mount.Source)] = volumeOf(mount)
    return mountOf({ ...mount, Source: keyOf(mount.Source) })
  })
  const binds = (host?.Binds ?? []).map((bind) => {
    const [name = ''] = bind.split(':')
    if (!/^[A-Za-z0-9][\w.-]+$/.test(name)) return bind
    volumes[keyOf(name)] = { name }
    return `${keyOf(name)}${bind.slice(name.length)}`
  })
  const unnamed = (config?.Volumes ?? []).map((target): Yaml => ({ type: 'volume', target }))
  return { mounts: [...mounts, ...binds, ...unnamed], volumes }
}

function volumeOf({ Source: name = '', VolumeOptions: options = {} }: MountExtra): Yaml {
  const { Name: driver, Options: given } = options.DriverConfig ?? {}
  return defined({ name, driver, driver_opts: mapOf(given), labels: mapOf(options.Labels) })
}

function mountOf(mount: MountExtra): Yaml {
  const { BindOptions: bind, VolumeOptions: volume, TmpfsOptions: tmpfs, ImageOptions: image } = mount
  const recursive = bind?.NonRecursive
    ? 'disabled'
    : bind?.ReadOnlyNonRecursive
      ? 'writable'
      : bind?.ReadOnlyForceRecursive
        ? 'readonly'
        : undefined
  const part = (body: Body): YamlMap | undefined => {
    const all = defined(body)
    return Object.keys(all).length > 0 ? all : undefined
  }
  return defined({
    type: mount.Type,
    source: mount.Source,
    target: mount.Target,
    read_only: mount.ReadOnly,
    consistency: mount.Consistency,
    bind: part({ propagation: bind?.Propagation, recursive }),
    volume: part({ nocopy: volume?.NoCopy, subpath: volume?.Subpath }),
    tmpfs: part({ size: tmpfs?.SizeBytes, mode: tmpfs?.Mode }),
    image: part({ subpath: image?.Subpath }),
  })
}

/** As the flags of `docker run` that Compose has no word for, or not every version of it. */
export function unsaid({ autoRemove, extras: { host = {}, endpoints = {} } = {} }: RunRequest): string[] {
  return [
    ...(autoRemove ? ['--rm'] : []),
    ...(host.PublishAllPorts ? ['--publish-all'] : []),
    ...(host.CpusetMems === undefined ? [] : [`--cpuset-mems ${host.CpusetMems}`]),
    ...(host.VolumeDriver === undefined ? [] : [`--volume-driver ${host.VolumeDriver}`]),
    // Only newer ones hand these on.
    ...(host.DeviceRequests ?? []).flatMap(({ Options: options }) =>
      Object.entries(options).map(([name, value]) => `--gpus options=${name}=${value}`),
    ),
    // It mounts them for writing.
    ...(host.VolumesFrom ?? [])
      .filter((name) => name.endsWith(':ro'))
      .map((name) => `--volumes-from ${name}`),
    ...Object.values(endpoints).flatMap(({ Links: links = [] }) => links.map((link) => `--link ${link}`)),
  ]
}
