// What the readiness checks may ask of a computer; a test gives the answers of another one.
import type { WslLimits } from '../../preload/model'

export interface ProgramResult {
  readonly exitCode: number
  readonly stdout: string
}

/** The part of Windows that runs Linux. */
export interface WslReadiness {
  /** @throws machine.wsl-missing, machine.wsl-old and other machine.wsl-* */
  version(signal: AbortSignal): Promise<string>
  /** Whether Windows waits for a restart to finish an installation. */
  restartIsDue(): Promise<boolean>
  /** Whether the Virtual Machine Platform is switched on. */
  hasPlatform(): Promise<boolean>
  getLimits(): Promise<WslLimits>
  /** @throws machine.wsl-config-unwritable, machine.wsl-config-changed */
  setMemory(bytes: number): Promise<void>
  /** Asks for permission, installs, and starts the machine. @throws machine.wsl-* and what the start throws */
  install(signal?: AbortSignal): Promise<void>
  update(signal?: AbortSignal): Promise<void>
  /** Has Portside opened again afterwards. */
  restartWindows(): Promise<void>
}

/** The folders of this computer that containers see. */
export interface SharedFolders {
  shared(): readonly string[]
  /** By what they come into the machine; undefined where they do not. */
  way(): Promise<'virtiofs' | '9p' | undefined>
  /** A machine that runs starts again. @throws machine.share-missing, settings.*, machine.* */
  share(folder: string, signal?: AbortSignal): Promise<void>
}

export interface Computer {
  readonly platform: 'windows' | 'macos' | 'linux'
  /** Of the kernel, as the system counts: `10.0.26100` on Windows, `23.5.0` on a Mac. */
  readonly kernel: string
  /** Portside's own folder. */
  readonly home: string
  readonly userHome: string
  readonly user: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly memoryBytes: number
  /** Where `docker` reaches Portside: `unix:///…` or `npipe:////./pipe/…`. */
  readonly endpoint: string
  /** Folders with the programs that come with Portside. */
  readonly toolFolders: readonly string[]
  /** Epoch ms at which this Portside was made; no clock can be before it. */
  readonly builtAt: number
  /** False where an engine that is already there is used: nothing of a machine's needs to be there then. */
  readonly ownMachine: boolean
  readonly wsl?: WslReadiness
  /** Absent where containers see the folders of this computer as they are, or none at all. */
  readonly folders?: SharedFolders
  now(): number
  freeBytes(folder: string): Promise<number>
  run(program: string, args: readonly string[], signal?: AbortSignal): Promise<ProgramResult>
  /** Undefined when there is no such file. */
  readText(file: string): Promise<string | undefined>
  /** Whole or not at all; folders are made. */
  writeText(file: string, text: string): Promise<void>
  exists(path: string): Promise<boolean>
  /** Whether this user may read and write it. */
  mayUse(path: string): Promise<boolean>
  /** Makes `link` lead to `target`; its folder is made, and what is there is never replaced. */
  link(target: string, link: string): Promise<void>
  /** Where a link leads; undefined where there is none. */
  leadsTo(link: string): Promise<string | undefined>
  /** Takes a link away. */
  unlink(link: string): Promise<void>
  /** What terminals have as PATH, asked anew; undefined where nobody could say. Not asked on Windows. */
  terminalPath(signal: AbortSignal): Promise<string | undefined>
  /** Whether somebody accepts a connection to a socket, a named pipe, or `host:port`. */
  answers(place: string): Promise<boolean>
  /** The program that has a port of this computer and is no container, and the next free port. */
  portHolder(port: number): Promise<{ readonly name: string; readonly next?: number } | undefined>
  /** Where servers of the catalogue answer in place of the usual port; the usual one where nobody chose. */
  chosenPort(port: number): number
  /** In place of all that was chosen before. @throws settings.* */
  choosePorts(ports: readonly { readonly port: number; readonly use: number }[]): Promise<void>
  /** Names of the network interfaces that have an address. */
  interfaces(): readonly string[]
  /** Of this computer, e.g. `http://proxy.example:3128`. */
  proxy(): Promise<string | undefined>
  /** What a registry says the time is, epoch ms; undefined when none could be asked. */
  remoteTime(signal: AbortSignal): Promise<number | undefined>
}
