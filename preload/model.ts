// The nouns that main and renderer share: readonly, plain data, one vocabulary with the product page.
import type { SerialisedError } from './errors'

export type * from './port-model'

/** What controls one kind of machine; `none` attaches to an engine that already exists. */
export type DriverName = 'qemu' | 'wsl2' | 'vfkit' | 'none'

export type MachineState =
  'absent' | 'creating' | 'stopped' | 'starting' | 'running' | 'pausing' | 'paused' | 'stopping' | 'failed'

export type StepId = 'image' | 'disk' | 'network' | 'vm' | 'engine' | 'ports'
export type StepState = 'waiting' | 'active' | 'done' | 'failed'

/** One named step of a start, with the time it really took. */
export interface MachineStep {
  readonly id: StepId
  readonly state: StepState
  /** Epoch ms at which the step became active. */
  readonly startedAt?: number
  /** Measured duration in ms, once done or failed. */
  readonly ms?: number
  /** What the same step took last time, in ms; absent on the first start. */
  readonly expectedMs?: number
  readonly progress?: { readonly done: number; readonly total: number; readonly unit: 'bytes' | 'items' }
  /** Facts for the text beside the step, e.g. `{ kernel: '6.12', memoryBytes: 4e9 }`. */
  readonly facts?: Readonly<Record<string, string | number>>
}

export interface Machine {
  readonly driver: DriverName
  readonly state: MachineState
  /** Epoch ms of the last change of `state`. */
  readonly since: number
  /** How the VM executes guest code; absent until it was probed. */
  readonly accelerator?: 'kvm' | 'hvf' | 'tcg'
  readonly cpus: number
  /** Memory the machine may use, in bytes. */
  readonly memoryBytes: number
  /** The steps of the current or the last start, in order. */
  readonly steps: readonly MachineStep[]
  /** Why `state` is `failed`. */
  readonly failure?: SerialisedError
}

/** What the machine uses now. CPU is a share of this whole computer, 0 to 1. */
export interface MachineUsage {
  readonly at: number
  readonly cpu: number
  readonly memoryUsedBytes: number
  readonly memoryTotalBytes: number
}

export interface Engine {
  readonly state: 'disconnected' | 'connecting' | 'connected'
  /** Docker Engine's version, e.g. `26.1.5`; known once connected. */
  readonly version?: string
  /** API version in use after negotiation, e.g. `1.45`. */
  readonly apiVersion?: string
  /** Where `docker` and IDEs reach it, e.g. `unix:///…/run/docker.sock`. */
  readonly endpoint?: string
  /** Epoch ms of the present connection. */
  readonly connectedAt?: number
  readonly error?: SerialisedError
}

export type Protocol = 'tcp' | 'udp'

/** What a container asks for: `127.0.0.1:3306->3306/tcp`. `hostPort` 0 means any free port. */
export interface PortBinding {
  readonly hostAddress: string
  readonly hostPort: number
  readonly containerPort: number
  readonly protocol: Protocol
}

export type ContainerState = 'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead'

export interface Container {
  readonly id: string
  /** Without the leading slash. */
  readonly name: string
  /** The reference it was created from, e.g. `nginx:1.27`. */
  readonly image: string
  readonly imageId: string
  readonly state: ContainerState
  /** Of the last run, once it ended. */
  readonly exitCode?: number
  readonly oomKilled?: boolean
  /** The engine's words when its last start failed. */
  readonly startError?: string
  /** True when the engine removes it, and its unnamed volumes, as soon as it stops. */
  readonly autoRemove?: boolean
  readonly health?: 'starting' | 'healthy' | 'unhealthy'
  /** Epoch ms. */
  readonly createdAt: number
  readonly startedAt?: number
  readonly finishedAt?: number
  /** Compose project and service, from labels. */
  readonly project?: string
  readonly service?: string
  readonly composeFiles?: readonly string[]
  /** Bindings as configured, so that a stopped container still shows what it wants. */
  readonly ports: readonly PortBinding[]
  /** True when the container's terminal is a TTY: its logs are not multiplexed. */
  readonly tty: boolean
  /** Mounts of anonymous volumes, whose data goes with the container when volumes are removed too. */
  readonly anonymousVolumes: readonly string[]
  /** Names of every volume it mounts, anonymous ones too; it uses them even while it is stopped. */
  readonly volumes: readonly string[]
  /** Networks it is attached to, even while it is stopped; the address is there only while it runs. */
  readonly networks: readonly { readonly id: string; readonly name: string; readonly address?: string }[]
}

