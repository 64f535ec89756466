// What a QEMU machine is made from: what was chosen, where its files are, and what was prepared for a start.
import type { Log } from '../../base/log'
import type { Paths } from '../../base/paths'
import type { Credentials } from '../certificates'
import type { GuestImage } from '../guest-image'
import type { MachineRecordFile } from '../machine-record'
import type { Accelerator, Arch } from './command-line'
import type { MachineFiles } from './machine-files'

export interface QemuOptions {
  readonly paths: Paths
  /** Folder with the packed guest image. */
  readonly guestImageDir: string
  /** Folders in which bundled programs are looked for before PATH. */
  readonly toolFolders: readonly string[]
  readonly arch: Arch
  readonly cpus: number
  /** In bytes. */
  readonly memoryBytes: number
  /** Skips the probe. */
  readonly accelerator?: Accelerator
  /** Least size of the data disk in bytes; one that exists grows to it at the next start. */
  readonly dataDiskBytes?: number
  /** Asked at each start for settings of dockerd. */
  readonly daemon?: () => Promise<Readonly<Record<string, unknown>>>
  readonly log: Log
}

export interface Prepared {
  readonly image: GuestImage
  readonly credentials: Credentials
  readonly machineId: string
}

export interface QemuMachine extends QemuOptions {
  readonly files: MachineFiles
  readonly record: MachineRecordFile
}
