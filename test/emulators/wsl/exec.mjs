// Runs a program inside a distribution: with its user, folder and standard streams, and its exit code.
import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { canRun, find, Failure } from './commands.mjs'
import { diskOf } from './registry.mjs'
import { joinService } from './service-client.mjs'

/**
 * @param {import('./registry.mjs').Registry} registry
 * @param {import('./arguments.mjs').Command} command
 * @returns {Promise<number>} the exit code
 */
export async function runInside(registry, { options, program = [] }) {
  const name = options['--distribution'] ?? (await registry.list())[0]?.name
  const distribution = await find(registry, name === true ? undefined : name)
  if (!canRun(registry.setup)) throw new Failure('virtualisation')
  if (registry.setup.failStart) throw new Failure(/** @type {never} */ (registry.setup.failStart))
  const service = await joinService(registry)
  try {
    const { init, failure } = await service.ask({
      ask: 'enter',
      name: distribution.name,
      disk: diskOf(distribution),
    })
    if (init === undefined) throw new Error(`the distribution did not start: ${failure}`)
    const root = `/proc/${init}/root`
    const user = await accountOf(String(options['--user'] ?? (await defaultUser(root))), root)
    const folder = String(options['--cd'] ?? '/')
    return await enter({ registry, init, user, folder, program, name: distribution.name })
  } finally {
    service.leave()
  }
}

/** wsl.conf names it; the registry of Windows, which may as well, is left out. @param {string} root */
async function defaultUser(root) {
  const text = await readFile(join(root, 'etc/wsl.conf'), 'utf8').catch(() => '')
  return /^\[user\]\s*^default=(\S+)/m.exec(text)?.[1] ?? 'root'
}

/** @param {string} user @param {string} root */
async function accountOf(user, root) {
  const accounts = await readFile(join(root, 'etc/passwd'), 'utf8')
  const [, , uid, gid, , home] =
    accounts
      .split('\n')
      .find((line) => line.startsWith(`${user}:`))
      ?.split(':') ?? []
  if (uid === undefined || gid === undefined) throw new Failure('usage')
  return { user, uid, gid, home: home ?? '/' }
}

/**
 * @param {{ registry: import('./registry.mjs').Registry, init: number, folder: string, program: string[], name: string,
 *   user: { user: string, uid: string, gid: string, home: string } }} what
 * @returns {Promise<number>}
 */
function enter({ registry, init, user, folder, program, name }) {
  const script = join(import.meta.dirname, 'enter.sh')
  const places = [String(init), registry.setup.controlGroup, user.uid, user.gid, folder]
  const env = {
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    HOME: user.home,
    USER: user.user,
    LANG: 'C.UTF-8',
    WSL_DISTRO_NAME: name,
  }
  return new Promise((resolve, reject) => {
    const child = spawn('/bin/sh', [script, ...places, ...program], { stdio: 'inherit', env })
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGKILL' ? 137 : 143)))
  })
}
