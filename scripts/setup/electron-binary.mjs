// Finds Electron's binary, or downloads it once when its host answers.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './program.mjs'
import { readStamp, writeStamp } from './stamp.mjs'

/** A download that brings nothing for this long is given up, in milliseconds. */
const stallMs = 5000
const unpackDeadlineMs = 120_000

/** @typedef {{ path: string } | { reason: string }} Found */

/**
 * The binary that is there already, by the rules of the electron package.
 * @param {string} root
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {string | undefined}
 */
export function installedElectron(root, env = process.env) {
  const folder = join(root, 'node_modules', 'electron')
  const name = readText(join(folder, 'path.txt')) ?? 'electron'
  const path = join(env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist'), name)
  return existsSync(path) ? path : undefined
}

/**
 * @param {{ root: string, setupDir: string, retry: boolean, step: () => import('./progress.mjs').Step,
 *   signal?: AbortSignal, env?: NodeJS.ProcessEnv }} options `retry` forgets that an earlier download failed
 * @returns {Promise<Found>}
 */
export async function findElectron({ root, setupDir, retry, step, signal, env = process.env }) {
  const installed = installedElectron(root, env)
  if (installed) return { path: installed }
  const stampPath = join(setupDir, 'electron.json')
  const attempt = attemptKey(root, env)
  const earlier = readStamp(stampPath)
  if (!retry && earlier.attempt === attempt && typeof earlier.reason === 'string')
    return { reason: earlier.reason }
  const progress = step()
  progress.note('downloading')
  const failure = await download(root, setupDir, progress, signal)
  signal?.throwIfAborted()
  const path = failure ? undefined : installedElectron(root, env)
  if (path) {
    progress.done('downloaded')
    return { path }
  }
  const reason = `Electron's binary could not be downloaded (${failure || 'the archive holds none'})`
  writeStamp(stampPath, { attempt, reason })
  return { reason }
}

/** What makes a download worth trying again: another version, system or source. */
function attemptKey(root, env) {
  const { version } = readStamp(join(root, 'node_modules', 'electron', 'package.json'))
  return [version, process.platform, process.arch, env.ELECTRON_MIRROR, env.npm_config_electron_mirror].join(
    ' ',
  )
}

/** @returns {Promise<string | undefined>} why it failed */
async function download(root, setupDir, progress, signal) {
  const log = join(setupDir, 'electron.log')
  const giveUp = new AbortController()
  const onInterrupt = () => giveUp.abort()
  signal?.addEventListener('abort', onInterrupt)
  let stalled = false
  const stall = () => {
    stalled = true
    giveUp.abort()
  }
  let timer = setTimeout(stall, stallMs)
  let reason = ''
  const fetched = await run(process.execPath, [join(root, 'scripts', 'setup', 'electron-download.mjs')], {
    cwd: root,
    log,
    signal: giveUp.signal,
    onLine(line) {
      if (line.startsWith('reason: ')) reason = line.slice('reason: '.length)
      if (!/^\d+$/.test(line)) return
      clearTimeout(timer)
      timer = setTimeout(stall, stallMs)
      progress.update(`${line} %`)
    },
  })
  clearTimeout(timer)
  signal?.removeEventListener('abort', onInterrupt)
  if (stalled) return `no data for ${stallMs / 1000} s`
  if (fetched.code !== 0) return reason || `see ${log}`
  const install = join(root, 'node_modules', 'electron', 'install.js')
  const unpacked = await run(process.execPath, [install], {
    cwd: root,
    log,
    signal,
    deadlineMs: unpackDeadlineMs,
  })
  return unpacked.code === 0 ? undefined : `it could not be unpacked, see ${log}`
}

function readText(path) {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return undefined
  }
}
