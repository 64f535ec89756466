// Whether terminals find the commands `docker`, with `docker compose`, and `portside`, and the links that make them: made,
// and taken away.
import { posix, win32 } from 'node:path'
import { AppError } from '../../preload/errors'
import type { ReadinessFix } from '../../preload/model'
import type { Computer } from './computer'
import { always, type Finding, type Step } from './step'
import { addToUserPath, isInUserPath, removeFromUserPath } from './windows-path'

const onWindows = ({ platform }: Computer): boolean => platform === 'windows'
const pathOf = (computer: Computer): typeof posix => (onWindows(computer) ? win32 : posix)
/** `portside` is a script that starts the app's own program: assets/package/launcher. */
const fileName = (computer: Computer, program: string): string =>
  onWindows(computer) ? `${program}.${program === 'portside' ? 'cmd' : 'exe'}` : program

const commands = ['docker', 'portside'] as const
const plugins = ['docker-compose', 'docker-buildx'] as const

async function findIn(
  computer: Computer,
  folders: readonly string[],
  program: string,
): Promise<string | undefined> {
  for (const folder of folders) {
    const file = pathOf(computer).join(folder, fileName(computer, program))
    if (await isThere(computer, file)) return file
  }
  return undefined
}

const mostLinks = 8

/** A link to what is gone is no program: shells pass it by. */
async function isThere(computer: Computer, file: string, links = mostLinks): Promise<boolean> {
  if (!(await computer.exists(file))) return false
  const to = onWindows(computer) ? undefined : await computer.leadsTo(file)
  if (to === undefined) return true
  return links > 0 && isThere(computer, posix.resolve(posix.dirname(file), to), links - 1)
}

/** Where Portside runs from a place that is another one, or none, the next time: what leads there leads nowhere then. */
function passingPlace({ platform, env, toolFolders }: Computer): 'app-image' | 'not-installed' | undefined {
  const isAnywhere = (test: (folder: string) => boolean): boolean => toolFolders.some(test)
  if (platform === 'linux') {
    // Set for all that an AppImage starts, so for a Portside from elsewhere, too.
    const { APPIMAGE: image, APPDIR: mount } = env
    return image && mount && isAnywhere((one) => one.startsWith(`${mount}/`)) ? 'app-image' : undefined
  }
  if (platform !== 'macos') return undefined
  // Opened in the disk image, or where it was unpacked: macOS shows it a place of its own then.
  const passing = /^\/Volumes\/[^/]+\/[^/]+\.app\/|\/AppTranslocation\//
  return isAnywhere((one) => passing.test(one)) ? 'not-installed' : undefined
}

const isOwnFolder = ({ toolFolders }: Computer, folder: string): boolean =>
  toolFolders.some((one) => one.toLowerCase() === folder.toLowerCase())

/** As new terminals have it: a Mac app that was opened by a click has next to nothing of it. */
async function pathFolders(computer: Computer, signal: AbortSignal): Promise<readonly string[]> {
  const { env } = computer
  const own = env.PATH ?? env.Path ?? ''
  const path = onWindows(computer) ? own : ((await computer.terminalPath(signal)) ?? own)
  const folders = path.split(onWindows(computer) ? ';' : ':').filter(Boolean)
  // This process keeps the Path that it was started with: whether Portside is in it says the registry.
  return onWindows(computer) ? folders.filter((one) => !isOwnFolder(computer, one)) : folders
}

/** Where this person's plugins of `docker` are kept (docker/cli, cli-plugins/manager). */
const ownPlugins = (computer: Computer): string => {
  const { join } = pathOf(computer)
  return join(computer.env.DOCKER_CONFIG ?? join(computer.userHome, '.docker'), 'cli-plugins')
}

const pluginFolders = (computer: Computer): readonly string[] =>
  onWindows(computer)
    ? [
        ownPlugins(computer),
        win32.join(computer.env.ProgramData ?? 'C:\\ProgramData', 'Docker', 'cli-plugins'),
        win32.join(computer.env.ProgramFiles ?? 'C:\\Program Files', 'Docker', 'cli-plugins'),
      ]
    : [
        ownPlugins(computer),
        ...['/usr/local/lib', '/usr/local/libexec', '/usr/lib', '/usr/libexec', '/opt/homebrew/lib'].map(
          (folder) => posix.join(folder, 'docker/cli-plugins'),
        ),
      ]

/** Plugins that come with Portside and are nowhere that `docker` looks. */
async function lackingPlugins(computer: Computer): Promise<readonly string[]> {
  const lacking: string[] = []
  for (const plugin of plugins) {
    const own = await findIn(computer, computer.toolFolders, plugin)
    if (own !== undefined && (await findIn(computer, pluginFolders(computer), plugin)) === undefined)
      lacking.push(own)
  }
  return lacking
}

/** Where the links are that Portside makes. */
const linkFolders = (computer: Computer): readonly string[] => [
  posix.join(computer.userHome, '.local/bin'),
  posix.join(computer.userHome, 'bin'),
  '/usr/local/bin',
]

/** Led to a Portside that was moved, renamed or taken away since. */
async function isLeftOver(computer: Computer, place: string): Promise<boolean> {
  if (onWindows(computer)) return false
  const target = await computer.leadsTo(place)
  const isOurs = target !== undefined && /\/resources\/tools\/(?:a[mr][md]64\/)?[^/]+$/i.test(target)
  return isOurs && posix.basename(target) === posix.basename(place) && !(await isThere(computer, place))
}

