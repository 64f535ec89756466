// Programs for the computer itself that come, pinned, from the same archive as the guest's packages.

import { chmod, mkdir, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fetchPackages } from './fetch-packages.mjs'
import { readLock } from './lock-file.mjs'
import { PackageFiles } from './package-files.mjs'

/** Where each tool lies in its package. All are static programs. */
const TOOL_PATH = { gvproxy: 'usr/bin/gvproxy' }

/** The cache of packages that builds and tools share. */
export const DEFAULT_CACHE = fileURLToPath(new URL('../../out/cache/debs', import.meta.url))

/**
 * Puts a tool into a folder, unless this version of it is there already.
 * @param {keyof typeof TOOL_PATH} name
 * @param {import('./recipe.mjs').Arch} arch of the computer that is to run it
 * @param {string} destDir
 * @param {{ cache?: string, signal?: AbortSignal }} [options]
 * @returns {Promise<string>} path of the program
 */
export async function fetchTool(name, arch, destDir, { cache = DEFAULT_CACHE, signal } = {}) {
  const pinned = (await readLock()).arches[arch].tools.find((tool) => tool.name === name)
  if (!pinned) throw new Error(`packages.lock.json does not pin ${name} for ${arch}`)
  const program = join(destDir, name)
  const stamp = `${program}.version`
  const [there, written] = await Promise.all([
    mtime(program),
    mtime(`${stamp}-${pinned.sha256.slice(0, 16)}`),
  ])
  if (there > 0 && written >= there) return program
  const [fetched] = await fetchPackages([pinned], { arch, cache, signal })
  if (!fetched) throw new Error(`${name} was not fetched`)
  const files = new PackageFiles()
  await files.add(fetched.file, signal)
  await mkdir(destDir, { recursive: true })
  const draft = `${program}.${process.pid}`
  await writeFile(draft, files.require(TOOL_PATH[name]).data)
  await chmod(draft, 0o755)
  await rename(draft, program)
  await writeFile(`${stamp}-${pinned.sha256.slice(0, 16)}`, `${fetched.package.version}\n`)
  return program
}

/** @param {string} file */
async function mtime(file) {
  return (await stat(file).catch(() => undefined))?.mtimeMs ?? 0
}
