// Opens the computer's own terminal program with a `docker` command in it.
import { spawn, type ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { access, constants, lstat, mkdir, mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import { AppError } from '../../../preload/errors'
import type { Environment } from '../docker-plugins'
import {
  commandFile,
  linuxTerminal,
  plainTitle,
  windowsTerminal,
  type FindProgram,
  type Shown,
  type Started,
} from './programs'

export interface DockerInTerminal {
  /** What the window is about. */
  readonly title: string
  /** Of `docker`. */
  readonly args: readonly string[]
}

export type OpenTerminal = (asked: DockerInTerminal) => Promise<void>

export interface TerminalOptions {
  /** Searched for `docker` before PATH, so that the one that comes with Portside is used. */
  readonly folders: readonly string[]
  /** For files that a terminal is opened with; only this user may get into it. */
  readonly folder: string
  readonly platform?: NodeJS.Platform
  readonly env?: Environment
  readonly start?: typeof startTerminal
}

/** What would send `docker` elsewhere, or by another way, than the address that it is given. */
const misleading = ['DOCKER_HOST', 'DOCKER_CONTEXT', 'DOCKER_TLS', 'DOCKER_TLS_VERIFY', 'DOCKER_API_VERSION']

/** What it returns throws host.docker-missing, host.no-terminal, host.terminal-failed. */
export function terminalOpener(options: TerminalOptions): OpenTerminal {
  const { folders, folder, platform = process.platform, env = process.env, start = startTerminal } = options
  const path = (env.PATH ?? env.Path ?? '').split(platform === 'win32' ? ';' : ':').filter(Boolean)
  const find = finder(path, platform)
  const findDocker = finder([...folders, ...path], platform)
  const clean = Object.fromEntries(
    Object.entries(env).filter(([name]) => !misleading.includes(name.toUpperCase())),
  )
  return async ({ title, args }) => {
    const docker = await findDocker(platform === 'win32' ? 'docker.exe' : 'docker')
    if (docker === undefined) throw new AppError('host.docker-missing')
    const shown: Shown = { title: plainTitle(title), argv: [docker, ...args] }
    await mkdir(folder, { recursive: true, mode: 0o700 })
    if (platform === 'darwin') return openFile(shown, folder, (started) => start(started, clean, folder))
    if (platform === 'win32') return start(await windowsTerminal(shown, env, find), clean, folder)
    // A terminal that runs already opens its windows with the environment that it has itself.
    const unset = misleading.flatMap((name) => ['-u', name])
    const found = await linuxTerminal({ ...shown, argv: ['env', ...unset, ...shown.argv] }, env, find)
    if (!found) throw new AppError('host.no-terminal')
    return start(found, clean, folder)
  }
}

async function openFile(
  shown: Shown,
  folder: string,
  start: (started: Started) => Promise<void>,
): Promise<void> {
  const own = await mkdtemp(join(folder, 'terminal-'))
  const file = join(own, `${shown.title}.command`)
  try {
    await writeFile(file, commandFile(shown, misleading), { mode: 0o700, flag: 'wx' })
    await start({ program: '/usr/bin/open', args: [file] })
  } catch (error) {
    await rm(own, { recursive: true, force: true })
    throw error
  }
}

const finder =
  (folders: readonly string[], platform: NodeJS.Platform): FindProgram =>
  async (name) => {
    const places =
      isAbsolute(name) || /^[a-z]:\\/i.test(name) ? [name] : folders.map((folder) => join(folder, name))
    for (const place of places) if (await isThere(place, platform)) return place
    return undefined
  }

/** Programs of the Store are links on Windows that can be started and not be read. */
async function isThere(file: string, platform: NodeJS.Platform): Promise<boolean> {
  try {
    if (platform === 'win32') return !(await lstat(file)).isDirectory()
    await access(file, constants.X_OK)
    return !(await lstat(file)).isDirectory()
  } catch {
    return false
  }
}

/** A terminal that cannot open its window ends within this time; one that could is there, or has told another to. */
const refusesWithinMs = 1_000
const mostWords = 4096

/** Resolves when the window is on its way. @throws host.terminal-failed */
export async function startTerminal(
  { program, args }: Started,
  env: Environment,
  folder: string,
): Promise<void> {
  // Not a pipe: who writes into one after this app has ended is ended by that, and a terminal outlives the app.
  const name = join(folder, `terminal-${randomUUID()}`)
  const said = await open(name, 'wx+', 0o600)
  try {
    await rm(name, { force: true })
    await begun(spawn(program, args, { detached: true, stdio: ['ignore', 'ignore', said.fd], env }))
  } catch (cause) {
    const { buffer, bytesRead } = await said.read({ buffer: Buffer.alloc(mostWords), position: 0 })
    const words = buffer.toString('utf8', 0, bytesRead).trim() || String((cause as Error).message)
    throw new AppError('host.terminal-failed', { params: { program }, detail: words, cause })
  } finally {
    await said.close()
  }
}

const begun = (child: ChildProcess): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.unref()
      resolve()
    }, refusesWithinMs)
    child.once('error', (error) => {
      clearTimeout(timer)
      reject(error)
    })
    child.once('exit', (code) => {
      clearTimeout(timer)
      if (code === 0) resolve()
      else reject(new Error(`exit code ${code ?? '?'}`))
    })
  })
