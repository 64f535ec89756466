// What `docker run` has flags for and the run form has no field for: readonly, plain data. The names are those of the
// engine's API, so that nobody has to know which of ours is which of Docker's.

type Names = readonly string[]
type Pairs = Readonly<Record<string, string>>

export interface RunExtras {
  readonly config?: ConfigExtras
  readonly host?: HostExtras
  /** By the name of the network. */
  readonly endpoints?: Readonly<Record<string, EndpointExtras>>
  /** `linux/arm64`, also of the image that is pulled. */
  readonly platform?: string
  /** How often one that is to start again after a failure does; as often as it fails otherwise. */
  readonly retries?: number
}

export interface ConfigExtras {
  /** `9000/tcp`: open to other containers. */
  readonly ExposedPorts?: Names
  /** Paths that get a volume without a name. */
  readonly Volumes?: Names
  readonly Domainname?: string
  readonly MacAddress?: string
  readonly StopSignal?: string
  /** In seconds. */
  readonly StopTimeout?: number
  readonly Healthcheck?: HealthExtras
}

/** Times in nanoseconds. */
export interface HealthExtras {
  /** `NONE` switches off that of the image. */
  readonly Test?: Names
  readonly Interval?: number
  readonly Timeout?: number
  readonly StartPeriod?: number
  readonly StartInterval?: number
  readonly Retries?: number
}

export interface HostExtras {
  readonly CapAdd?: Names
  readonly CapDrop?: Names
  readonly GroupAdd?: Names
  readonly SecurityOpt?: Names
  readonly MaskedPaths?: Names
  readonly ReadonlyPaths?: Names
  readonly ExtraHosts?: Names
  readonly Dns?: Names
  readonly DnsSearch?: Names
  readonly DnsOptions?: Names
  readonly DeviceCgroupRules?: Names
  readonly VolumesFrom?: Names
  readonly Links?: Names
  /** Those with options that a mount of the form has not: `/x:/y:rshared`. */
  readonly Binds?: Names
  readonly CpusetCpus?: string
  readonly CpusetMems?: string
  readonly CgroupParent?: string
  readonly CgroupnsMode?: string
  readonly IpcMode?: string
  readonly PidMode?: string
  readonly UTSMode?: string
  readonly UsernsMode?: string
  readonly Runtime?: string
  readonly Isolation?: string
  readonly VolumeDriver?: string
  readonly ShmSize?: number
  readonly PidsLimit?: number
  readonly CpuShares?: number
  readonly CpuPeriod?: number
  readonly CpuQuota?: number
  readonly CpuRealtimePeriod?: number
  readonly CpuRealtimeRuntime?: number
  readonly MemoryReservation?: number
  readonly MemorySwap?: number
  readonly MemorySwappiness?: number
  readonly OomScoreAdj?: number
  readonly BlkioWeight?: number
  readonly PublishAllPorts?: boolean
  readonly OomKillDisable?: boolean
  /** Only to say that there is none, whatever the engine does of itself. */
  readonly Init?: boolean
  readonly Tmpfs?: Pairs
  readonly Sysctls?: Pairs
  readonly StorageOpt?: Pairs
  readonly Annotations?: Pairs
  readonly Devices?: readonly DeviceExtra[]
  readonly DeviceRequests?: readonly DeviceRequest[]
  readonly Ulimits?: readonly { readonly Name: string; readonly Soft: number; readonly Hard: number }[]
  readonly LogConfig?: { readonly Type: string; readonly Config: Pairs }
  readonly Mounts?: readonly MountExtra[]
  /** Of protocols that the form has not: `132/sctp`. */
  readonly PortBindings?: Readonly<
    Record<string, readonly { readonly HostIp: string; readonly HostPort: string }[]>
  >
  readonly BlkioWeightDevice?: readonly { readonly Path: string; readonly Weight: number }[]
  readonly BlkioDeviceReadBps?: readonly DeviceRate[]
  readonly BlkioDeviceWriteBps?: readonly DeviceRate[]
  readonly BlkioDeviceReadIOps?: readonly DeviceRate[]
  readonly BlkioDeviceWriteIOps?: readonly DeviceRate[]
}

export interface DeviceExtra {
  readonly PathOnHost: string
  readonly PathInContainer: string
  readonly CgroupPermissions: string
}

export interface DeviceRequest {
  readonly Driver: string
  readonly Count: number
  readonly DeviceIDs?: Names
  readonly Capabilities?: readonly Names[]
  readonly Options: Pairs
}

export interface DeviceRate {
  readonly Path: string
  readonly Rate: number
}

export interface MountExtra {
  readonly Type: 'bind' | 'volume' | 'tmpfs' | 'image' | 'npipe'
  readonly Source?: string
  readonly Target: string
  readonly ReadOnly?: boolean
  readonly Consistency?: string
  readonly BindOptions?: {
    readonly Propagation?: string
    readonly NonRecursive?: boolean
    readonly ReadOnlyNonRecursive?: boolean
    readonly ReadOnlyForceRecursive?: boolean
  }
  readonly VolumeOptions?: {
    readonly NoCopy?: boolean
    readonly Subpath?: string
    readonly Labels?: Pairs
    readonly DriverConfig?: { readonly Name?: string; readonly Options?: Pairs }
  }
  readonly ImageOptions?: { readonly Subpath?: string }
  /** `Mode` is a number as `chmod` has it in octal. */
  readonly TmpfsOptions?: { readonly SizeBytes?: number; readonly Mode?: number }
}

export interface EndpointExtras {
  readonly Aliases?: Names
  readonly Links?: Names
  readonly MacAddress?: string
  readonly DriverOpts?: Pairs
  readonly GwPriority?: number
  readonly IPAMConfig?: {
    readonly IPv4Address?: string
    readonly IPv6Address?: string
    readonly LinkLocalIPs?: Names
  }
}
