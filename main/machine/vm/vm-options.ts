// What a VM is made from: what was chosen, where its files are, and what was prepared for a start.
import type { ShareWay } from '../../../preload/model'
import type { Log } from '../../base/log'
import type { Paths } from '../../base/paths'
import type { Credentials } from '../certificates'
import type { MachineConfig } from '../driver'
import type { GuestImage } from '../guest-image'
import type { MachineRecordFile } from '../machine-record'
import type { Hypervisor } from './hypervisor'
import type { MachineFiles } from './machine-files'
import type { Share } from './shares'

export type Accelerator = 'kvm' | 'hvf' | 'tcg'
export type Arch = 'amd64' | 'arm64'

/** gvproxy's DHCP and name server know the machine by this address. */
export const macAddress = '5a:94:ef:e4:0c:ee'

/** gvproxy's own address in the machine's network, where it answers questions for names. */
export const gatewayAddress = '192.168.127.1'
/** gvproxy leads what goes there to this computer's loopback, and answers host.docker.internal with it. */
export const hostAddress = '192.168.127.254'

/** The device by which the guest finds Apple's translator. */
export const rosettaTag = 'rosetta'

export interface VmOptions {
  readonly paths: Paths
  /** Folder with the packed guest image. */
  readonly guestImageDir: string
  /** Folders in which bundled programs are looked for before PATH. */
  readonly toolFolders: readonly string[]
  readonly arch: Arch
  /** Skips the probe. */
  readonly accelerator?: Accelerator
  /** In the place of the best that there is. */
  readonly shareWay?: ShareWay
  /** Where Apple's translator of Intel programs lies once it is installed; absent where there can be none. */
  readonly rosettaFile?: string
  /** Says which name server this computer asks (resolv.conf(5)). */
  readonly resolvConf: string
  /** The program of macOS that tells which servers it asks for single domains; absent elsewhere. */
  readonly scutil?: string
  /** How often it is asked, in ms, where that is not as usual. */
  readonly scutilEveryMs?: number
  /** Asked at each create and each start. */
  readonly config: () => Promise<MachineConfig>
  readonly log: Log
}

export interface Prepared {
  readonly image: GuestImage
  readonly credentials: Credentials
  readonly machineId: string
}

/** One start's machine: what was chosen is asked once, so that all of it belongs together. */
export interface VmMachine extends Omit<VmOptions, 'config'>, MachineConfig {
  readonly hypervisor: Hypervisor
  /** Whether programs for Intel processors run through Apple's translator. */
  readonly rosetta: boolean
  /** The chosen folders that are there. */
  readonly shares: readonly Share[]
  readonly files: MachineFiles
  readonly record: MachineRecordFile
}
