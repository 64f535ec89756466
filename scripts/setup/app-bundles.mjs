// Builds the app's bundles with electron-vite when a source has changed since the last build.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { run } from './program.mjs'
import { SetupError } from './setup-error.mjs'
import { readStamp, writeStamp } from './stamp.mjs'

const deadlineMs = 10 * 60_000

/** What the bundles are made of. The guest's recipe is not: it makes an image of its own. */
const sources = [
  'main',
  'renderer',
  'preload',
  'assets',
  'electron.vite.config.ts',
  'package-lock.json',
  'package.json',
]
const apart = join('assets', 'guest')

const outputs = ['main/main.js', 'main/headless.js', 'renderer/index.html', 'bundled/renderer.json']

/**
 * @param {{ root: string, outDir: string, setupDir: string, step: () => import('./progress.mjs').Step,
 *   force?: boolean, signal?: AbortSignal }} options `force` builds even when nothing has changed
 * @returns {Promise<boolean>} true when the bundles were built
 */
export async function ensureAppBundles({ root, outDir, setupDir, step, force = false, signal }) {
  const stampPath = join(setupDir, 'app-bundles.json')
  const sourceHash = hashSources(root)
  const complete = outputs.every((path) => existsSync(join(outDir, path)))
  if (!force && complete && readStamp(stampPath).sources === sourceHash) return false
  const progress = step()
  const { code, tail } = await run(process.execPath, [viteCommand(root), 'build'], {
    cwd: root,
    env: { NO_COLOR: '1', FORCE_COLOR: undefined },
    signal,
    deadlineMs,
  })
  signal?.throwIfAborted()
  if (code !== 0) throw new SetupError('The app could not be built.', { detail: tail })
  writeStamp(stampPath, { sources: sourceHash })
  progress.done('built')
  return true
}

function viteCommand(root) {
  return join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
}

/** SHA-256 over the names and contents of the sources, in hex. */
export function hashSources(/** @type {string} */ root) {
  const hash = createHash('sha256')
  for (const source of sources) {
    for (const path of filesBelow(root, join(root, source))) {
      const content = readFileSync(path)
      hash.update(`${relative(root, path).split(sep).join('/')}\0${content.length}\0`).update(content)
    }
  }
  return hash.digest('hex')
}

function* filesBelow(root, path) {
  if (relative(root, path) === apart) return
  const entries = readEntries(path)
  if (!entries) {
    if (existsSync(path)) yield path
    return
  }
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const below = join(path, entry.name)
    if (entry.isDirectory()) yield* filesBelow(root, below)
    else if (entry.isFile()) yield below
  }
}

/** The entries of a folder; undefined when it is none. */
function readEntries(path) {
  try {
    return readdirSync(path, { withFileTypes: true })
  } catch (error) {
    if (error.code === 'ENOTDIR' || error.code === 'ENOENT') return undefined
    throw error
  }
}
