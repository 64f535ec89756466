// Installs the npm packages of package-lock.json when node_modules does not hold them.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './program.mjs'
import { SetupError } from './setup-error.mjs'
import { readStamp, writeStamp } from './stamp.mjs'

const deadlineMs = 15 * 60_000

/**
 * @param {{ root: string, step: () => import('./progress.mjs').Step, signal?: AbortSignal }} options
 * @returns {Promise<boolean>} true when something was installed
 */
export async function ensureNpmPackages({ root, step, signal }) {
  const stampPath = join(root, 'node_modules', '.portside-packages.json')
  const want = lockHash(root)
  if (readStamp(stampPath).lock === want) return false
  if (holdsLock(root)) {
    writeStamp(stampPath, { lock: want })
    return false
  }
  const progress = step()
  progress.note('installing')
  const npm = npmCommand()
  const args = [...npm.args, 'ci', '--include=dev', '--no-fund', '--no-audit', '--loglevel=error']
  const { code, tail, late } = await run(npm.command, args, { cwd: root, signal, deadlineMs })
  signal?.throwIfAborted()
  if (code !== 0) {
    throw new SetupError(
      late ? 'npm did not finish within 15 minutes.' : 'npm could not install the packages.',
      {
        detail: tail,
        remedy: 'Check that the npm registry can be reached (npm ping), then start again.',
      },
    )
  }
  writeStamp(stampPath, { lock: want })
  progress.done('installed')
  return true
}

function lockHash(root) {
  const hash = createHash('sha256')
  for (const name of ['package-lock.json', 'package.json']) hash.update(readFileSync(join(root, name)))
  return hash.update(`${process.platform} ${process.arch}`).digest('hex')
}

/** npm keeps a copy of the lock of what it installed: packages that somebody installed by hand count too. */
function holdsLock(root) {
  const wanted = readStamp(join(root, 'package-lock.json'))
  const installed = readStamp(join(root, 'node_modules', '.package-lock.json'))
  return satisfies(installed.packages, wanted.packages)
}

/**
 * Whether every package that the lock asks for is installed in its version; packages for other systems and
 * optional ones may be absent.
 * @param {unknown} installed `packages` of node_modules/.package-lock.json
 * @param {unknown} wanted `packages` of package-lock.json
 */
export function satisfies(installed, wanted) {
  if (!isRecord(installed) || !isRecord(wanted)) return false
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '' || !isRecord(entry)) return true
    const have = installed[path]
    if (!isRecord(have)) return Boolean(entry.optional || entry.devOptional || entry.os || entry.cpu)
    return have.version === entry.version
  })
}

function isRecord(value) {
  return typeof value === 'object' && value !== null
}

/** npm by the path that it tells its scripts: on Windows `npm` is a batch file, which cannot be spawned. */
export function npmCommand(env = process.env) {
  const script = env.npm_execpath
  if (script && /\.c?js$/.test(script)) return { command: process.execPath, args: [script] }
  return { command: 'npm', args: [] }
}
