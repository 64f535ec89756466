// The contract between the app's core and everything that shows or scripts it: one interface per service.
// Methods named `watch…` return an AsyncIterable, all others a Promise; every one takes a single options object.
import type * as m from './model'

/** Every call can be given up; giving up is not an error. */
export interface Cancellable {
  readonly signal?: AbortSignal
}

export interface AppService {
  getInfo(options?: Cancellable): Promise<m.AppInfo>
  getStatus(options?: Cancellable): Promise<m.AppStatus>
  /** Brings the window to the front; in a browser there is none to bring, and nothing happens. */
  show(options?: Cancellable): Promise<void>
  /** Ends the app after an orderly shutdown of the machine. Answers before the end. */
  quit(options?: Cancellable): Promise<void>
}

export interface MachineService {
  watchMachine(options?: Cancellable): AsyncIterable<m.Machine>
  /** A sample about every 2 s while the machine runs; nothing otherwise. */
  watchUsage(options?: Cancellable): AsyncIterable<m.MachineUsage>
  /** Resolves when Docker Engine answers; joins a start under way. @throws machine.* host.* */
  start(options?: Cancellable): Promise<void>
  /** Orderly shutdown with a deadline; harmless when stopped. */
  stop(options?: Cancellable): Promise<void>
  restart(options?: Cancellable): Promise<void>
  /** Keeps the memory and takes no time; waits for a start under way. A connection to the endpoint resumes it. */
  pause(options?: Cancellable): Promise<void>
  /** Resolves when Docker Engine answers again; harmless when it runs. @throws machine.not-running */
  resume(options?: Cancellable): Promise<void>
  /** Drops the machine's caches; resolves with the bytes that this computer got back. @throws machine.reclaim-failed */
  reclaimMemory(options?: Cancellable): Promise<{ readonly freedBytes: number }>
  /** Trims the data disk; resolves with the bytes that this computer got back. @throws machine.reclaim-failed */
  reclaimDisk(options?: Cancellable): Promise<{ readonly freedBytes: number }>
  /** The newest lines of the serial console, for "Show details". */
  getConsole(options?: Cancellable): Promise<string>
}

export interface EngineService {
  watchEngine(options?: Cancellable): AsyncIterable<m.Engine>
}

export interface ContainersService {
  watchContainers(options?: Cancellable): AsyncIterable<m.CollectionChange<m.Container>>
  start(options: { readonly id: string } & Cancellable): Promise<void>
  stop(options: { readonly id: string } & Cancellable): Promise<void>
  restart(options: { readonly id: string } & Cancellable): Promise<void>
  /** Freezes the processes; harmless when they are frozen already. @throws container.not-running */
  pause(options: { readonly id: string } & Cancellable): Promise<void>
  /** Lets frozen processes go on; harmless when they do. */
  unpause(options: { readonly id: string } & Cancellable): Promise<void>
  /** Ends the processes at once, without time to write what they hold. @throws container.not-running */
  kill(options: { readonly id: string } & Cancellable): Promise<void>
  /** @throws container.name-taken, container.bad-name */
  rename(options: { readonly id: string; readonly name: string } & Cancellable): Promise<void>
  getDetails(options: { readonly id: string } & Cancellable): Promise<m.ContainerDetails>
  /** @throws container.not-running */
  getProcesses(options: { readonly id: string } & Cancellable): Promise<m.ProcessTable>
  /** What was written to the container's own files, outside of volumes. */
  getChanges(options: { readonly id: string } & Cancellable): Promise<m.FileChanges>
  /** A sample about every second while the container runs; ends with it. */
  watchStats(options: { readonly id: string } & Cancellable): AsyncIterable<m.ContainerStats>
  /** Removes the container. Named volumes always stay; anonymous ones go only with `volumes: true`. */
  remove(
    options: { readonly id: string; readonly force?: boolean; readonly volumes?: boolean } & Cancellable,
  ): Promise<void>
  /** Creates and starts; a container whose start fails is removed again. Pulls nothing: see images.pull. */
  run(options: { readonly request: m.RunRequest } & Cancellable): Promise<{ readonly id: string }>
  /** The last `tail` lines, then live ones, in batches of at most 16 ms or 256 KB. Ends when the container does. */
  watchLogs(
    options: { readonly id: string; readonly tail: number; readonly follow: boolean } & Cancellable,
  ): AsyncIterable<readonly m.LogLine[]>
}

