// The contract between the app's core and everything that shows or scripts it: one interface per service.
// Methods named `watch…` return an AsyncIterable, all others a Promise; every one takes a single options object.
import type { ActivityService } from './contract/activity'
import type { AppService } from './contract/app'
import type { MachineService } from './contract/machine'
import type { FilesService } from './contract/files'
import type { EngineService } from './contract/engine'
import type { BuildsService } from './contract/builds'
import type { ComposeService } from './contract/compose'
import type { ContainersService } from './contract/containers'
import type { ImagesService } from './contract/images'
import type { VolumesService } from './contract/volumes'
import type { NetworksService } from './contract/networks'
import type { PortsService } from './contract/ports'
import type { ResourcesService } from './contract/resources'
import type { ReadinessService } from './contract/readiness'
import type { RegistriesService } from './contract/registries'
import type { SettingsService } from './contract/settings'
import type { WorkspacesService } from './contract/workspaces'
import type { WslService } from './contract/wsl'
import type { ContainerFilesService } from './contract/container-files'
import type { TerminalsService } from './contract/terminals'
import type { UpdatesService } from './contract/updates'

export type * from './contract/cancellable'
export type * from './contract/activity'
export type * from './contract/app'
export type * from './contract/machine'
export type * from './contract/engine'
export type * from './contract/files'
export type * from './contract/builds'
export type * from './contract/compose'
export type * from './contract/containers'
export type * from './contract/images'
export type * from './contract/volumes'
export type * from './contract/networks'
export type * from './contract/ports'
export type * from './contract/resources'
export type * from './contract/registries'
export type * from './contract/readiness'
export type * from './contract/settings'
export type * from './contract/workspaces'
export type * from './contract/wsl'
export type * from './contract/container-files'
export type * from './contract/terminals'
export type * from './contract/updates'

export interface Contract {
  readonly activity: ActivityService
  readonly app: AppService
  readonly machine: MachineService
  readonly engine: EngineService
  readonly files: FilesService
  readonly builds: BuildsService
  readonly compose: ComposeService
  readonly containers: ContainersService
  readonly images: ImagesService
  readonly volumes: VolumesService
  readonly networks: NetworksService
  readonly ports: PortsService
  readonly resources: ResourcesService
  readonly readiness: ReadinessService
  readonly registries: RegistriesService
  readonly settings: SettingsService
  readonly workspaces: WorkspacesService
  readonly wsl: WslService
  readonly containerFiles: ContainerFilesService
  readonly terminals: TerminalsService
  readonly updates: UpdatesService
}

export type ServiceName = keyof Contract
export type MethodName<S extends ServiceName> = keyof Contract[S] & string
