// The team's environments in one file: what is asked before one is trusted, what is known of it, how its start goes.
import type { SerialisedError } from '../errors'
import type { PortRange, Protocol } from './port-binding'

export type WorkspaceIcon =
  'api' | 'cache' | 'database' | 'mail' | 'queue' | 'search' | 'storage' | 'web' | 'worker'

export type WorkspaceSource =
  | { readonly kind: 'file'; readonly path: string }
  /** Servers of the catalogue that go together: a file that Portside wrote, and nobody's team. */
  | { readonly kind: 'catalogue'; readonly path: string }
  | { readonly kind: 'archive'; readonly path: string }
  | { readonly kind: 'link'; readonly url: string }

/** What a workspace could do to this computer beyond its own folder. */
export type WorkspaceDangerKind =
  | 'privileged'
  | 'docker-socket'
  | 'host-folder'
  | 'host-namespace'
  | 'capability'
  | 'device'
  | 'unconfined'
  | 'build'
  | 'build-upload'
  /** Too much to be looked at: nobody is told when it changes. */
  | 'build-unmarked'
  | 'ssh-keys'
  | 'other-project'
  | 'other-source'
  | 'image-name'

export interface WorkspaceDanger {
  /** The same again for the same danger. */
  readonly id: string
  readonly kind: WorkspaceDangerKind
  readonly service: string
  /** The folder, capability or device that it is about. */
  readonly subject: string
  /** Refused unless a person allows this one by itself; the others are only told. */
  readonly severe: boolean
  /** It was allowed for this workspace before, and means the same since: nobody is asked again. */
  readonly allowed?: true
}

export interface WorkspaceService {
  readonly name: string
  readonly title: string
  readonly icon: WorkspaceIcon
  /** Absent where it is built from a folder. */
  readonly image?: string
  /** What the team says that it takes, in bytes. */
  readonly memoryBytes?: number
  readonly dependsOn: readonly string[]
}

export interface WorkspacePort {
  readonly service: string
  readonly containerPort: number
  readonly protocol: Protocol
  readonly address: string
  /** Of the team's file; 0 where the engine chooses one, or one of {@link teamRange}. */
  readonly teamPort: number
  /** Of the team's file, where one of several is enough. */
  readonly teamRange?: PortRange
  /** How many of the range the service needs, as one container each does; absent for one. */
  readonly count?: number
  /** Of this computer: another one where the team's are taken; 0 until one is chosen. */
  readonly hostPort: number
  /** What is to be found there. */
  readonly meaning?: string
  /** To open in a browser, with the port of this computer in it. */
  readonly url?: string
}

export interface WorkspaceSecret {
  /** Of the variable that the file reads, `STRIPE_TEST_KEY`. */
  readonly name: string
  readonly title: string
  readonly description?: string
  readonly optional: boolean
  /** Whether its value is known here. The value itself never leaves the app's core. */
  readonly known: boolean
  /** False where it is forgotten when Portside ends, because this computer offers no keychain. */
  readonly kept?: boolean
}

export interface WorkspaceSeed {
  readonly id: string
  readonly title: string
  readonly description?: string
  readonly service: string
  readonly optional: boolean
  /** Of its data file. */
  readonly sizeBytes?: number
  /** Epoch ms: when it was loaded here. */
  readonly loadedAt?: number
  /** How long that took, in ms. */
  readonly tookMs?: number
  /** True for an optional one that the last start left out. */
  readonly leftOut: boolean
}

/** One difference, in the words of `kind`. `was` or `now` is absent where there is nothing. */
export interface WorkspaceChange {
  readonly kind:
    | 'service-added'
    | 'service-removed'
    | 'image'
    | 'port'
    | 'env'
    | 'data'
    | 'seed-added'
    | 'seed-removed'
    | 'secret-added'
    | 'secret-removed'
    | 'command'
    | 'folder'
    | 'health'
    | 'needs'
    | 'resource'
    | 'resource-added'
    | 'resource-removed'
    | 'file'
    | 'build'
    | 'danger'
    | 'other'
  /** The service, variable or step that it is about; `volumes.db` of a resource, `./init.sh` of a file. */
  readonly subject: string
  readonly service?: string
  readonly was?: string
  readonly now?: string
}

