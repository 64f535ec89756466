// Makes the driver of this computer; the only place that decides by operating system.
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { homedir, release } from 'node:os'
import { delimiter, join } from 'node:path'
import { isAppError } from '../../preload/errors'
import type { WslService } from '../../preload/contract'
import type { ShareWay } from '../../preload/model'
import type { Log } from '../base/log'
import type { EngineChoice } from '../base/options'
import type { Paths } from '../base/paths'
import type { Driver, MachineConfig } from './driver'
import { defaultConfig } from './machine-config'
import { createNoneDriver } from './none/none-driver'
import { qemuProgram } from './qemu/command-line'
import { qemu } from './qemu/qemu-hypervisor'
import { sharing } from './qemu/sharing'
import { usualFolders as qemuFolders } from './qemu/qemu-program'
import { isRefused } from './vfkit/refusal'
import { rosettaFileOf } from './vfkit/rosetta'
import { usualFolders as vfkitFolders, vfkit } from './vfkit/vfkit-hypervisor'
import { machineFiles } from './vm/machine-files'
import { createVmDriver } from './vm/vm-driver'
import type { Accelerator, Arch } from './vm/vm-options'
import { windowsPrograms } from './wsl2/windows-programs'
import { createWsl2Driver } from './wsl2/wsl2-driver'
import { wslFiles } from './wsl2/wsl-files'
import { createAbsentWslService, createWslService } from './wsl2/wsl-service'

export interface DriverOptions {
  readonly kind: 'qemu' | 'vfkit' | 'wsl2' | 'none'
  readonly paths: Paths
  /** Folder with the packed guest image, e.g. `out/guest/amd64`. */
  readonly guestImageDir: string
  /** Folder with bundled programs; `PORTSIDE_TOOLS` comes before it, PATH after. */
  readonly toolsDir: string
  readonly log: Log
  /** Required for `none`. */
  readonly engine?: EngineChoice
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Skips the probe, which is by booting; also `PORTSIDE_ACCELERATOR`. */
  readonly accelerator?: Accelerator
  /** In the place of the best way to share folders; also `PORTSIDE_SHARE_WAY`. */
  readonly shareWay?: ShareWay
  /** Another file than the system's resolv.conf. */
  readonly resolvConf?: string
  /** Another program than macOS' own that tells its resolvers. */
  readonly scutil?: string
  /** How often it is asked, in ms, for tests. */
  readonly scutilEveryMs?: number
  /** What the machine shall be, asked at each create and each start; {@link defaultConfig} when absent. */
  readonly config?: () => Promise<MachineConfig>
  /** The program and arguments that open Portside, for after a restart that Windows needs. */
  readonly reopen?: readonly string[]
}

/** @throws host.socket-path-too-long */
export function createDriver(options: DriverOptions): Driver {
  const env = options.env ?? process.env
  if (options.kind === 'none')
    return createNoneDriver(options.engine ?? { context: 'default' }, { env, userHome: homedir() })
  if (options.kind === 'wsl2') return createWsl2(options, env)
  const accelerator = options.accelerator ?? acceleratorOf(env.PORTSIDE_ACCELERATOR)
  const shareWay = options.shareWay ?? shareWayOf(env.PORTSIDE_SHARE_WAY)
  const rosettaFile = rosettaFileOf(process.platform, archOf(process.arch))
  return createVmDriver(options.kind === 'vfkit' ? vfkit : qemu, {
    paths: options.paths,
    guestImageDir: options.guestImageDir,
    toolFolders: toolFoldersOf(options.toolsDir, env),
    arch: archOf(process.arch),
    ...(rosettaFile === undefined ? {} : { rosettaFile }),
    log: options.log,
    resolvConf: options.resolvConf ?? '/etc/resolv.conf',
    ...scutilOf(options.scutil),
    ...(options.scutilEveryMs === undefined ? {} : { scutilEveryMs: options.scutilEveryMs }),
    config: options.config ?? standard,
    ...(accelerator ? { accelerator } : {}),
    ...(shareWay ? { shareWay } : {}),
  })
}

const scutilOf = (
  chosen = process.platform === 'darwin' ? '/usr/sbin/scutil' : undefined,
): Pick<DriverOptions, 'scutil'> => (chosen === undefined ? {} : { scutil: chosen })

/** Darwin 22 is macOS 13, the first that vfkit's command line, as we use it, is made for. */
const vfkitSinceDarwin = 22

/** What decides which driver runs a machine of ours. */
export interface Computer {
  readonly platform: NodeJS.Platform
  /** The kernel's release, e.g. `22.1.0`. */
  readonly kernel: string
  /** `PORTSIDE_MACHINE`: what somebody wants in the place of what would be chosen on a Mac. */
  readonly wanted?: string | undefined
  has(program: 'vfkit' | 'qemu'): boolean
  /** Whether macOS has refused to run virtual machines by the vfkit that is there. */
  vfkitRefused(): boolean
}

