// The machine that Docker Engine runs in: readonly, plain data.
import type { SerialisedError } from '../errors'

/** What controls one kind of machine; `none` attaches to an engine that already exists. */
export type DriverName = 'qemu' | 'wsl2' | 'vfkit' | 'none'

/** Through a server of its own, or through the program that runs the machine, which is slower. */
export type ShareWay = 'virtiofs' | '9p'

export type MachineState =
  'absent' | 'creating' | 'stopped' | 'starting' | 'running' | 'pausing' | 'paused' | 'stopping' | 'failed'

export type StepId = 'image' | 'disk' | 'snapshot' | 'network' | 'vm' | 'engine' | 'ports'
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

/** Abilities that differ between machines. */
export type MachineFeature =
  | 'forwards'
  | 'udp-forwards'
  | 'exec'
  | 'console'
  | 'discard'
  | 'balloon'
  | 'pause'
  | 'saved-state'
  | 'shared-folders'
  /** Its processors, memory and disk are its own, so that they can be chosen. */
  | 'limits'
  /** It is a distribution of WSL, whose limits are shared and which others may be let into. */
  | 'wsl'

export interface Machine {
  readonly driver: DriverName
  readonly features: readonly MachineFeature[]
  readonly state: MachineState
  /** Epoch ms of the last change of `state`. */
  readonly since: number
  /** How the VM executes guest code; absent until it was probed. */
  readonly accelerator?: 'kvm' | 'hvf' | 'tcg'
  /** How the folders of this computer come into it; absent where none do. */
  readonly sharesBy?: ShareWay
  readonly cpus: number
  /** Memory the machine may use, in bytes. */
  readonly memoryBytes: number
  /** The steps of the current or the last start, in order. */
  readonly steps: readonly MachineStep[]
  /** Present while it is paused by itself, because nothing used it. */
  readonly asleep?: true
  /** How long the last resume of this run took, in ms; absent before the first. */
  readonly resumeMs?: number
  /** What people should know of the last start although it succeeded, e.g. that the last system image runs again. */
  readonly notices?: readonly SerialisedError[]
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
