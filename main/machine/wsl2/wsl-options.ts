// What a WSL machine is made from.
import type { Log } from '../../base/log'
import type { Paths } from '../../base/paths'
import type { Credentials } from '../certificates'
import type { GuestImage } from '../guest-image'
import type { MachineRecordFile } from '../machine-record'
import type { WslFiles } from './wsl-files'
import type { Wsl } from './wsl-program'

export interface Wsl2Options {
  readonly paths: Paths
  /** Folder with the packed guest image. */
  readonly guestImageDir: string
  /** `wsl.exe`, or its path. */
  readonly program: string
  /** Name of our distribution; one per state folder. */
  readonly distribution: string
  /** Shown until the machine has told what it really has; WSL shares the computer's. */
  readonly cpus: number
  /** In bytes; as for `cpus`. */
  readonly memoryBytes: number
  /** Asked at each start for settings of dockerd. */
  readonly daemon?: () => Promise<Readonly<Record<string, unknown>>>
  readonly log: Log
}

export interface Prepared {
  readonly image: GuestImage
  readonly credentials: Credentials
}

export interface WslMachine extends Wsl2Options {
  readonly wsl: Wsl
  readonly files: WslFiles
  readonly record: MachineRecordFile
}
