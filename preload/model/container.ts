// A container as lists show it: readonly, plain data.
import type { PortBinding } from './port-binding'

export type ContainerState = 'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead'

export interface Container {
  readonly id: string
  /** Without the leading slash. */
  readonly name: string
  /** The reference it was created from, e.g. `nginx:1.27`. */
  readonly image: string
  readonly imageId: string
  readonly state: ContainerState
  /** Of the last run once it ended, or of the start that failed (126, 127; 128 when no program was to blame). */
  readonly exitCode?: number
  readonly oomKilled?: boolean
  /** The engine's words when its last start failed. */
  readonly startError?: string
  /** True when the engine removes it, and its unnamed volumes, as soon as it stops. */
  readonly autoRemove?: boolean
  readonly health?: 'starting' | 'healthy' | 'unhealthy'
  /** Its policy starts it again and again: how often within the time from `since` to `last` (epoch ms). */
  readonly loop?: { readonly restarts: number; readonly since: number; readonly last: number }
  /** Epoch ms. */
  readonly createdAt: number
  readonly startedAt?: number
  readonly finishedAt?: number
  /** Compose project and service, from labels. */
  readonly project?: string
  readonly service?: string
  readonly composeFiles?: readonly string[]
  /** Given to Compose besides. */
  readonly composeEnvFiles?: readonly string[]
  /** The folder from which Compose resolves paths of these files. */
  readonly composeFolder?: string
  /** Bindings as configured, so that a stopped container still shows what it wants. */
  readonly ports: readonly PortBinding[]
  /** Those of which one of several is enough, as they were asked for, also while it runs and has one; absent for none. */
  readonly portRanges?: readonly PortBinding[]
  /** True when the container's terminal is a TTY: its logs are not multiplexed. */
  readonly tty: boolean
  /** Mounts of anonymous volumes, whose data goes with the container when volumes are removed too. */
  readonly anonymousVolumes: readonly string[]
  /** Names of every volume it mounts, anonymous ones too; it uses them even while it is stopped. */
  readonly volumes: readonly string[]
  /** Folders and files that it has from outside, by their absolute paths where the engine runs. */
  readonly boundPaths?: readonly string[]
  /** Networks it is attached to, even while it is stopped; the address is there only while it runs. */
  readonly networks: readonly { readonly id: string; readonly name: string; readonly address?: string }[]
}