/** What containers reach each other through. */
export interface Network {
  readonly id: string
  readonly name: string
  readonly driver: string
  /** CIDR, such as `172.18.0.0/16`; empty for `host` and `none`. */
  readonly subnets: readonly string[]
  /** Cut off from everything outside. */
  readonly internal: boolean
  /** Comes with the engine and cannot be removed: `bridge`, `host`, `none`. */
  readonly builtIn: boolean
  /** Epoch ms. */
  readonly createdAt: number
  /** Compose project, from labels. */
  readonly project?: string
}

export interface NetworkRequest {
  readonly name: string
  readonly driver: string
  /** CIDR; the engine chooses one when absent. */
  readonly subnet?: string
  readonly internal: boolean
  readonly options: Readonly<Record<string, string>>
}

/** Storage that outlives containers. */
export interface Volume {
  /** Its name: the engine knows a volume by nothing else. */
  readonly id: string
  readonly driver: string
  /** Options of the driver it was made with, such as `type` and `device`. */
  readonly options: Readonly<Record<string, string>>
  /** Epoch ms; absent when the driver does not tell. */
  readonly createdAt?: number
  /** Nobody named it: it came with a container of an image that asks for storage. */
  readonly anonymous: boolean
  /** Compose project, from labels. */
  readonly project?: string
}

/** What volumes take on the disk; measured when somebody asks, because the engine reads every file for it. */
export interface VolumeSizes {
  readonly measuring: boolean
  /** Epoch ms of the last measurement. */
  readonly measuredAt?: number
  /** Bytes by name; a volume whose driver cannot tell is missing. */
  readonly bytes: Readonly<Record<string, number>>
}

export interface VolumeRequest {
  /** The engine makes one up when absent; the volume then counts as anonymous. */
  readonly name?: string
  readonly driver: string
  readonly options: Readonly<Record<string, string>>
}

/** How it went with each of several things that were to be removed. */
export interface RemovalResult {
  readonly removed: readonly string[]
  readonly kept: readonly { readonly id: string; readonly error: SerialisedError }[]
}

/** What the engine knows of one container, read once. */
export interface ContainerDetails {
  readonly id: string
  readonly command: readonly string[]
  readonly workingDir: string
  readonly user: string
  readonly restart: string
  /** Signed; -1 and 0 mean no limit. In bytes. */
  readonly memoryLimitBytes: number
  /** Share of one processor, e.g. 1.5; 0 means no limit. */
  readonly cpuLimit: number
  readonly env: readonly EnvVariable[]
  readonly mounts: readonly ContainerMount[]
  readonly networks: readonly { readonly name: string; readonly address: string }[]
  readonly labels: readonly EnvVariable[]
  /** The engine's own answer as indented JSON. */
  readonly json: string
}

export interface ContainerMount {
  readonly kind: string
  /** Volume name, or path on the machine. */
  readonly source: string
  readonly path: string
  readonly writable: boolean
}

