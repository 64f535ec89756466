// The files of all unpacked Debian packages of one recipe, as one merged tree to pick from.

import { readDeb } from './deb.mjs'
import { parentOf } from './file-tree.mjs'

/** Debian's merged /usr: these top folders are links into usr/, whatever path a package still uses. */
export const MERGED = /^(bin|sbin|lib|lib64)(?=\/|$)/

export class PackageFiles {
  /** @type {Map<string, import('./tar.mjs').TarEntry>} */
  #entries = new Map()

  /**
   * @param {string} deb path of the package file
   * @param {AbortSignal} [signal]
   */
  async add(deb, signal) {
    for (const entry of await readDeb(deb, signal)) {
      if (entry.type !== 'dir') this.#entries.set(entry.path.replace(MERGED, 'usr/$1'), entry)
    }
  }

  /** A file that no package has. @param {string} path @param {Buffer} data */
  put(path, data) {
    this.#entries.set(path, { path, type: 'file', mode: 0o644, target: '', data })
  }

  /** Paths of everything but folders, in byte order. @returns {string[]} */
  paths() {
    return [...this.#entries.keys()].sort()
  }

  /**
   * The file at a path, links followed.
   * @param {string} path
   * @returns {{ path: string, mode: number, data: Buffer } | undefined}
   */
  resolve(path) {
    for (let hops = 0; hops < 8; hops++) {
      const entry = this.#entries.get(path)
      if (!entry) return undefined
      if (entry.type === 'file') return { path, mode: entry.mode, data: entry.data }
      path = entry.type === 'link' ? entry.target : follow(path, entry.target)
      path = path.replace(MERGED, 'usr/$1')
    }
    return undefined
  }

  /**
   * Like `resolve`, for a file that must be there.
   * @param {string} path
   */
  require(path) {
    const file = this.resolve(path)
    if (!file) throw new Error(`No package of the recipe has ${path}`)
    return file
  }
}

/** @param {string} path of the symlink @param {string} target */
function follow(path, target) {
  if (target.startsWith('/')) return target.slice(1)
  const parts = parentOf(path).split('/')
  for (const part of target.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.' && part !== '') parts.push(part)
  }
  return parts.join('/')
}
