// The pinned packages: packages.lock.json, read and checked.

import { readFile } from 'node:fs/promises'

/** @typedef {import('./recipe.mjs').Arch} Arch */

/**
 * @typedef {object} Pinned
 * @property {string} name
 * @property {string} version
 * @property {string} path below the mirror's base
 * @property {number} bytes
 * @property {string} sha256
 */

/**
 * What modules of our own making come from.
 * @typedef {object} ExtraPins
 * @property {import('./kernel-source.mjs').KernelSource} source
 * @property {Record<Arch, Pinned[]>} headers of the kernel, by the architecture that the modules are for
 * @property {Record<Arch, Pinned[]>} compiler by the architecture of the computer that it runs on
 */

/**
 * @typedef {object} Lock
 * @property {1} format
 * @property {string} suite
 * @property {number} epoch time that all files in the image carry, Unix seconds
 * @property {ExtraPins} extra
 * @property {Record<Arch, { packages: Pinned[], tools: Pinned[] }>} arches
 */

export const LOCK_FILE = new URL('packages.lock.json', import.meta.url)

/** @param {URL} [file] @returns {Promise<Lock>} */
export async function readLock(file = LOCK_FILE) {
  return parseLock(await readFile(file, 'utf8'))
}

/**
 * @param {string} text
 * @returns {Lock}
 * @throws {Error} naming what is wrong with the file
 */
export function parseLock(text) {
  const lock = JSON.parse(text)
  if (lock?.format !== 1) throw new Error('packages.lock.json has an unknown format')
  if (!Number.isInteger(lock.epoch)) throw new Error('packages.lock.json has no epoch')
  checkSource(lock.extra.source)
  for (const [arch, { packages, tools }] of Object.entries(lock.arches)) {
    for (const pinned of [...packages, ...tools, ...lock.extra.headers[arch], ...lock.extra.compiler[arch]]) {
      const problem = pinnedProblem(pinned)
      if (problem) throw new Error(`packages.lock.json, ${arch}, ${pinned?.name}: ${problem}`)
    }
  }
  return lock
}

/** @param {import('./kernel-source.mjs').KernelSource} source */
function checkSource({ path, parts }) {
  const isRight = parts.length > 0 && parts.every(({ sha256 }) => /^[0-9a-f]{64}$/.test(sha256))
  if (!isRight || !/^pool\/[\w/+.~:-]+\.orig\.tar\.xz$/.test(path) || path.includes('..'))
    throw new Error('packages.lock.json does not pin the source of the kernel')
}

/** @param {Pinned} pinned */
function pinnedProblem({ name, version, path, bytes, sha256 }) {
  if (!/^[a-z0-9][a-z0-9+.-]+$/.test(name)) return 'no package name'
  if (!version) return 'no version'
  if (!/^pool\/[\w/+.~:-]+\.deb$/.test(path) || path.includes('..')) return 'no path in the pool'
  if (!Number.isInteger(bytes) || bytes <= 0) return 'no size'
  if (!/^[0-9a-f]{64}$/.test(sha256)) return 'no SHA-256'
  return undefined
}
