// A file tree in memory: what goes into an image, independent of this machine's users, clock and file system.

/**
 * @typedef {{ type: 'file', mode: number, data: Buffer }} FileNode
 * @typedef {{ type: 'dir', mode: number }} DirNode
 * @typedef {{ type: 'symlink', mode: number, target: string }} SymlinkNode
 * @typedef {FileNode | DirNode | SymlinkNode} Node everything is owned by root
 */

/** Paths are relative to the root, with `/` between parts and none at the start; `''` is the root itself. */
export class FileTree {
  /** @type {Map<string, Node>} */
  #nodes = new Map([['', { type: 'dir', mode: 0o755 }]])

  /** @param {string} path @returns {Node | undefined} */
  get(path) {
    return this.#nodes.get(path)
  }

  /** @param {string} path @param {Buffer | string} data @param {number} [mode] */
  addFile(path, data, mode = 0o644) {
    this.#add(path, { type: 'file', mode, data: typeof data === 'string' ? Buffer.from(data) : data })
  }

  /** @param {string} path @param {string} target */
  addSymlink(path, target) {
    this.#add(path, { type: 'symlink', mode: 0o777, target })
  }

  /** @param {string} path @param {number} [mode] */
  addDir(path, mode = 0o755) {
    this.#add(path, { type: 'dir', mode })
  }

  /** Adds an entry and the folders above it. @param {string} path @param {Node} node */
  #add(path, node) {
    const parent = parentOf(path)
    const above = this.#nodes.get(parent)
    if (!above) this.addDir(parent)
    else if (above.type !== 'dir') throw new Error(`${parent} is no folder, so ${path} cannot be added`)
    if (this.#nodes.get(path)?.type === 'dir' && node.type !== 'dir') throw new Error(`${path} is a folder`)
    this.#nodes.set(path, node)
  }

  /** All entries, every folder before its content, in byte order. @returns {[string, Node][]} */
  entries() {
    return [...this.#nodes].sort(([a], [b]) => comparePaths(a, b))
  }
}

/** @param {string} path */
export function parentOf(path) {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0))
}

/** @param {string} path */
export function baseName(path) {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** Byte order of the parts, so that the order is the same on every machine. @param {string} a @param {string} b */
function comparePaths(a, b) {
  return Buffer.compare(Buffer.from(a.replaceAll('/', '\0')), Buffer.from(b.replaceAll('/', '\0')))
}