/** Of those, and of plugins: what leads to a program that comes with Portside, or did. */
async function ownLinks(computer: Computer): Promise<readonly string[]> {
  const { join } = pathOf(computer)
  const places = [
    ...(onWindows(computer) ? [] : linkFolders(computer)).flatMap((folder) =>
      commands.map((command) => join(folder, command)),
    ),
    ...plugins.map((plugin) => join(ownPlugins(computer), fileName(computer, plugin))),
  ]
  const found: string[] = []
  for (const place of places) {
    const target = await computer.leadsTo(place)
    const isOurs = target !== undefined && computer.toolFolders.includes(pathOf(computer).dirname(target))
    if (isOurs || (await isLeftOver(computer, place))) found.push(place)
  }
  return found
}

const add: ReadinessFix = { kind: 'add-docker-to-path', elevates: false, aboutSeconds: 2 }
const remove: ReadinessFix = { kind: 'remove-docker-from-path', elevates: false, aboutSeconds: 1 }

export const path: Step = {
  id: 'path',
  applicable: always,
  check: async (computer, signal): Promise<Finding> => {
    const ours = await findIn(computer, computer.toolFolders, 'docker')
    const isOnPath =
      onWindows(computer) && ours !== undefined && (await isInUserPath(computer, win32.dirname(ours)))
    const folders = await pathFolders(computer, signal)
    const found = (await findIn(computer, folders, 'docker')) ?? (isOnPath ? ours : undefined)
    const passing = passingPlace(computer)
    if (found === undefined) {
      if (ours === undefined) return { state: 'note', outcome: 'path.none' }
      if (passing) return { state: 'note', outcome: `path.${passing}` }
      return { state: 'note', outcome: 'path.missing', fixes: [add] }
    }
    const params = { program: found }
    const lacking = await lackingPlugins(computer)
    if (lacking.some((one) => one.includes('docker-compose')))
      return passing
        ? { state: 'note', outcome: `path.${passing}` }
        : { state: 'note', outcome: 'path.no-compose', params, fixes: [add] }
    if (!passing && !isOnPath && (await lackingCommands(computer, folders)).length > 0)
      return { state: 'note', outcome: 'path.no-portside', params, fixes: [add] }
    const isOurs = isOnPath || (await ownLinks(computer)).length > 0
    return { state: 'ok', outcome: 'path.ok', params, fixes: isOurs ? [remove] : [] }
  },
  fix: async (computer, kind, { signal = new AbortController().signal }) => {
    if (kind === 'remove-docker-from-path') return takeAway(computer)
    if (passingPlace(computer)) throw new AppError('readiness.fix-gone')
    await makeFound(computer, signal)
    const { join, basename } = pathOf(computer)
    for (const plugin of await lackingPlugins(computer))
      await link(computer, plugin, join(ownPlugins(computer), basename(plugin)))
  },
}

/** Commands that come with Portside and that a terminal does not find: a `docker` that somebody else brought will do. */
async function lackingCommands(computer: Computer, folders: readonly string[]): Promise<readonly string[]> {
  const lacking: string[] = []
  for (const command of commands) {
    const own = await findIn(computer, computer.toolFolders, command)
    if (own !== undefined && (await findIn(computer, folders, command)) === undefined) lacking.push(own)
  }
  return lacking
}

async function makeFound(computer: Computer, signal: AbortSignal): Promise<void> {
  const folders = await pathFolders(computer, signal)
  const lacking = await lackingCommands(computer, folders)
  const [first] = lacking
  if (first === undefined) {
    if ((await findIn(computer, folders, 'docker')) !== undefined) return
    throw new AppError('readiness.fix-gone')
  }
  if (!onWindows(computer)) {
    for (const program of lacking) await linkIntoPath(computer, program, folders)
    return
  }
  const problem = await addToUserPath(computer, win32.dirname(first))
  if (problem !== undefined) throw failed('Path', problem)
}

/** Into the first folder of PATH that is this user's; nothing that is there is replaced. */
async function linkIntoPath(computer: Computer, program: string, folders: readonly string[]): Promise<void> {
  const wanted = linkFolders(computer)
  const usable = wanted.filter((one) => folders.includes(one))
  if (usable.length === 0)
    throw new AppError('readiness.no-own-folder', { params: { folder: wanted[0] ?? '' } })
  let last: unknown
  for (const folder of usable) {
    try {
      await link(computer, program, posix.join(folder, posix.basename(program)))
      return
    } catch (error) {
      last = error
    }
  }
  throw last
}

async function link(computer: Computer, target: string, place: string): Promise<void> {
  try {
    if (await isLeftOver(computer, place)) await computer.unlink(place)
    await computer.link(target, place)
  } catch (error) {
    throw failed(place, String((error as Error).message))
  }
}

/** Only what leads to Portside's own programs; a `docker` of somebody else stays. */
async function takeAway(computer: Computer): Promise<void> {
  for (const place of await ownLinks(computer)) await computer.unlink(place)
  const ours = await findIn(computer, computer.toolFolders, 'docker')
  if (!onWindows(computer) || ours === undefined) return
  const problem = await removeFromUserPath(computer, win32.dirname(ours))
  if (problem !== undefined) throw failed('Path', problem)
}

const failed = (what: string, reason: string): AppError =>
  new AppError('readiness.fix-failed', { params: { what, reason } })
