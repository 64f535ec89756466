// node assets/guest/build.mjs --arch amd64|arm64: builds the guest image from pinned Debian packages.

import { createHash } from 'node:crypto'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliDecompress } from 'node:zlib'
import { promisify } from 'node:util'
import { writeErofs } from './erofs.mjs'
import { fetchPackages } from './fetch-packages.mjs'
import { assembleInitrd } from './initrd.mjs'
import { extraModules } from './extra-modules.mjs'
import { findKernel, isKernelPackage } from './kernel.mjs'
import { selectModules } from './kernel-modules.mjs'
import { readLock } from './lock-file.mjs'
import { currentManifest, imageHash, MANIFEST, upstreamVersion } from './manifest.mjs'
import { pack, sha256 } from './pack.mjs'
import { PackageFiles } from './package-files.mjs'
import { stepRunner } from './progress.mjs'
import { UNWANTED_MODULES, WANTED_MODULES } from './recipe.mjs'
import { assembleRoot, ownFiles } from './root-tree.mjs'
import { DEFAULT_CACHE } from './tools.mjs'

/** @typedef {import('./recipe.mjs').Arch} Arch */
/** @typedef {import('./manifest.mjs').Manifest} Manifest */

/**
 * @typedef {object} BuildOptions
 * @property {Arch} arch
 * @property {string} [out] folder for the packed files and the manifest; default `out/guest/<arch>`
 * @property {string} [cache] folder for downloaded packages; default `out/cache/debs`
 * @property {(progress: import('./progress.mjs').Progress) => void} [onProgress]
 * @property {(text: string) => void} [onWarning]
 * @property {AbortSignal} [signal]
 */

/** Debian packages that the building computer needs. Nothing of the guest is run, so both architectures need the same. */
export function requiredDebianPackages(/** @type {Arch} */ _arch) {
  return ['xz-utils']
}

/** Files that decide about the image; the lock's writer, the tools, and settings of checkers do not. @param {string} path */
function isContent(path) {
  if (path.startsWith('rootfs/') || path.startsWith('initrd/')) return true
  return path.endsWith('.mjs') && path !== 'lock.mjs' && path !== 'tools.mjs'
}

/**
 * A hash of everything that decides about the image: the recipe's files and the pinned packages.
 * @param {Arch} arch
 * @returns {Promise<string>}
 */
export async function recipeHash(arch) {
  const hash = createHash('sha256')
  const lock = await readLock()
  hash.update(
    JSON.stringify([
      arch,
      lock.suite,
      lock.epoch,
      lock.arches[arch].packages,
      lock.extra.source,
      lock.extra.headers[arch],
    ]),
  )
  for (const { path, data } of await ownFiles(new URL('./', import.meta.url))) {
    if (isContent(path)) hash.update(`\0${path}\0${data.length}\0`).update(data)
  }
  return hash.digest('hex')
}

/**
 * Builds the image, unless the one for this recipe is there.
 * @param {BuildOptions} options
 * @returns {Promise<{ manifest: Manifest, dir: string, built: boolean, times: Record<string, number> }>} times in ms
 * @throws {Error} when a package cannot be had or lacks a file; the previous image is left as it was
 */
export async function buildGuestImage({ arch, out, cache, onProgress, onWarning, signal }) {
  const dir = out ?? fileURLToPath(new URL(`../../out/guest/${arch}`, import.meta.url))
  const recipe = await recipeHash(arch)
  const present = await currentManifest(dir, recipe)
  if (present) return { manifest: present, dir, built: false, times: {} }

  const lock = await readLock()
  const wanted = lock.arches[arch].packages
  const { run, times } = stepRunner(onProgress, signal)
  const bytes = wanted.reduce((sum, pinned) => sum + pinned.bytes, 0)
  const fetched = await run('fetch', { total: bytes, unit: 'bytes' }, (onBytes) =>
    fetchPackages(wanted, {
      arch,
      cache: cache ?? DEFAULT_CACHE,
      signal,
      onBytes,
      ...(onWarning && { onWarning }),
    }),
  )
  const packages = new PackageFiles()
  await run('unpack', { total: fetched.length, unit: 'packages' }, async (advance) => {
    for (const { file } of fetched) {
      await packages.add(file, signal)
      advance(1)
    }
  })
  const kernelVersion = findKernel(packages).version
  const extra = await run('compile', { total: 1, unit: 'files' }, () =>
    extraModules(lock.extra, {
      ...{ arch, version: kernelVersion, cache: cache ?? DEFAULT_CACHE, signal, onWarning },
      kernelPackage: fetched.find((one) => isKernelPackage(one.package.name))?.package.version ?? '',
    }),
  )
  for (const { path, data } of extra) packages.put(`usr/lib/modules/${kernelVersion}/${path}`, data)
  const images = await makeImages(packages, { arch, recipe, epoch: lock.epoch, run, signal })
  const files = await packFiles(images, run, signal)
  /** @type {Manifest} */
  const manifest = {
    format: 1,
    arch,
    recipeHash: recipe,
    imageHash: imageHash(files.described),
    pinned: fetched.every((one) => one.pinned),
    kernelVersion: images.kernelVersion,
    engineVersion: upstreamVersion(
      fetched.find((one) => one.package.name === 'docker.io')?.package.version ?? '',
    ),
    packages: fetched.map(({ package: { name, version, sha256: hash } }) => ({
      name,
      version,
      sha256: hash,
    })),
    files: files.described,
  }
  await writeOutput(dir, files.packed, manifest)
  return { manifest, dir, built: true, times }
}