/** The data disk is the same for vfkit and QEMU, so a Mac may go from one to the other. */
export function ownMachine({
  platform,
  kernel,
  wanted,
  has,
  vfkitRefused,
}: Computer): 'qemu' | 'vfkit' | 'wsl2' {
  if (platform === 'win32') return 'wsl2'
  if (platform !== 'darwin') return 'qemu'
  if (wanted === 'qemu' || wanted === 'vfkit') return wanted
  if (Number.parseInt(kernel) < vfkitSinceDarwin) return 'qemu'
  // Without QEMU, vfkit is the one whose error says what to do.
  return has('qemu') && (!has('vfkit') || vfkitRefused()) ? 'qemu' : 'vfkit'
}

/** How folders come into a machine of that kind on this computer; undefined where they do not, or need not. */
export async function waySharedHere({
  kind,
  toolsDir,
  env = process.env,
}: Pick<DriverOptions, 'kind' | 'toolsDir' | 'env'>): Promise<ShareWay | undefined> {
  if (kind !== 'qemu') return kind === 'vfkit' ? 'virtiofs' : undefined
  const shareWay = shareWayOf(env.PORTSIDE_SHARE_WAY)
  const way = await sharing.way({
    ...{ toolFolders: toolFoldersOf(toolsDir, env), arch: archOf(process.arch) },
    ...(shareWay ? { shareWay } : {}),
  })
  return isAppError(way) ? undefined : way
}

export function thisComputer({
  paths,
  toolsDir,
  env = process.env,
}: Pick<DriverOptions, 'paths' | 'toolsDir' | 'env'>): Computer {
  const arch = archOf(process.arch)
  const folders = [...toolFoldersOf(toolsDir, env), ...(env.PATH ?? '').split(delimiter)].filter(Boolean)
  const programs = {
    vfkit: { name: 'vfkit', folders: [...folders, ...vfkitFolders] },
    qemu: { name: qemuProgram(arch), folders: [...folders, ...qemuFolders] },
  }
  return {
    platform: process.platform,
    kernel: release(),
    wanted: env.PORTSIDE_MACHINE,
    has: (program) =>
      programs[program].folders.some((folder) => existsSync(join(folder, programs[program].name))),
    vfkitRefused: () => isRefused(machineFiles(paths).vfkitRefused),
  }
}

function toolFoldersOf(toolsDir: string, env: NonNullable<DriverOptions['env']>): string[] {
  return [env.PORTSIDE_TOOLS ?? '', toolsDir, join(toolsDir, archOf(process.arch))].filter(Boolean)
}

function createWsl2(options: DriverOptions, env: NonNullable<DriverOptions['env']>): Driver {
  const { paths, guestImageDir, log, config = standard, reopen } = options
  return createWsl2Driver({
    paths,
    guestImageDir,
    log,
    programs: windowsPrograms(env),
    distribution: distributionName(paths.home, env),
    config,
    ...(reopen ? { reopen } : {}),
  })
}

/** What can be done about WSL on this computer, beside the machine in it. */
export function createWslPart(
  { kind, paths, log, env = process.env }: Pick<DriverOptions, 'kind' | 'paths' | 'log' | 'env'>,
  driver: Pick<Driver, 'shape'>,
  machine: { start(): Promise<void>; stop(): Promise<void> },
): WslService {
  if (kind !== 'wsl2') return createAbsentWslService()
  return createWslService({
    programs: windowsPrograms(env),
    distribution: distributionName(paths.home, env),
    configFile: join(env.USERPROFILE ?? homedir(), '.wslconfig'),
    machine: { ...machine, shape: driver.shape },
    files: wslFiles(paths),
    log,
  })
}

/** Distributions belong to the user, not to a folder: each state folder that is not the usual one has its own. */
function distributionName(home: string, env: NonNullable<DriverOptions['env']>): string {
  if (!env.PORTSIDE_HOME) return 'portside'
  return `portside-${createHash('sha256').update(home.toLowerCase()).digest('hex').slice(0, 8)}`
}

const standard = async (): Promise<MachineConfig> => defaultConfig()

const archOf = (arch: NodeJS.Architecture): Arch => (arch === 'arm64' ? 'arm64' : 'amd64')

const acceleratorOf = (text: string | undefined): Accelerator | undefined =>
  text === 'kvm' || text === 'hvf' || text === 'tcg' ? text : undefined

const shareWayOf = (text: string | undefined): ShareWay | undefined =>
  text === 'virtiofs' || text === '9p' ? text : undefined
