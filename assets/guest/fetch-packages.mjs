// Brings pinned packages into the cache; when one has left the archive, its successor in the signed index.

import { basename, join } from 'node:path'
import { readIndex } from './debian-index.mjs'
import { debianMirror, debianProxy } from './debian-mirror.mjs'
import { download, HttpError } from './download.mjs'
import { SUITE } from './recipe.mjs'

/** Enough to keep a slow mirror busy, few enough to be polite to it. */
const PARALLEL = 4

/**
 * @typedef {object} Fetched
 * @property {import('./lock-file.mjs').Pinned} package what was really fetched
 * @property {string} file in the cache
 * @property {boolean} pinned false when a successor took the place of the pinned version
 */

/**
 * @param {readonly import('./lock-file.mjs').Pinned[]} wanted
 * @param {{ arch: import('./recipe.mjs').Arch, cache: string, signal?: AbortSignal | undefined,
 *   onBytes?: (bytes: number) => void, onWarning?: (text: string) => void }} options
 * @returns {Promise<Fetched[]>} in the order of `wanted`
 * @throws {Error} when a file cannot be had or has the wrong content
 */
export async function fetchPackages(wanted, options) {
  const mirror = await debianMirror()
  const proxy = await debianProxy()
  /** @type {ReturnType<typeof readIndex> | undefined} */
  let index
  const successor = async (/** @type {string} */ name) => {
    index ??= readIndex({ mirror, proxy, suite: SUITE, arch: options.arch, signal: options.signal })
    return (await index).packages.get(name)
  }
  const fetchOne = async (/** @type {import('./lock-file.mjs').Pinned} */ pinned) => {
    const place = (/** @type {import('./lock-file.mjs').Pinned} */ { path, bytes, sha256 }) => ({
      ...{ url: `${mirror}/${path}`, file: join(options.cache, basename(path)), bytes, sha256 },
      ...{ proxy, signal: options.signal, onBytes: options.onBytes ?? (() => undefined) },
    })
    try {
      return { package: pinned, file: await download(place(pinned)), pinned: true }
    } catch (error) {
      if (!(error instanceof HttpError) || error.status !== 404) throw error
      options.onWarning?.(
        `${pinned.name} ${pinned.version} is no longer in the archive. ` +
          'Refresh the pins with: node assets/guest/lock.mjs',
      )
      const found = await successor(pinned.name)
      if (!found)
        throw new Error(`${pinned.name} has left ${SUITE}, so there is no newer version of it`, {
          cause: error,
        })
      const { name, version, path, bytes, sha256 } = found
      const current = { name, version, path, bytes, sha256 }
      return { package: current, file: await download(place(current)), pinned: false }
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
