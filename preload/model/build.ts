// Builds of images from a folder: readonly, plain data.
import type { SerialisedError } from '../errors'

export interface BuildRequest {
  /** Absolute path of the folder on this computer. */
  readonly folder: string
  /** Path of the Dockerfile in the folder, `Dockerfile`. */
  readonly dockerfile: string
  /** Name for the image; without one it gets none. */
  readonly tag?: string
  /** Stage to stop at; the last one otherwise. */
  readonly target?: string
  /** `linux/arm64`, or several with commas between; that of the engine otherwise. */
  readonly platform?: string
  readonly args: readonly { readonly name: string; readonly value: string }[]
  /** What steps with `--mount=type=secret` may read, which never becomes part of the image. */
  readonly secrets?: readonly BuildSecret[]
  /** Keys that steps with `--mount=type=ssh` may sign with. */
  readonly ssh?: readonly BuildSsh[]
  /** Runs every step anew. */
  readonly noCache?: boolean
}

/** One of file and value. What a build tells of itself never has the value. */
export interface BuildSecret {
  readonly id: string
  /** Absolute path on this computer. */
  readonly file?: string
  readonly value?: string
}

export interface BuildSsh {
  /** `default` unless the Dockerfile says another. */
  readonly id: string
  /** Absolute path of a private key without a passphrase; without it the agent of this computer (SSH_AUTH_SOCK) is asked. */
  readonly file?: string
}

export interface BuildStep {
  readonly id: string
  /** `[2/3] RUN npm ci`. */
  readonly name: string
  readonly state: 'waiting' | 'running' | 'done' | 'cached' | 'failed'
  /** Epoch ms, by the engine's clock. */
  readonly startedAt?: number
  readonly endedAt?: number
}

export interface Build {
  readonly id: string
  readonly request: BuildRequest
  readonly state: 'active' | 'done' | 'failed' | 'cancelled'
  /** Epoch ms. */
  readonly startedAt: number
  readonly endedAt?: number
  /** Sent to the engine so far, in bytes. */
  readonly sentBytes: number
  readonly steps: readonly BuildStep[]
  readonly imageId?: string
  /** Line of the Dockerfile, from 1, that the error is about, and what stands there. */
  readonly failedLine?: { readonly number: number; readonly text: string }
  readonly error?: SerialisedError
  /** Of an earlier run of the app: what it printed is gone. */
  readonly earlier?: true
}

export interface BuildLine {
  /** Id of the step that wrote it. */
  readonly step: string
  readonly text: string
}

/** What would be built, found out before anything is sent. */
export interface BuildPlan {
  /** False when the folder has no such Dockerfile. */
  readonly found: boolean
  readonly files: number
  readonly sizeBytes: number
  /** There are more: the look at the folder ended here. */
  readonly isCut: boolean
  /** The largest files and folders that would be sent. */
  readonly largest: readonly LargePart[]
  /** What may not be read, of which a build would not get past the first; folders with a `/` behind them. */
  readonly unreadable: readonly string[]
  /** Name of the file with the rules for what is left out, `.dockerignore`, there or not. */
  readonly ignoreFile: string
  readonly hasIgnoreFile: boolean
  /** Lines for that file that would leave out what an image hardly ever needs. */
  readonly leavesOut: readonly IgnoreLine[]
  /** Names of stages that can be a target. */
  readonly stages: readonly string[]
  readonly args: readonly { readonly name: string; readonly value: string }[]
  /** Ids of the secrets and of the SSH keys that steps ask for. */
  readonly secrets: readonly string[]
  readonly ssh: readonly string[]
  readonly hints: readonly BuildHint[]
  /** What the folder seems to hold, where it has no Dockerfile, and what else it looks like. */
  readonly project?: StarterKind
  readonly alsoLike: readonly StarterKind[]
  /** Why something of the Dockerfile's name is none. */
  readonly trouble?: 'folder' | 'unreadable'
  /** Names of files that look like Dockerfiles, where it has none of the name. */
  readonly otherDockerfiles: readonly string[]
  /** Projects in folders right below, where the folder itself is none. */
  readonly below: readonly ProjectPlace[]
}

/** A file, or a folder with a `/` behind it. */
export interface LargePart {
  readonly path: string
  readonly sizeBytes: number
  /** How many are in it; one for a file. */
  readonly files: number
}

export interface IgnoreLine {
  readonly line: string
  /** What would not be sent. */
  readonly sizeBytes: number
  /** False when only somebody who knows the project can say that its image does not need it. */
  readonly sure: boolean
}

export interface ProjectPlace {
  /** Of the folder. */
  readonly name: string
  /** Absolute path. */
  readonly folder: string
  /** Absent where there is only a Dockerfile. */
  readonly kind?: StarterKind
  readonly hasDockerfile: boolean
}

/** Kinds of projects that there is a Dockerfile to begin with for. */
export type StarterKind = 'node' | 'python' | 'java-gradle' | 'java-maven' | 'go' | 'static'

/** A Dockerfile to begin with, with comments that teach, and what goes beside it. */
export interface Starter {
  readonly kind: StarterKind
  readonly dockerfile: string
  /** Content of `.dockerignore`. */
  readonly ignoreFile: string
  /** Comments of the Dockerfile that ask: what the folder does not say. */
  readonly doubts: readonly string[]
}

export interface BuildHint {
  /**
   * Windows line ends break a script in Linux; programs of Linux find no word in UTF-16; `localhost` in a container is
   * the container itself.
   */
  readonly kind: 'windows-lines' | 'utf-16' | 'localhost-database'
  readonly path: string
  /** From 1; of a line that has it. */
  readonly line?: number
}
