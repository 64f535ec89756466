// What differs between the programs that run the VM; everything else about the machine is the same for all of them.
import type { AppError } from '../../../preload/errors'
import type { DriverName, ShareWay } from '../../../preload/model'
import type { Feature, StartContext, StepReport } from '../driver'
import type { GuestImage } from '../guest-image'
import type { NetworkCard } from '../network'
import type { MachineFiles } from './machine-files'
import type { Share } from './shares'
import type { Accelerator, VmMachine } from './vm-options'

/** The channel to a VM that runs. */
export interface VmControl {
  /** Stops the processors; memory stays. @throws Error with the program's words */
  hold(): Promise<void>
  /** Lets the processors go on; harmless when they do. @throws Error with the program's words */
  letGo(): Promise<void>
  /** Presses the power button. @throws Error with the program's words */
  powerDown(): Promise<void>
  /** Asks the guest to make do with so much memory, where it is given; resolves with what it has, in bytes. Absent where the program cannot. */
  readonly balloon?: (bytes?: number) => Promise<number>
}

/** A saved state as it was written: anything else is never run. */
export interface SavedContent {
  readonly bytes: number
  readonly sha256: string
}

/** How a program writes a running VM to `savedState` and goes on from it. */
export interface Saving {
  /** The VM stands still afterwards and has let go of its disks. @throws Error with the program's words */
  save(files: MachineFiles, signal?: AbortSignal): Promise<SavedContent>
  /** The command line of a VM that is to go on: it waits for its state, and has no folders yet. */
  arguments(machine: VmMachine, accelerator: Accelerator, image: GuestImage): readonly string[]
  /** The VM stands still afterwards. @throws Error when the file differs from what was saved */
  load(files: MachineFiles, saved: SavedContent, signal: AbortSignal): Promise<void>
}

/** A process that serves the VM and ends with it. */
export interface Helper {
  /** Of the folder that it serves. */
  readonly tag: string
  /** Resolves when it is gone, whether or not it was asked to; never rejects. */
  readonly ended: Promise<void>
  /** Waits for its end, and makes it end after a moment. */
  stop(): Promise<void>
}

export interface StartedShares {
  /** The folders that are served. */
  readonly shares: readonly Share[]
  readonly helpers: readonly Helper[]
  /** What is left out, and why. */
  readonly notices: readonly AppError[]
}

/** How folders of this computer get into the VM. */
export interface Sharing {
  /** How folders can be shared here, or why none can. */
  way(machine: Pick<VmMachine, 'toolFolders' | 'arch' | 'shareWay'>): Promise<ShareWay | AppError>
  /** Starts what serves the folders, before the VM. A folder that cannot be served is left out. */
  start(machine: VmMachine, signal: AbortSignal): Promise<StartedShares>
  /** Absent where the devices of a VM that runs stay in it. */
  readonly plug?: SharePlug
}

/** Takes the devices of folders out of a VM that runs and puts them in; what serves them ends with them. */
export interface SharePlug {
  /** The guest must have let go of them. @throws Error with the program's words */
  takeOut(files: MachineFiles): Promise<void>
  /** What serves them must have been started. @throws Error with the program's words */
  putIn(machine: VmMachine, shares: readonly Share[]): Promise<void>
}

/** Whether the guest is given a translator of programs for other processors; `notice` tells people that there is none. */
export type Translation = (
  machine: Pick<VmMachine, 'rosettaFile' | 'record'>,
  notice?: StartContext['notice'],
) => Promise<boolean>

export type KnownFailure = 'machine.in-use' | 'machine.vfkit-not-entitled' | 'machine.vfkit-unsupported'

export interface Hypervisor {
  readonly name: DriverName
  readonly features: ReadonlySet<Feature>
  /** As gvproxy and the guest are told. */
  readonly network: NetworkCard
  /** Whether what it writes to the console's file goes to the end also after the file was emptied. */
  readonly appendsConsole: boolean
  /** Whether the program writes the pid file by itself. */
  readonly writesPid: boolean
  /** The program. @throws machine.qemu-missing, machine.vfkit-missing */
  find(machine: VmMachine): Promise<string>
  /** What can accelerate here, found out by trying where that is not known. */
  accelerator(
    program: string,
    machine: VmMachine,
    image: GuestImage,
    report: StepReport,
  ): Promise<Accelerator>
  /** The command line, as a pure function of the machine. */
  arguments(machine: VmMachine, accelerator: Accelerator, image: GuestImage): readonly string[]
  control(files: MachineFiles): VmControl
  /** Absent where the program cannot. */
  readonly sharing?: Sharing
  /** Absent where there is none. */
  readonly translation?: Translation
  /** Absent where the program cannot. */
  readonly saving?: Saving
  /** Learns from a start that failed. */
  failed?(machine: VmMachine, error: AppError): Promise<void>
  /** The error that the program's last words mean, where they mean one that is known. */
  knownFailure(detail: string): KnownFailure | undefined
}
