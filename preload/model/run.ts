// What it takes to run an image: readonly, plain data.
import type { Protocol, PortBinding } from './port-binding'
import type { RunExtras } from './run-extras'

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
  readonly entrypoint?: readonly string[]
  readonly stopSignal?: string
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
  /** Names of variables that the container shall not have, even where its image sets them. */
  readonly withoutEnv?: readonly string[]
  /** Named volumes by mount path, so that data outlives the container. */
  readonly volumes: readonly { readonly name: string; readonly path: string; readonly readOnly?: boolean }[]
  readonly command?: readonly string[]
  readonly restart: 'no' | 'unless-stopped' | 'always' | 'on-failure'
  /** Folders of this computer. */
  readonly folders?: readonly { readonly source: string; readonly path: string; readonly readOnly: boolean }[]
  /** By name; the container is made on the first and attached to the others before it starts. */
  readonly networks?: readonly string[]
  readonly labels?: readonly EnvVariable[]
  readonly entrypoint?: readonly string[]
  readonly user?: string
  readonly workingDir?: string
  readonly hostname?: string
  readonly memoryBytes?: number
  /** Processors, e.g. 1.5. */
  readonly cpus?: number
  /** Run in the container's shell; exit code 0 means healthy. */
  readonly healthCommand?: string
  readonly autoRemove?: boolean
  readonly init?: boolean
  readonly readOnly?: boolean
  readonly privileged?: boolean
  readonly tty?: boolean
  /** Keeps the program's input open. */
  readonly interactive?: boolean
  /** As written in a command, beyond what the form has fields for; of one that is made again only what is to change. */
  readonly extras?: RunExtras
  /** Keys of {@link RunExtras} that one that is made again shall not have any more; with `endpoints` only those asked for. */
  readonly withoutExtras?: readonly string[]
  /** Where in one that is made again nothing of before shall be mounted any more: unnamed volumes, memory. */
  readonly withoutPlaces?: readonly string[]
}