/** What a file says about itself, before anything of it runs. */
export interface WorkspaceReview {
  /** Good for one `accept`, until the app ends or 30 minutes have passed. */
  readonly reviewId: string
  readonly source: WorkspaceSource
  readonly title: string
  readonly description?: string
  readonly author?: string
  /** Name of the Compose project that it becomes. */
  readonly project: string
  readonly services: readonly WorkspaceService[]
  readonly images: readonly WorkspaceImage[]
  /** Folders of this computer that containers see, absolute. */
  readonly folders: readonly WorkspaceFolder[]
  readonly ports: readonly WorkspacePort[]
  readonly dangers: readonly WorkspaceDanger[]
  readonly secrets: readonly WorkspaceSecret[]
  readonly seeds: readonly WorkspaceSeed[]
  /** Set when it is known already; then `changes` says what is new since. */
  readonly workspaceId?: string
  readonly changes: readonly WorkspaceChange[]
  /** Of one that came as an archive before: what becomes of the files that are not as that brought them. */
  readonly files?: WorkspaceFilesKept
  /** A known workspace whose folder is not where it was: by its git remote, or else its name or content, this may be it. */
  readonly moved?: WorkspaceMoved
}

export interface WorkspaceMoved {
  readonly id: string
  readonly title: string
  /** Where its folder was. */
  readonly path: string
}

export interface WorkspaceFilesKept {
  /** Mounted folders and files of its folder that stay as they are, whatever the new archive has there. */
  readonly stays: readonly string[]
  /** Files that the new archive brings, too: this person's are put aside. */
  readonly aside: readonly string[]
  /** Whether it is stopped for it, because it runs. */
  readonly stops: boolean
}

export interface WorkspaceImage {
  readonly reference: string
  /** `docker.io`, `ghcr.io`. */
  readonly registry: string
  /** `library/redis`, `acme/crm-api`. */
  readonly repository: string
  /** True when its content cannot change: named by digest. */
  readonly pinned: boolean
  /** True when it comes with the archive. */
  readonly included: boolean
  readonly services: readonly string[]
}

export interface WorkspaceFolder {
  readonly path: string
  readonly writable: boolean
  readonly outside: boolean
  readonly services: readonly string[]
}

export type WorkspaceStepKind =
  'images' | 'pull' | 'create' | 'restore' | 'start' | 'healthy' | 'answer' | 'seed'

export interface WorkspaceStep {
  readonly id: string
  readonly kind: WorkspaceStepKind
  /** Services that it is for; a download may serve several. */
  readonly services: readonly string[]
  /** Image, volume, seed or address. */
  readonly subject: string
  readonly state: 'waiting' | 'active' | 'done' | 'skipped' | 'failed'
  /** Epoch ms. */
  readonly startedAt?: number
  readonly endedAt?: number
  /** Epoch ms: from when on a download is only unpacked. */
  readonly unpackedFrom?: number
  readonly doneBytes?: number
  readonly totalBytes?: number
  /** A download that was to bring a newer one failed: the image that came along is used. */
  readonly cameAlong?: true
}

export interface WorkspaceRun {
  readonly state: 'active' | 'done' | 'failed' | 'cancelled' | 'interrupted' | 'rolling-back'
  /** Epoch ms. */
  readonly startedAt: number
  readonly endedAt?: number
  readonly steps: readonly WorkspaceStep[]
  readonly error?: SerialisedError
}

export interface WorkspaceSnapshot {
  /** Epoch ms as text: when it was made. */
  readonly id: string
  readonly at: number
  readonly sizeBytes: number
  readonly volumes: readonly string[]
}

/** `waits`: a start was asked for, which begins when the stop that goes on has ended. */
export type WorkspaceDoing = 'waits' | 'stops' | 'resets' | 'restores' | 'updates' | 'leaves'