/**
 * @param {PackageFiles} packages
 * @param {{ arch: Arch, recipe: string, epoch: number, run: ReturnType<typeof stepRunner>['run'],
 *   signal: AbortSignal | undefined }} about
 */
async function makeImages(packages, { arch, recipe, epoch, run, signal }) {
  const kernel = findKernel(packages)
  const one = /** @type {const} */ ({ total: 1, unit: 'files' })
  const modules = await run('modules', one, () =>
    selectModules(packages, {
      version: kernel.version,
      want: WANTED_MODULES,
      leave: UNWANTED_MODULES,
      signal,
    }),
  )
  const initrd = await run('initrd', one, () => assembleInitrd(packages, modules, epoch))
  const tree = await run('assemble', one, () =>
    assembleRoot(packages, { arch, kernelVersion: kernel.version, modules, osRelease: osRelease(recipe) }),
  )
  const uuid = createHash('sha256').update(recipe).digest().subarray(0, 16)
  const root = await run('root', one, () => writeErofs(tree, { mtime: epoch, uuid, label: 'portside-root' }))
  return { kernelVersion: kernel.version, kernel: kernel.image, initrd, root }
}

/** @param {string} recipe */
function osRelease(recipe) {
  return `ID=portside\nNAME="Portside machine"\nPRETTY_NAME="Portside machine (Debian packages)"\nIMAGE_VERSION=${recipe.slice(0, 12)}\n`
}

/** Names under which the files boot. */
const NAMES = /** @type {const} */ ({ kernel: 'kernel', initrd: 'initrd', root: 'root.erofs' })

/**
 * Packs the files side by side, and unpacks them again: what is shipped is known to be readable.
 * @param {Record<keyof typeof NAMES, Buffer>} images
 * @param {ReturnType<typeof stepRunner>['run']} run
 * @param {AbortSignal | undefined} signal
 */
async function packFiles(images, run, signal) {
  const keys = /** @type {(keyof typeof NAMES)[]} */ (Object.keys(NAMES))
  const total = keys.reduce((sum, key) => sum + images[key].length, 0)
  const packed = /** @type {Record<keyof typeof NAMES, Buffer>} */ ({})
  await run('pack', { total, unit: 'bytes' }, (advance) =>
    Promise.all(
      keys.map(async (key) => {
        packed[key] = await pack(images[key], signal)
        advance(images[key].length)
      }),
    ),
  )
  const described = /** @type {Manifest['files']} */ ({})
  await run('verify', { total: keys.length, unit: 'files' }, async (advance) => {
    for (const key of keys) {
      const hash = sha256(images[key])
      if (sha256(await promisify(brotliDecompress)(packed[key])) !== hash) {
        throw new Error(`The packed ${NAMES[key]} does not unpack to what was packed`)
      }
      const shipped = { file: `${NAMES[key]}.br`, bytes: packed[key].length, sha256: sha256(packed[key]) }
      described[key] = { file: NAMES[key], bytes: images[key].length, sha256: hash, packed: shipped }
      advance(1)
    }
  })
  return { packed, described }
}

/**
 * The manifest goes last: a folder with a manifest is complete.
 * @param {string} dir
 * @param {Record<keyof typeof NAMES, Buffer>} packed
 * @param {Manifest} manifest
 */
async function writeOutput(dir, packed, manifest) {
  await mkdir(dir, { recursive: true })
  await rm(join(dir, MANIFEST), { force: true })
  const contents = Object.entries(packed).map(
    ([key, data]) => /** @type {const} */ ([manifest.files[/** @type {'root'} */ (key)].packed.file, data]),
  )
  for (const [name, data] of [...contents, [MANIFEST, `${JSON.stringify(manifest, null, 2)}\n`]]) {
    const file = join(dir, String(name))
    await writeFile(`${file}.${process.pid}`, /** @type {Buffer} */ (data))
    await rename(`${file}.${process.pid}`, file)
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  // Not awaited: the command imports this module, which would wait for itself.
  void import('./command.mjs').then(({ main }) => main(process.argv.slice(2)))
}
