// Brings the pinned programs of one target into a folder: downloaded, checked, unpacked, made executable.
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fetchPackages } from '../../assets/guest/fetch-packages.mjs'
import { download } from '../../assets/guest/download.mjs'
import { fetchTool } from '../../assets/guest/tools.mjs'
import { SetupError } from '../setup/setup-error.mjs'
import { addressOf, filesFor, isPinned } from './manifest.mjs'
import { programIn } from './unpack.mjs'

/** What Debian calls the architectures. */
export const debianArchOf = (/** @type {import('./manifest.mjs').Target} */ target) =>
  target.endsWith('-arm64') ? 'arm64' : 'amd64'

/**
 * @typedef {object} FetchOptions
 * @property {readonly import('./manifest.mjs').RuntimeProgram[]} programs
 * @property {import('./manifest.mjs').Target} target
 * @property {string} folder where the programs belong; what else lies there is removed
 * @property {string} cache of downloads
 * @property {(text: string) => void} [onStep]
 * @property {AbortSignal} [signal]
 */

/**
 * Nothing is put into the folder unless everything is pinned and right.
 * @param {FetchOptions} options
 * @returns {Promise<readonly string[]>} paths of the programs
 * @throws {SetupError} when one is not pinned, cannot be had, or is not what it must be
 */
export async function fetchRuntime({ programs, target, folder, cache, onStep, signal }) {
  const wanted = filesFor(programs, target)
  refuseUnpinned(wanted, target)
  const draft = `${folder}.draft-${process.pid}`
  await rm(draft, { recursive: true, force: true })
  await mkdir(draft, { recursive: true })
  try {
    for (const { program, file, fileName } of wanted) {
      onStep?.(`${program.name} ${file.version ?? ''}`.trim())
      const path = join(draft, fileName)
      await writeFile(path, await contentOf(file, program.name, { cache, signal, target }))
      await chmod(path, 0o755)
    }
    await rm(folder, { recursive: true, force: true })
    await rename(draft, folder)
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
  return wanted.map(({ fileName }) => join(folder, fileName))
}

function refuseUnpinned(wanted, target) {
  const open = wanted.filter(({ file }) => !isPinned(file)).map(({ program }) => program.name)
  if (open.length === 0) return
  throw new SetupError(`Not pinned for ${target}: ${open.join(', ')}.`, {
    remedy: `Pin what you have looked at: npm run runtime -- pin ${target}`,
  })
}

async function contentOf(file, name, options) {
  const { cache, signal, target } = options
  // The guest's recipe pins it already and keeps it for `npm start`, too.
  if (file.lock)
    return readFile(
      await fetchTool(file.lock, debianArchOf(target), join(cache, debianArchOf(target)), { cache, signal }),
    )
  return programIn(await archiveOf(file, name, options), file)
}

/** The download, in the cache. A wrong one never stays there. */
async function archiveOf(file, name, { cache, signal, target }) {
  const { version, deb, path, bytes, sha256 } = file
  try {
    if (deb) {
      const pinned = { name: deb, version, path, bytes, sha256 }
      const [fetched] = await fetchPackages([pinned], { arch: debianArchOf(target), cache, signal })
      if (!fetched?.pinned) throw new Error(`${deb} ${version} has left the archive`)
      return fetched.file
    }
    const url = addressOf(file)
    const at = join(cache, `${sha256.slice(0, 16)}-${basename(new URL(url).pathname)}`)
    return await download({ url, file: at, bytes, sha256, signal })
  } catch (cause) {
    signal?.throwIfAborted()
    throw new SetupError(`${name} for ${target} could not be fetched: ${cause.message}.`, { cause })
  }
}
