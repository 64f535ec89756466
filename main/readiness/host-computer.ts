// The computer that this app runs on, as the readiness checks ask about it.
import {
  access,
  constants,
  link as hardLink,
  lstat,
  mkdir,
  readFile,
  readlink,
  realpath,
  stat,
  statfs,
  symlink,
  unlink,
} from 'node:fs/promises'
import { connect } from 'node:net'
import { networkInterfaces, release, totalmem, userInfo } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { run } from '../base/child'
import { writeWhole } from '../base/write-whole'
import type { Computer } from './computer'
import { loginPath } from './login-shell'

/** A place on this computer or its network answers within this, or nobody is there. In ms. */
const answerMs = 3_000

const platforms: Partial<Record<NodeJS.Platform, Computer['platform']>> = {
  win32: 'windows',
  darwin: 'macos',
}

export type Given = Pick<
  Computer,
  | 'home'
  | 'userHome'
  | 'endpoint'
  | 'toolFolders'
  | 'builtAt'
  | 'ownMachine'
  | 'portHolder'
  | 'chosenPort'
  | 'choosePorts'
  | 'proxy'
  | 'folders'
  | 'wsl'
>

export function hostComputer(given: Given): Computer {
  return {
    ...given,
    platform: platforms[process.platform] ?? 'linux',
    kernel: release(),
    user: userInfo().username,
    env: process.env,
    memoryBytes: totalmem(),
    now: Date.now,
    freeBytes: async (folder) => {
      const { bavail, bsize } = await statfs(folder)
      return bavail * bsize
    },
    run: (program, args, signal) => run(program, args, { windowsHide: true, ...(signal ? { signal } : {}) }),
    readText: (file) =>
      readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined
        throw error
      }),
    writeText: async (file, text) => {
      await mkdir(dirname(file), { recursive: true })
      // Where it is a link, as people who keep such files together have it, the link stays.
      await writeWhole(await realpath(file).catch(() => file), text)
    },
    exists: (path) =>
      lstat(path).then(
        () => true,
        () => false,
      ),
    mayUse: (path) =>
      access(path, constants.R_OK | constants.W_OK).then(
        () => true,
        () => false,
      ),
    link: async (target, link) => {
      await mkdir(dirname(link), { recursive: true })
      // Windows lets administrators alone make symbolic links.
      await (process.platform === 'win32' ? hardLink(target, link) : symlink(target, link))
    },
    leadsTo: async (link) => {
      if (process.platform !== 'win32') return readlink(link).catch(() => undefined)
      const stats = await stat(link).catch(() => undefined)
      if (!stats) return undefined
      for (const folder of given.toolFolders) {
        const own = await stat(join(folder, basename(link))).catch(() => undefined)
        if (own?.ino === stats.ino && own.dev === stats.dev) return join(folder, basename(link))
      }
      return undefined
    },
    unlink: (link) => unlink(link),
    terminalPath: (signal) =>
      loginPath(process.env, process.env.SHELL ?? userInfo().shell ?? '/bin/sh', signal),
    answers,
    interfaces: () =>
      Object.entries(networkInterfaces())
        .filter(([, addresses]) => addresses?.some(({ internal, family }) => !internal && family === 'IPv4'))
        .map(([name]) => name),
    remoteTime,
  }
}

function answers(place: string): Promise<boolean> {
  const [, host, port] = /^([^/\\]+):(\d+)$/.exec(place) ?? []
  const socket = host === undefined ? connect({ path: place }) : connect({ host, port: Number(port) })
  return new Promise((resolve) => {
    const end = (answered: boolean): void => {
      socket.destroy()
      resolve(answered)
    }
    socket.setTimeout(answerMs, () => end(false))
    socket.once('connect', () => end(true))
    socket.once('error', () => end(false))
  })
}

/** The registry that images come from anyway; it is told nothing. Without a network there is no answer. */
const registryUrl = 'https://registry-1.docker.io/v2/'

async function remoteTime(signal: AbortSignal): Promise<number | undefined> {
  try {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(answerMs)])
    const { headers } = await fetch(registryUrl, { method: 'HEAD', signal: limit })
    const time = Date.parse(headers.get('date') ?? '')
    return Number.isNaN(time) ? undefined : time
  } catch {
    return undefined
  }
}
