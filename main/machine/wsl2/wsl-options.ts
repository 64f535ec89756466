// What a WSL machine is made from.
import type { Log } from '../../base/log'
import type { Paths } from '../../base/paths'
import type { Credentials } from '../certificates'
import type { MachineConfig } from '../driver'
import type { GuestImage } from '../guest-image'
import type { MachineRecordFile } from '../machine-record'
import type { WslFiles } from './wsl-files'
import type { WindowsPrograms } from './windows-programs'
import type { Wsl } from './wsl-program'

export interface Wsl2Options {
  readonly paths: Paths
  /** Folder with the packed guest image. */
  readonly guestImageDir: string
  readonly programs: WindowsPrograms
  /** Name of our distribution; one per state folder. */
  readonly distribution: string
  /** Asked at each create and each start. */
  readonly config: () => Promise<MachineConfig>
  /** The program and arguments that open Portside, for after a restart that Windows needs. */
  readonly reopen?: readonly string[]
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
