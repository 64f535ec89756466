// A running project on its way into a file for others: what could go in, what is left out, and how the work goes.
import type { SerialisedError } from '../errors'
import type { WorkspaceStepKind } from './workspace'

/** What a person chose to put in. */
export interface WorkspaceExportRequest {
  readonly project: string
  readonly title: string
  readonly description?: string
  readonly author?: string
  /** Services that go in. */
  readonly services: readonly string[]
  /** Ids of the seed steps that go in, with their files. */
  readonly seeds: readonly string[]
  /** Volumes whose data goes in. */
  readonly volumes: readonly string[]
  /** Whether all images go in, for computers without network. Those that no registry has always do. */
  readonly images: boolean
  /** What stays although it would be left out, as `service/subject` of {@link WorkspaceLeftOut}. */
  readonly keep: readonly string[]
}

export interface WorkspaceExportPlan {
  readonly project: string
  /** Of the project's own `x-portside` block, where it has one. */
  readonly title: string
  readonly description?: string
  readonly author?: string
  readonly services: readonly {
    readonly name: string
    readonly image: string
    /** `sha256:…`; absent where no registry has the image: then it goes in as an archive. */
    readonly digest?: string
    readonly sizeBytes: number
    /** It is not on this computer: where images go in, the export downloads it first. */
    readonly missing?: true
  }[]
  readonly seeds: readonly {
    readonly id: string
    readonly title: string
    readonly service: string
    /** Of its data file, where it has one. */
    readonly sizeBytes?: number
  }[]
  readonly volumes: readonly {
    /** In the compose file. */
    readonly name: string
    /** On the engine. */
    readonly volume: string
    /** Made outside of the project, which others may use, too. */
    readonly external: boolean
    readonly services: readonly string[]
  }[]
  readonly leftOut: readonly WorkspaceLeftOut[]
}

export interface WorkspaceLeftOut {
  /**
   * A `secret` becomes a question, a `path` goes, a `build` its image, a `volume` without a name is empty elsewhere,
   * a `service` runs and is in no file, a `profile` is what the service belongs to, and the project runs without it. A
   * `link` leads out of the project's folder, or to nothing; a `compose` file is of another project inside of it.
   */
  readonly kind: 'secret' | 'path' | 'build' | 'volume' | 'service' | 'profile' | 'link' | 'compose'
  readonly service: string
  /** Name of the variable or secret, or the path. */
  readonly subject: string
  /** Whether it can be kept by {@link WorkspaceExportRequest.keep}. */
  readonly keepable: boolean
}

export interface WorkspaceExport {
  /** Name of the file. */
  readonly file: string
  readonly sizeBytes: number
  readonly leftOut: readonly WorkspaceLeftOut[]
  /** References that now name their content by digest. */
  readonly pinned: readonly string[]
  /** References that no registry has: their images are in the file. */
  readonly unpinned: readonly string[]
  /** How long its copy took to start, in ms. */
  readonly provenMs: number
}

/** In their order: `prove` starts a copy of the packed archive in isolation, `write` brings it to its place. */
export type WorkspaceExportStage = 'fetch' | 'image' | 'volume' | 'files' | 'pack' | 'prove' | 'write'

export interface WorkspaceExportStep {
  readonly stage: WorkspaceExportStage
  /** Image or volume; empty where there is one thing only. */
  readonly subject: string
  readonly state: 'waiting' | 'active' | 'done' | 'failed'
  /** What the copy that is started as a proof does just now. */
  readonly doing?: WorkspaceStepKind
  /** Epoch ms. */
  readonly startedAt?: number
  readonly endedAt?: number
  readonly doneBytes?: number
  /** 0 while it is not known. */
  readonly totalBytes?: number
}

/** An export under way, or how it ended; kept for a while after its end. */
export interface WorkspaceExportJob {
  readonly id: string
  readonly project: string
  readonly title: string
  readonly state: 'active' | 'done' | 'failed' | 'cancelled'
  /** Epoch ms. */
  readonly startedAt: number
  readonly endedAt?: number
  readonly steps: readonly WorkspaceExportStep[]
  readonly result?: WorkspaceExport
  readonly error?: SerialisedError
}
