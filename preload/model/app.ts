// The app itself: readonly, plain data.
import type { SerialisedError } from '../errors'
import type { DriverName, MachineState } from './machine'
import type { Engine } from './engine'

export interface AppInfo {
  readonly version: string
  readonly platform: 'windows' | 'macos' | 'linux'
  /** `electron` has its own window; `browser` is the headless twin. */
  readonly shell: 'electron' | 'browser'
  /** Folder with Portside's state. */
  readonly home: string
  /** The person's own folder. */
  readonly userHome: string
  readonly canStartAtLogin: boolean
  readonly hostCpus: number
  readonly hostMemoryBytes: number
}

/** What `portside status` tells. */
export interface AppStatus {
  readonly app: { readonly version: string; readonly pid: number; readonly home: string }
  readonly machine: {
    readonly state: MachineState
    readonly driver: DriverName
    readonly failure?: SerialisedError
    /** What people should know of the last start although it succeeded. */
    readonly notices?: readonly SerialisedError[]
  }
  readonly engine: { readonly state: Engine['state']; readonly version?: string; readonly endpoint?: string }
  readonly window: { readonly url?: string }
}
