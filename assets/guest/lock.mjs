// node assets/guest/lock.mjs: pins the newest packages of the suite in packages.lock.json.

import { rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readIndex, readSource } from './debian-index.mjs'
import { debianMirror, debianProxy } from './debian-mirror.mjs'
import { download } from './download.mjs'
import { headerPackages, kernelBuildPackage, newestKernel, versionInName } from './kernel.mjs'
import { findParts } from './kernel-source.mjs'
import { LOCK_FILE } from './lock-file.mjs'
import { ARCHES, COMPILER_PACKAGES, EXTRA_MODULES, PACKAGES, SUITE, TOOLS } from './recipe.mjs'
import { DEFAULT_CACHE } from './tools.mjs'

/** @typedef {ReadonlyMap<string, import('./debian-index.mjs').IndexedPackage>} Packages */
/** @typedef {import('./recipe.mjs').Arch} Arch */

/** @param {Packages} index @param {Arch} arch */
function pinner(index, arch) {
  return (/** @type {string} */ name) => {
    const found = index.get(name)
    if (!found) throw new Error(`${SUITE} has no package ${name} for ${arch}`)
    const { version, path, bytes, sha256 } = found
    return { name, version, path, bytes, sha256 }
  }
}

/**
 * @param {Packages} index
 * @param {Arch} arch
 */
export function pinPackages(index, arch) {
  const pin = pinner(index, arch)
  const kernel = newestKernel(index, arch).name
  return { packages: [...PACKAGES, kernel].sort().map(pin), tools: [...TOOLS].sort().map(pin) }
}

/**
 * What the modules of our own making come from, for a kernel.
 * @param {Packages} index
 * @param {Arch} arch
 * @param {string} version of the kernel, as in names of packages
 */
export function pinBuild(index, arch, version) {
  const pin = pinner(index, arch)
  return {
    headers: headerPackages(version, arch).map(pin),
    compiler: [...COMPILER_PACKAGES, kernelBuildPackage(version)].sort().map(pin),
  }
}

/**
 * Fetches the whole source, once, to learn which part of it is needed.
 * @param {{ mirror: string, proxy: string | undefined, version: string }} from the version of the source package
 * @returns {Promise<import('./kernel-source.mjs').KernelSource>}
 */
export async function pinSource({ mirror, proxy, version }) {
  const { path, bytes, sha256 } = await readSource({ mirror, proxy, suite: SUITE, name: 'linux', version })
  const file = join(DEFAULT_CACHE, basename(path))
  await download({ url: `${mirror}/${path}`, file, bytes, sha256, proxy })
  const found = await findParts(file, EXTRA_MODULES.folders)
  await rm(file)
  return { version, path, sha256, ...found }
}

async function main() {
  const mirror = await debianMirror()
  const proxy = await debianProxy()
  /** @type {Partial<import('./lock-file.mjs').Lock['arches']>} */
  const arches = {}
  /** @type {Partial<import('./lock-file.mjs').ExtraPins['headers']>} */
  const headers = {}
  /** @type {Partial<import('./lock-file.mjs').ExtraPins['compiler']>} */
  const compiler = {}
  let kernel
  let epoch = 0
  for (const arch of ARCHES) {
    const index = await readIndex({ mirror, proxy, suite: SUITE, arch })
    if (!index.signed)
      console.warn('Warning: gpgv or the Debian keyring is missing, the signature was not checked')
    arches[arch] = pinPackages(index.packages, arch)
    kernel = newestKernel(index.packages, arch)
    const build = pinBuild(index.packages, arch, versionInName(kernel.name))
    headers[arch] = build.headers
    compiler[arch] = build.compiler
    epoch = index.date
  }
  const source = await pinSource({ mirror, proxy, version: kernel?.version ?? '' })
  const extra = { source, headers, compiler }
  await writeFile(
    LOCK_FILE,
    `${JSON.stringify({ format: 1, suite: SUITE, epoch, extra, arches }, null, 2)}\n`,
  )
  for (const arch of ARCHES) console.log(`${arch}: ${arches[arch]?.packages.length} packages pinned`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main()
