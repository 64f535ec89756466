// Whether this computer can run the engine: checks in order, each with what was found and the way out of it.
import type { ErrorParams } from '../errors'
import type { ReadinessOutcome } from '../readiness-texts'
import type { Settings } from './settings'

export type ReadinessId =
  | 'system'
  | 'virtualization'
  | 'platform'
  | 'wsl'
  | 'wsl-memory'
  | 'disk'
  | 'memory'
  | 'folders'
  | 'other-docker'
  | 'docker-context'
  | 'path'
  | 'ports'
  | 'proxy'
  | 'vpn'
  | 'clock'

export type ReadinessFixKind =
  | 'install-wsl'
  | 'update-wsl'
  | 'restart-windows'
  | 'raise-wsl-memory'
  | 'use-portside-context'
  | 'add-docker-to-path'
  | 'remove-docker-from-path'
  | 'choose-ports'
  | 'use-usual-ports'
  | 'share-home'

/** A way out that one button can take. */
export interface ReadinessFix {
  readonly kind: ReadinessFixKind
  /** Whether the system asks for an administrator's permission. */
  readonly elevates: boolean
  /** Roughly how long it takes, in seconds. */
  readonly aboutSeconds: number
}

/** A port that people know a server by, and that another program has. */
export interface TakenPort {
  readonly service: string
  /** The one that people know. */
  readonly port: number
  /** Where the server is to answer now: `port`, or what was chosen in its place. */
  readonly wanted: number
  /** Name of the program. */
  readonly holder: string
  /** The next one that is free; absent where none was found. */
  readonly next?: number
}

/** What is used in place of ports that people know a server by. */
export type PortChoices = Settings['cataloguePorts']

/** `ok` is fine, `note` lets one go on, `bad` keeps the engine from starting, `unknown` could not be found out. */
export type ReadinessState = 'checking' | 'ok' | 'note' | 'bad' | 'unknown'

export interface ReadinessCheck {
  readonly id: ReadinessId
  readonly state: ReadinessState
  /** What was found; its texts are in `readiness-texts`. Absent while it is checked. */
  readonly outcome?: ReadinessOutcome
  readonly params: ErrorParams
  readonly fixes: readonly ReadinessFix[]
  /** What `choose-ports` is about. */
  readonly taken?: readonly TakenPort[]
}

export interface Readiness {
  readonly checking: boolean
  /** Epoch ms of the end of the last whole run; absent before the first. */
  readonly checkedAt?: number
  /** Only what applies to this computer, in the order in which problems are to be solved. */
  readonly checks: readonly ReadinessCheck[]
}
