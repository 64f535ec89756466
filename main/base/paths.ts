// Where Portside keeps its state on each operating system; PORTSIDE_HOME moves all of it.
import { chmod, mkdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { AppError } from '../../preload/errors'
import { defaultHome } from './home'

/** Longest path of a Unix socket in bytes, without the closing NUL: 107 on Linux, 103 on macOS (sys/un.h). */
const socketPathLimit: Partial<Record<NodeJS.Platform, number>> = { linux: 107, darwin: 103 }

export interface Paths {
  readonly home: string
  /** Unpacked guest images, one folder per image hash. May be deleted while stopped. */
  readonly guestImages: string
  /** The machine: data disk, certificates, identity. Holds user data. */
  readonly machine: string
  /** Sockets and pid files of the present run. */
  readonly run: string
  /** For the sockets of the run whose path must not have a space, which the folder above has on a Mac. */
  readonly spacelessRun: string
  readonly log: string
  readonly settingsFile: string
  /** What was measured in the last day. */
  readonly historyFile: string
  /** What was done lately. */
  readonly activityFile: string
  /** Warnings that a person put away. */
  readonly warningsFile: string
  /** Moved ports of Compose projects, as files that Compose reads besides the team's. */
  readonly composeOverrides: string
  /** Compose files as they were before the editor changed them. */
  readonly composeCopies: string
  /** Compose projects that were opened from files. */
  readonly projectsFile: string
  /** Workspaces: records, unpacked archives, snapshots of data. Holds user data. */
  readonly workspaces: string
  readonly workspaceSecretsFile: string
  /** The person's own settings of Docker Engine, read at each start. */
  readonly daemonFile: string
  readonly loginsFile: string
  /** Restore points of volumes. Holds user data. */
  readonly backups: string
  /** What was in files of containers that are being saved. */
  readonly saves: string
  /** Which containers are in the Trash. */
  readonly trashFile: string
  /** Which containers are being made again. */
  readonly recreatingFile: string
  /** How fast downloads of images were. */
  readonly downloadRateFile: string
  /** The last builds. */
  readonly buildsFile: string
  /** Authorities trusted for single registries. */
  readonly registryCertificates: string
  /** Installers of the version that runs and of the one before. */
  readonly installers: string
  /** The socket (or named pipe) that `docker` and IDEs use. */
  readonly dockerEndpoint: string
  /** The socket (or named pipe) of the `portside` command. */
  readonly commandEndpoint: string
}

export function pathsOf(home: string, platform: NodeJS.Platform = process.platform): Paths {
  const run = join(home, 'run')
  const pipe = (name: string): string => `\\\\.\\pipe\\portside-${name}`
  return {
    home,
    guestImages: join(home, 'guest'),
    machine: join(home, 'machine'),
    run,
    spacelessRun: libraryFolder(home, platform, 'Caches') ?? run,
    log: libraryFolder(home, platform, 'Logs') ?? join(home, 'log'),
    settingsFile: join(home, 'settings.json'),
    historyFile: join(home, 'resources.json'),
    activityFile: join(home, 'activity.json'),
    warningsFile: join(home, 'warnings.json'),
    composeOverrides: join(home, 'compose'),
    composeCopies: join(home, 'compose-copies'),
    projectsFile: join(home, 'projects.json'),
    workspaces: join(home, 'workspaces'),
    workspaceSecretsFile: join(home, 'workspace-secrets.json'),
    daemonFile: join(home, 'daemon.json'),
    loginsFile: join(home, 'logins.json'),
    backups: join(home, 'backups'),
    saves: join(home, 'saves'),
    trashFile: join(home, 'trash.json'),
    recreatingFile: join(home, 'recreating.json'),
    downloadRateFile: join(home, 'download-rate.json'),
    buildsFile: join(home, 'builds.json'),
    registryCertificates: join(home, 'registry-certificates.json'),
    installers: join(home, 'installers'),
    dockerEndpoint: platform === 'win32' ? pipe('docker') : join(run, 'docker.sock'),
    commandEndpoint: platform === 'win32' ? pipe('command') : join(run, 'portside.sock'),
  }
}

const macosHome = '/Library/Application Support/Portside'

/** A Mac has folders for things of a kind: people look for logs where Console does. A home of one's own keeps all together. */
const libraryFolder = (
  home: string,
  platform: NodeJS.Platform,
  kind: 'Caches' | 'Logs',
): string | undefined =>
  platform === 'darwin' && home.endsWith(macosHome)
    ? `${home.slice(0, -macosHome.length)}/Library/${kind}/Portside`
    : undefined

export const currentPaths = (): Paths => pathsOf(defaultHome(process.platform, process.env, homedir()))

/** @throws host.socket-path-too-long */
export function checkSocketPath(path: string, platform: NodeJS.Platform = process.platform): void {
  const limit = socketPathLimit[platform]
  const length = Buffer.byteLength(path)
  if (limit === undefined || length <= limit) return
  throw new AppError('host.socket-path-too-long', { params: { path, length, limit } })
}

/** Makes the folders, readable by this user only. @throws host.home-unusable, host.socket-path-too-long */
export async function prepareHome(paths: Paths): Promise<void> {
  checkSocketPath(paths.dockerEndpoint)
  try {
    for (const folder of [
      paths.home,
      paths.guestImages,
      paths.machine,
      paths.run,
      paths.spacelessRun,
      paths.log,
    ])
      await mkdir(folder, { recursive: true, mode: 0o700 })
    for (const folder of [paths.run, paths.spacelessRun]) await chmod(folder, 0o700)
  } catch (cause) {
    throw new AppError('host.home-unusable', { params: { home: paths.home }, detail: String(cause), cause })
  }
}