export interface Workspace {
  readonly id: string
  readonly project: string
  readonly title: string
  readonly description?: string
  readonly author?: string
  readonly source: WorkspaceSource
  /** The team's compose file, and the folder that its paths start from. */
  readonly file: string
  readonly folder: string
  /**
   * `up`: all services run; `partly`: some do. `failed`: the last start did not come to its end, whatever of it runs.
   */
  readonly state: 'new' | 'starting' | 'up' | 'partly' | 'stopped' | 'failed'
  /** Whether a start has once come to its end: from then on a roll-back keeps the data. */
  readonly wasUp: boolean
  /** What goes on with it besides a start. */
  readonly doing?: WorkspaceDoing
  readonly services: readonly WorkspaceService[]
  readonly ports: readonly WorkspacePort[]
  readonly secrets: readonly WorkspaceSecret[]
  /** Names of secrets whose values are still known, though the file does not ask for them any more. */
  readonly unasked: readonly string[]
  readonly seeds: readonly WorkspaceSeed[]
  readonly notes: readonly { readonly language: string; readonly text: string }[]
  readonly needs: { readonly memoryBytes?: number; readonly diskBytes?: number }
  /** Revision of the data that was loaded here. */
  readonly data?: string
  /** Epoch ms, of the team's file as it was accepted. */
  readonly changedAt: number
  /** What its file asks for beyond its folder; the severe ones were allowed, each by itself. */
  readonly dangers: readonly WorkspaceDanger[]
  /** What is new in the team's file since it was accepted; it starts only after an update. */
  readonly changes: readonly WorkspaceChange[]
  /** The team's file cannot be read any more, and why. */
  readonly problem?: SerialisedError
  readonly run?: WorkspaceRun
  readonly snapshots: readonly WorkspaceSnapshot[]
}

export interface WorkspacePortMove {
  readonly service: string
  readonly from: number
  /** Of a range, all of which are taken. */
  readonly fromLast?: number
  readonly to: number
  /** Where several containers of the service share as many ports. */
  readonly toLast?: number
  /** Who has the port; empty where nobody can be named. */
  readonly holder: string
}

/** Whether a workspace can start here; looked at before each start. */
export interface WorkspaceReadiness {
  /** Bytes; `needed` is absent where the team does not say. */
  readonly memory: { readonly needed?: number; readonly available?: number; readonly fits: boolean }
  readonly disk: { readonly needed?: number; readonly available?: number; readonly fits: boolean }
  /** `linux/amd64`. */
  readonly platform: string
  readonly images: readonly WorkspaceImageCheck[]
  readonly download: WorkspaceDownload
  readonly moves: readonly WorkspacePortMove[]
  /** Ports that are taken with no free one near. */
  readonly blocked: readonly { readonly service: string; readonly port: number; readonly holder: string }[]
  readonly missingSecrets: readonly WorkspaceSecret[]
  readonly missingFolders: readonly string[]
  readonly git?: WorkspaceGit
  /** False when something above keeps it from starting. */
  readonly ready: boolean
}

/** Of all images together; layers that several have are counted once. */
export interface WorkspaceDownload {
  /** Of the images whose size is known. */
  readonly bytes: number
  /** How many more there are. */
  readonly unknown: number
  /** How long the known ones take, in ms, with the speed of earlier downloads; absent where none was measured. */
  readonly aboutMs?: number
}

export interface WorkspaceImageCheck {
  readonly reference: string
  readonly here: boolean
  /** Of the image that is here, in bytes. */
  readonly sizeBytes?: number
  /** To download, in bytes; absent where it is here, comes along, or nobody could tell. */
  readonly downloadBytes?: number
  /** Offered by the image; empty where nobody could be asked. */
  readonly platforms: readonly string[]
  readonly fits: boolean
  /** The registry knows no such image. */
  readonly missing: boolean
}

export interface WorkspaceGit {
  readonly branch: string
  readonly remote: string
  readonly behind: number
  /** False when the remote could not be asked: then `behind` is what was known last. */
  readonly asked: boolean
}

/** What runs here, held beside what the team's file says. */
export interface WorkspaceComparison {
  readonly changes: readonly WorkspaceChange[]
  readonly teamData?: string
  readonly ownData?: string
}
