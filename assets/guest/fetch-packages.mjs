// Brings pinned packages into the cache; when one has left the archive, its successor in the signed index.

import { basename, join } from 'node:path'
import { readIndex } from './debian-index.mjs'
import { debianMirror, debianProxy } from './debian-mirror.mjs'
import { download, HttpError } from './download.mjs'
import { isKernelPackage, newestKernel } from './kernel.mjs'
import { SUITE } from './recipe.mjs'

/** Enough to keep a slow mirror busy, few enough to be polite to it. */
const PARALLEL = 4

/** @typedef {import('./lock-file.mjs').Pinned} Pinned */

/**
 * @typedef {object} Fetched
 * @property {Pinned} package what was really fetched
 * @property {string} file in the cache
 * @property {boolean} pinned false when a successor took the place of the pinned version
 */

/**
 * @typedef {object} FetchOptions
 * @property {import('./recipe.mjs').Arch} arch
 * @property {string} cache folder
 * @property {AbortSignal | undefined} [signal]
 * @property {(bytes: number) => void} [onBytes]
 * @property {(text: string) => void} [onWarning]
 */

/**
 * @param {readonly Pinned[]} wanted
 * @param {FetchOptions} options
 * @returns {Promise<Fetched[]>} in the order of `wanted`
 * @throws {Error} when a file cannot be had or has the wrong content
 */
export async function fetchPackages(wanted, options) {
  const source = { mirror: await debianMirror(), proxy: await debianProxy() }
  const successor = successorFinder(source, options)
  const get = (/** @type {Pinned} */ { path, bytes, sha256 }) =>
    download({
      url: `${source.mirror}/${path}`,
      file: join(options.cache, basename(path)),
      bytes,
      sha256,
      proxy: source.proxy,
      signal: options.signal,
      ...(options.onBytes && { onBytes: options.onBytes }),
    })
  const fetchOne = async (/** @type {Pinned} */ pinned) => {
    try {
      return { package: pinned, file: await get(pinned), pinned: true }
    } catch (error) {
      if (!(error instanceof HttpError) || error.status !== 404) throw error
      options.onWarning?.(
        `${pinned.name} ${pinned.version} is no longer in the archive. ` +
          'Refresh the pins with: node assets/guest/lock.mjs',
      )
      const current = await successor(pinned.name, error)
      return { package: current, file: await get(current), pinned: false }
    }
  }
  /** @type {Fetched[]} */
  const fetched = []
  const queue = wanted.entries()
  await Promise.all(
    Array.from({ length: PARALLEL }, async () => {
      for (const [index, pinned] of queue) fetched[index] = await fetchOne(pinned)
    }),
  )
  return fetched
}

/**
 * Reads the index once, when the first package asks for it.
 * @param {{ mirror: string, proxy: string | undefined }} source
 * @param {FetchOptions} options
 */
function successorFinder(source, { arch, signal, onWarning }) {
  /** @type {ReturnType<typeof readIndex> | undefined} */
  let index
  return async (/** @type {string} */ name, /** @type {Error} */ cause) => {
    index ??= readIndex({ ...source, suite: SUITE, arch, signal }).then((read) => {
      if (!read.signed)
        onWarning?.('gpgv or the Debian keyring is missing, so the signature of the index was not checked')
      return read
    })
    const { packages } = await index
    const found = isKernelPackage(name) ? newestKernel(packages, arch) : packages.get(name)
    if (!found) throw new Error(`${name} has left ${SUITE}, and there is no newer version of it`, { cause })
    const { version, path, bytes, sha256 } = found
    return { name: found.name, version, path, bytes, sha256 }
  }
}