/** Running processes as the machine's `ps` shows them. */
export interface ProcessTable {
  readonly titles: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

export interface FileChanges {
  /** Sorted by path; the first ones when there are very many. */
  readonly items: readonly { readonly path: string; readonly kind: 'added' | 'modified' | 'deleted' }[]
  readonly total: number
}

/** What a container used in the time before `at`. Rates are per second. */
export interface ContainerStats {
  /** Epoch ms by the engine's clock. */
  readonly at: number
  /** Share of this whole computer, 0 to 1. */
  readonly cpu: number
  /** Without what the kernel keeps only as a cache. */
  readonly memoryBytes: number
  /** The container's limit, or the machine's memory. */
  readonly memoryLimitBytes: number
  readonly diskReadBytes: number
  readonly diskWriteBytes: number
  readonly receivedBytes: number
  readonly sentBytes: number
  readonly processes: number
}

export interface Image {
  readonly id: string
  /** `name:tag` references; empty for a dangling image. */
  readonly tags: readonly string[]
  readonly digests: readonly string[]
  readonly sizeBytes: number
  /** Epoch ms. */
  readonly createdAt: number
}

export type LayerState = 'waiting' | 'downloading' | 'downloaded' | 'unpacking' | 'ready'
export interface PullLayer {
  readonly id: string
  readonly state: LayerState
  readonly doneBytes: number
  readonly totalBytes: number
}

/** One download of an image; kept for a while after its end so that the window can tell how it went. */
export interface Pull {
  readonly id: string
  readonly reference: string
  readonly state: 'active' | 'done' | 'failed' | 'cancelled'
  readonly startedAt: number
  readonly endedAt?: number
  readonly layers: readonly PullLayer[]
  readonly doneBytes: number
  readonly totalBytes: number
  /** True when the engine already had the newest version. */
  readonly upToDate?: boolean
  readonly error?: SerialisedError
}

/** What an image's metadata suggests for the run form. */
export interface RunDefaults {
  readonly reference: string
  readonly imageId: string
  readonly sizeBytes: number
  readonly platform: string
  readonly suggestedName: string
  readonly exposedPorts: readonly { readonly port: number; readonly protocol: Protocol }[]
  readonly env: readonly EnvVariable[]
  readonly volumes: readonly string[]
  readonly command: readonly string[]
}

export interface EnvVariable {
  readonly name: string
  readonly value: string
}

/** What to run. Port bindings with `hostPort` 0 get any free port. */
export interface RunRequest {
  readonly image: string
  readonly name?: string
  readonly ports: readonly PortBinding[]
  readonly env: readonly EnvVariable[]
  /** Named volumes by mount path, so that data outlives the container. */
  readonly volumes: readonly { readonly name: string; readonly path: string }[]
  readonly command?: readonly string[]
  readonly restart: 'no' | 'unless-stopped' | 'always' | 'on-failure'
}

export interface LogLine {
  readonly stream: 'stdout' | 'stderr'
  /** RFC 3339 with nanoseconds, as the engine wrote it. */
  readonly at: string
  readonly text: string
}

export type Language = 'en' | 'ko'
export interface Settings {
  /** `system` follows the operating system. */
  readonly language: Language | 'system'
  readonly theme: 'light' | 'dark' | 'system'
  /** Projects shown collapsed in the container list. */
  readonly collapsedProjects: readonly string[]
}

export interface AppInfo {
  readonly version: string
  readonly platform: 'windows' | 'macos' | 'linux'
  /** `electron` has its own window; `browser` is the headless twin. */
  readonly shell: 'electron' | 'browser'
  readonly home: string
  readonly hostCpus: number
  readonly hostMemoryBytes: number
}

/** What `portside status` tells. */
export interface AppStatus {
  readonly app: { readonly version: string; readonly pid: number; readonly home: string }
  readonly machine: {
    readonly state: MachineState
    readonly driver: DriverName
    readonly failure?: SerialisedError
  }
  readonly engine: { readonly state: Engine['state']; readonly version?: string; readonly endpoint?: string }
  readonly window: { readonly url?: string }
}

/** What a watch of a collection yields: everything first, then only what changed. */
export type CollectionChange<T> =
  | { readonly kind: 'snapshot'; readonly items: readonly T[] }
  | { readonly kind: 'change'; readonly upsert: readonly T[]; readonly remove: readonly string[] }
