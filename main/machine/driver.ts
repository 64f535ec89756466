// What controls one kind of machine, and what it owes: every driver passes test/conformance/driver-suite.ts.
import type { Duplex } from 'node:stream'
import type {
  DriverName,
  MachineFeature,
  MachineStep,
  Protocol,
  ShareWay,
  SharedFolderSetting,
  StepId,
} from '../../preload/model'
import type { AppError } from '../../preload/errors'
import type { DialOptions } from '../base/dial'

/** Abilities that differ between drivers. Nothing outside a driver asks which operating system it is on. */
export type Feature = MachineFeature

/** Addresses of proxies, with scheme; `noProxy` is a list divided by commas. */
export interface ProxyAddresses {
  readonly http?: string
  readonly https?: string
  readonly noProxy?: string
}

/** What the machine shall be. Asked at each create and each start, so that a change applies to the next start. */
export interface MachineConfig {
  readonly cpus: number
  /** In bytes. */
  readonly memoryBytes: number
  /** Least size of the data disk in bytes; one that exists grows to it, and never becomes smaller. */
  readonly diskBytes: number
  /** At the same path inside where that is possible. A folder that is missing is left out and told; it does not keep the machine from starting. */
  readonly sharedFolders: readonly SharedFolderSetting[]
  /** For the engine's downloads, as this computer reaches it: the driver translates the loopback. */
  readonly proxy?: ProxyAddresses
  /** PEM certificates that this computer trusts besides the usual ones. */
  readonly caCertificates: readonly string[]
  /** Settings of dockerd: its daemon.json. */
  readonly daemon: Readonly<Record<string, unknown>>
}

/** Tells how far one step has come. */
export interface StepReport {
  /** Aborts when the whole start is given up and when the step's deadline passes. */
  readonly signal: AbortSignal
  progress(progress: NonNullable<MachineStep['progress']>): void
  facts(facts: NonNullable<MachineStep['facts']>): void
}

/** What a driver is given to create or start a machine with. */
export interface StartContext {
  readonly signal: AbortSignal
  /** Runs one named step: timed, shown, and bounded by a deadline whose error names `waitingFor`. */
  step<T>(id: StepId, waitingFor: string, work: (report: StepReport) => Promise<T>): Promise<T>
  /** Tells people what they should know although the start succeeds. */
  notice(what: AppError): void
}

/** The machine ended without having been asked to. */
export interface UnexpectedEnd {
  readonly error: AppError
}

export interface MachineShape extends Pick<MachineConfig, 'cpus' | 'memoryBytes'> {
  readonly accelerator?: 'kvm' | 'hvf' | 'tcg'
  readonly sharesBy?: ShareWay
}

export interface Lifecycle {
  /** The steps of a start, in order. */
  readonly steps: readonly StepId[]
  /** Of the machine that runs, as it is now; undefined while none does, or where it is not known. */
  shape(): MachineShape | undefined
  /** Whether a machine was created before; its data disk may hold data. */
  exists(): Promise<boolean>
  /** Prepares all that a start needs. Idempotent. Never puts a blank disk in the place of one that existed. */
  create(context: StartContext): Promise<void>
  /**
   * Resolves when Docker Engine answers over {@link EngineAccess.dial}. Includes `create`. Ends what a crashed app
   * left running on the same state first. When it fails or is aborted, no process of it is left.
   * @throws AppError machine.* host.*, or the abort reason
   */
  start(context: StartContext): Promise<void>
  /** Ends containers and file systems in order, within a deadline, then by process id. A second stop is harmless. */
  stop(options?: { readonly signal?: AbortSignal }): Promise<void>
  /** Ends the machine at once, as a power cut would. The data disk stays. */
  kill(): Promise<void>
  /**
   * Removes what can be made anew (system image, certificates, files of a run), so that the next start makes it; all that
   * the user has stays. Only while it is stopped. Harmless when there is nothing.
   */
  repair(): Promise<void>
  /** The only thing that erases data: leaves no file of the machine behind. Harmless when there is none. */
  delete(): Promise<void>
  /** Called once for each running machine that ends by itself. Returns the way to stop listening. */
  onExit(listener: (end: UnexpectedEnd) => void): () => void
  /**
   * This computer is about to sleep, and its battery may be empty before it wakes: what is in the machine's memory only
   * goes to its disk. Harmless when it does not run or is paused. Absent where the machine is not ours.
   * @throws Error when the machine does not answer in time: for the log, nobody is there to read it
   */
  hostSleeps?(): Promise<void>
  /**
   * This computer slept and woke, or its clock was set: the machine's clock is set by it. Harmless when it does not run
   * or is paused. Absent where the machine's clock is this computer's.
   */
  hostWoke?(): Promise<void>
}

export interface EngineAccess {
  /**
   * A new connection to Docker Engine that keeps each direction open by itself (half-close).
   * @throws machine.not-running, or the connection's error
   */
  dial(options?: DialOptions): Promise<Duplex>
}

