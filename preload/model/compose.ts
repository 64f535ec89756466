// Compose projects, what Compose makes of their files, and what is done with them: readonly, plain data.
import type { SerialisedError } from '../errors'
import type { PortRange, Protocol } from './port-binding'
import type { PortShortage } from './port'

/** What a project is made of, as `docker compose` takes it. */
export interface ComposeFiles {
  /** Project name; Compose derives one from the files or the folder otherwise. */
  readonly name?: string
  /** Absolute path of the project folder, from which Compose resolves paths. */
  readonly folder: string
  /** Absolute paths, in the order in which Compose merges them. */
  readonly files: readonly string[]
  readonly profiles: readonly string[]
  /** Absolute paths; without any, Compose reads `.env` of the folder. */
  readonly envFiles: readonly string[]
}

export interface ComposeServiceState {
  readonly name: string
  readonly containers: number
  readonly running: number
  /** The worst of its containers; absent where none has a health check. */
  readonly health?: 'starting' | 'healthy' | 'unhealthy'
}

export interface ComposeProject {
  /** Its name: an engine has one project of a name. */
  readonly id: string
  /** Absent when it is known by its containers alone and they name no files. */
  readonly files?: ComposeFiles
  /** Files that are named but not on this computer; such a project can be stopped and removed, not brought up. */
  readonly missing: readonly string[]
  readonly state: 'running' | 'partly' | 'stopped' | 'absent'
  readonly services: readonly ComposeServiceState[]
  /** Opened from files once, so that it stays in the list without containers. */
  readonly opened: boolean
  /** Epoch ms of the last time it was opened or brought up here. */
  readonly usedAt?: number
}

export interface ComposePort {
  readonly containerPort: number
  /** 0: any free one. */
  readonly hostPort: number
  readonly hostAddress: string
  readonly protocol: Protocol
  /** The engine takes a free one of these, and `hostPort` is 0. */
  readonly hostRange?: PortRange
}

export interface ComposeDependency {
  readonly service: string
  readonly condition: 'service_started' | 'service_healthy' | 'service_completed_successfully'
  /** False: it may be missing. */
  readonly required: boolean
}

export interface ComposeServiceConfig {
  readonly name: string
  readonly image?: string
  readonly platform?: string
  readonly builds: boolean
  /** Has something for `watch` to do. */
  readonly watches: boolean
  readonly dependsOn: readonly ComposeDependency[]
  readonly ports: readonly ComposePort[]
  readonly volumes: readonly string[]
  readonly profiles: readonly string[]
  readonly replicas: number
  readonly hasHealthCheck: boolean
  /** Of its only container: Compose makes no second one of that name. */
  readonly containerName?: string
}

export interface ComposeConfig {
  readonly name: string
  readonly services: readonly ComposeServiceConfig[]
  /** Names on the engine of volumes that the project makes itself. */
  readonly volumes: readonly string[]
  /** Profiles that the files know. */
  readonly profiles: readonly string[]
  /** The whole as Compose understands it, as YAML: after merging, including and filling in variables. */
  readonly yaml: string
  /** In Compose's words. */
  readonly warnings: readonly string[]
}

/** Something that Compose would stumble over; found before anything is started. */
export interface ComposeFinding {
  readonly id: string
  readonly kind:
    | 'missing-variable'
    | 'build-changed'
    | 'missing-folder'
    | 'missing-mount'
    | 'outside-folder'
    | 'unshared-folder'
    | 'missing-image'
    | 'other-platform'
    | 'port-taken'
    | 'bad-port'
    | 'missing-network'
    | 'missing-volume'
  /** `stops`: up would fail. `notice`: up does what it can, perhaps not what was meant. */
  readonly weight: 'stops' | 'notice'
  readonly service?: string
  /** Variable, path, image, network, volume or service. */
  readonly subject: string
  /** Who holds a port, in words; what an image is for; the first path in a folder that is not shared. */
  readonly detail?: string
  /** The same of a port, for whoever reads another language. */
  readonly error?: SerialisedError
  readonly port?: ComposePort
  /** Where several containers of the service need a port each. */
  readonly shortage?: PortShortage
  readonly fixes: readonly ComposeFix[]
}

export interface ComposeFix {
  readonly id: string
  readonly kind:
    'move-port' | 'create-folder' | 'share-folder' | 'create-network' | 'create-volume' | 'pull-image'
  readonly toPort?: number
  /** With `move-port`, where several containers of the service share as many ports. */
  readonly toLast?: number
}

export type ComposeVerb = 'up' | 'down' | 'stop' | 'start' | 'restart' | 'pull' | 'build' | 'watch' | 'scale'

export interface ComposeRequest {
  readonly verb: ComposeVerb
  /** All when empty. `down` knows none. */
  readonly services: readonly string[]
  /** With `down`: named volumes go, too. */
  readonly removeVolumes?: boolean
  /** With `scale`: containers per service. */
  readonly scale?: Readonly<Record<string, number>>
  /** With `up`: builds images first, even when they are there. */
  readonly build?: boolean
}

export interface ComposeStep {
  /** `Container shop-db-1`. */
  readonly id: string
  readonly kind: 'network' | 'volume' | 'container' | 'image' | 'build'
  readonly name: string
  readonly service?: string
  readonly state: 'running' | 'done' | 'failed'
  /** Compose's word: `Creating`, `Started`, `Healthy`. */
  readonly status: string
  /** Epoch ms. */
  readonly startedAt: number
  readonly endedAt?: number
  /** Every word so far, with the time it was said, in epoch ms. */
  readonly phases: readonly { readonly status: string; readonly at: number }[]
}

export interface ComposeAction {
  readonly id: string
  readonly projectId: string
  readonly request: ComposeRequest
  readonly state: 'active' | 'done' | 'failed' | 'cancelled'
  readonly startedAt: number
  readonly endedAt?: number
  readonly steps: readonly ComposeStep[]
  /** Of all layers that are being fetched; absent before the first byte. */
  readonly transfer?: { readonly doneBytes: number; readonly totalBytes: number }
  readonly error?: SerialisedError
}

/** What `down` would take away. */
export interface ComposeDownPlan {
  readonly containers: readonly string[]
  readonly networks: readonly string[]
  /** Named volumes of the project; they stay unless asked for. */
  readonly volumes: readonly { readonly name: string; readonly sizeBytes?: number }[]
  /** Containers whose unnamed volumes go with them. */
  readonly anonymousVolumes: number
}

/** A text as it is on disk, with a mark by which a later write notices that someone else wrote meanwhile. */
export interface ComposeFileText {
  readonly path: string
  readonly text: string
  readonly revision: string
}

/** Where a text is wrong, in Compose's view. */
export interface ComposeProblem {
  readonly error: SerialisedError
  readonly path?: string
  /** From 1. */
  readonly line?: number
  /** From 1, in characters. */
  readonly column?: number
}
