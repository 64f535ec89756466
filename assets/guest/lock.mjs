// node assets/guest/lock.mjs: pins the newest packages of the suite in packages.lock.json.

import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { readIndex } from './debian-index.mjs'
import { debianMirror, debianProxy } from './debian-mirror.mjs'
import { newestKernel } from './kernel.mjs'
import { LOCK_FILE } from './lock-file.mjs'
import { ARCHES, PACKAGES, SUITE, TOOLS } from './recipe.mjs'

/**
 * @param {ReadonlyMap<string, import('./debian-index.mjs').IndexedPackage>} index
 * @param {import('./recipe.mjs').Arch} arch
 */
export function pinPackages(index, arch) {
  const kernel = newestKernel(index, arch).name
  const pin = (/** @type {string} */ name) => {
    const found = index.get(name)
    if (!found) throw new Error(`${SUITE} has no package ${name} for ${arch}`)
    const { version, path, bytes, sha256 } = found
    return { name, version, path, bytes, sha256 }
  }
  return { packages: [...PACKAGES, kernel].sort().map(pin), tools: [...TOOLS].sort().map(pin) }
}

async function main() {
  const mirror = await debianMirror()
  const proxy = await debianProxy()
  /** @type {Partial<import('./lock-file.mjs').Lock['arches']>} */
  const arches = {}
  let epoch = 0
  for (const arch of ARCHES) {
    const index = await readIndex({ mirror, proxy, suite: SUITE, arch })
    if (!index.signed)
      console.warn('Warning: gpgv or the Debian keyring is missing, the signature was not checked')
    arches[arch] = pinPackages(index.packages, arch)
    epoch = index.date
  }
  await writeFile(LOCK_FILE, `${JSON.stringify({ format: 1, suite: SUITE, epoch, arches }, null, 2)}\n`)
  for (const arch of ARCHES) console.log(`${arch}: ${arches[arch]?.packages.length} packages pinned`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main()