export interface ExecResult {
  readonly exitCode: number
  /** stdout and stderr together, at most 1 MiB. */
  readonly output: string
}

/** Holds the machine's processors and keeps its memory: a paused machine costs no time. Absent where it is not ours. */
export interface Pausable {
  /** Harmless when it is paused already. @throws machine.not-running, machine.pause-failed */
  pause(): Promise<void>
  /** Goes on where it was, with the guest's clock set right. @throws machine.not-running, machine.pause-failed */
  resume(): Promise<void>
}

/** Writes the running machine to disk and ends it. Absent where that is impossible or no faster than a boot. */
export interface Saveable {
  /**
   * Then the machine is stopped, and the next start goes on where it was: containers do not notice. A saved state that
   * cannot be used any more (another image, other settings) is dropped, and the start is an ordinary one.
   * @throws machine.not-running, machine.save-failed (the machine runs on)
   */
  save(options?: { readonly signal?: AbortSignal }): Promise<void>
}

/** Gives back to this computer what the machine holds and does not need. Absent where it is not ours. */
export interface Reclaimable {
  /** Drops caches; the bytes that the machine's process holds less. @throws machine.not-running, machine.reclaim-failed */
  memory(options?: { readonly signal?: AbortSignal }): Promise<number>
  /** Frees deleted blocks; the bytes that the data disk takes less. @throws machine.not-running, machine.reclaim-failed */
  disk(options?: { readonly signal?: AbortSignal }): Promise<number>
}

export type Limit = 'cpus' | 'memoryBytes'

/** Gives the running machine less than it was started with, and up to that again. Absent where that takes a restart. */
export interface Adjustable {
  /** @returns what the machine has now; the rest takes a restart, or a machine that runs @throws machine.not-running */
  adjust(
    limits: Pick<MachineConfig, Limit>,
    options?: { readonly signal?: AbortSignal },
  ): Promise<ReadonlySet<Limit>>
}

/** What can be asked of the Linux inside. Absent where the machine is not ours. */
export interface GuestAccess {
  /** What daemon.json inside holds when these are the person's settings of dockerd: they and what the machine adds. */
  engineSettings(chosen: MachineConfig['daemon']): MachineConfig['daemon']
  /** Runs `sh -c command`; an exit code other than 0 is a result, not an error. */
  exec(command: string, options?: { readonly signal?: AbortSignal }): Promise<ExecResult>
}

export interface Forward {
  readonly protocol: Protocol
  /** Address of this computer, e.g. `127.0.0.1`, `0.0.0.0` or `::1`. */
  readonly address: string
  readonly port: number
}

/** Makes ports of the machine reachable on this computer. Absent where they already are. */
export interface Forwarder {
  /** @throws port.taken when the port is held, machine.not-running */
  expose(local: Forward, guestPort: number, options?: { readonly signal?: AbortSignal }): Promise<void>
  /** Frees the port; harmless when it is not exposed. */
  unexpose(local: Forward, options?: { readonly signal?: AbortSignal }): Promise<void>
  list(options?: { readonly signal?: AbortSignal }): Promise<readonly (Forward & { guestPort: number })[]>
}

/** A reading of counters; shares come from two of them. */
export interface UsageReading {
  /** CPU time that the machine has used on this computer, in ms. */
  readonly cpuMs: number
  readonly memoryUsedBytes: number
  readonly memoryTotalBytes: number
}

/** What the machine's own processes take from this computer. */
export interface Cost {
  /** CPU time since their start, in ms. */
  readonly cpuMs: number
  /** Resident memory, in bytes. */
  readonly heldBytes: number
  /** What its data disk takes, in bytes; absent where it has none of its own. */
  readonly diskBytes?: number
}

export interface Observed {
  /** Also of a paused machine; undefined while there is none. Absent where its processes cannot be told apart. */
  cost?(options?: { readonly signal?: AbortSignal }): Promise<Cost | undefined>
  /** Undefined while the machine does not run, or where nothing is known. */
  usage(options?: { readonly signal?: AbortSignal }): Promise<UsageReading | undefined>
  /** The newest lines that the machine printed, at most 64 KiB. */
  console(): Promise<string>
}

export interface Driver extends Lifecycle, EngineAccess, Observed {
  /**
   * Where a folder of this computer is inside; undefined for what is none, or has the same path there. Absent where
   * all have.
   */
  readonly pathInside?: (path: string) => string | undefined
  /**
   * Where a path inside is on this computer, if a change of it here wakes nothing that watches it inside. Absent where
   * one does.
   */
  readonly pathHere?: (inside: string) => string | undefined
  readonly name: DriverName
  readonly features: ReadonlySet<Feature>
  readonly guest?: GuestAccess
  readonly pausable?: Pausable
  readonly saveable?: Saveable
  readonly reclaimable?: Reclaimable
  readonly adjustable?: Adjustable
  readonly forwarder?: Forwarder
}