export interface ImagesService {
  watchImages(options?: Cancellable): AsyncIterable<m.CollectionChange<m.Image>>
  watchPulls(options?: Cancellable): AsyncIterable<m.CollectionChange<m.Pull>>
  /** Begins a download that goes on when the caller leaves; joins one of the same reference. */
  pull(options: { readonly reference: string } & Cancellable): Promise<{ readonly pullId: string }>
  cancelPull(options: { readonly pullId: string } & Cancellable): Promise<void>
  /** Forgets an ended pull. */
  dismissPull(options: { readonly pullId: string } & Cancellable): Promise<void>
  /** @throws image.in-use when a container needs it and `force` is not set */
  remove(options: { readonly id: string; readonly force?: boolean } & Cancellable): Promise<void>
  /** @throws image.not-found when it is not on this computer */
  getRunDefaults(options: { readonly reference: string } & Cancellable): Promise<m.RunDefaults>
}

export interface VolumesService {
  watchVolumes(options?: Cancellable): AsyncIterable<m.CollectionChange<m.Volume>>
  watchSizes(options?: Cancellable): AsyncIterable<m.VolumeSizes>
  /** Measures all volumes once; joins a measurement under way. Nothing measures by itself. */
  measure(options?: Cancellable): Promise<void>
  /** @throws volume.name-taken volume.bad-name volume.bad-options volume.unknown-driver */
  create(options: { readonly request: m.VolumeRequest } & Cancellable): Promise<{ readonly id: string }>
  /** Deletes the volume with its data. @throws volume.in-use while any container, running or not, mounts it */
  remove(options: { readonly id: string } & Cancellable): Promise<void>
  /** Deletes exactly these, and never one that a container mounts: such a one is kept and told. */
  prune(options: { readonly ids: readonly string[] } & Cancellable): Promise<m.RemovalResult>
}

export interface NetworksService {
  watchNetworks(options?: Cancellable): AsyncIterable<m.CollectionChange<m.Network>>
  /** @throws network.name-taken network.bad-subnet network.subnet-overlaps */
  create(options: { readonly request: m.NetworkRequest } & Cancellable): Promise<{ readonly id: string }>
  /** Aliases are further names under which others on the network find the container. */
  connect(
    options: {
      readonly id: string
      readonly containerId: string
      readonly aliases?: readonly string[]
    } & Cancellable,
  ): Promise<void>
  disconnect(options: { readonly id: string; readonly containerId: string } & Cancellable): Promise<void>
  /** @throws network.in-use while a container is attached, running or not; network.built-in */
  remove(options: { readonly id: string } & Cancellable): Promise<void>
  /** Removes exactly these, and never one that a container is attached to: such a one is kept and told. */
  prune(options: { readonly ids: readonly string[] } & Cancellable): Promise<m.RemovalResult>
}

export interface PortsService {
  checkPort(
    options: { readonly port: number; readonly protocol: m.Protocol; readonly address: string } & Cancellable,
  ): Promise<m.PortCheck>
  watchForwards(options?: Cancellable): AsyncIterable<m.CollectionChange<m.PortForward>>
  /** Who listens on this computer, renewed within 1 s where that is cheap; ask only while it is shown. */
  watchListeners(options?: Cancellable): AsyncIterable<m.CollectionChange<m.PortListener>>
  watchConflicts(options?: Cancellable): AsyncIterable<m.CollectionChange<m.PortConflict>>
  /** Resolves when it is done. @throws port.conflict-gone port.fix-gone port.process-* container.* engine.* */
  applyFix(options: { readonly conflictId: string; readonly fixId: string } & Cancellable): Promise<void>
  /** Up to `count` ports near one that are free now and wanted by nobody. @throws port.bad-port */
  findFree(
    options: {
      readonly near: number
      readonly protocol: m.Protocol
      readonly address: string
      readonly count: number
    } & Cancellable,
  ): Promise<{ readonly ports: readonly number[] }>
}

export interface SettingsService {
  watchSettings(options?: Cancellable): AsyncIterable<m.Settings>
  update(options: { readonly change: Partial<m.Settings> } & Cancellable): Promise<void>
}

export interface Contract {
  readonly app: AppService
  readonly machine: MachineService
  readonly engine: EngineService
  readonly containers: ContainersService
  readonly images: ImagesService
  readonly volumes: VolumesService
  readonly networks: NetworksService
  readonly ports: PortsService
  readonly settings: SettingsService
}

export type ServiceName = keyof Contract
export type MethodName<S extends ServiceName> = keyof Contract[S] & string
