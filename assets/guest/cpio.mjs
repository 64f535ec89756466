// Writes a file tree as a cpio archive of the "newc" form, which the kernel takes as its initial RAM file system.

/**
 * @param {import('./file-tree.mjs').FileTree} tree
 * @param {number} mtime Unix seconds
 * @returns {Buffer}
 */
export function writeCpio(tree, mtime) {
  const parts = []
  let inode = 1
  for (const [path, node] of tree.entries()) {
    if (path !== '') parts.push(...member(path, node, inode++, mtime))
  }
  parts.push(...member('TRAILER!!!', { type: 'file', mode: 0, data: Buffer.alloc(0) }, 0, 0))
  return Buffer.concat(parts)
}

const TYPE_BITS = { dir: 0o040000, file: 0o100000, symlink: 0o120000 }

/**
 * @param {string} path
 * @param {import('./file-tree.mjs').Node} node
 * @param {number} inode
 * @param {number} mtime
 * @returns {Buffer[]}
 */
function member(path, node, inode, mtime) {
  const data = node.type === 'file' ? node.data : Buffer.from(node.type === 'symlink' ? node.target : '')
  const mode = path === 'TRAILER!!!' ? 0 : TYPE_BITS[node.type] | node.mode
  const name = Buffer.from(`${path}\0`)
  const links = node.type === 'dir' ? 2 : 1
  const fields = [inode, mode, 0, 0, links, mtime, data.length, 0, 0, 0, 0, name.length, 0]
  const head = `070701${fields.map((value) => value.toString(16).padStart(8, '0')).join('')}`
  return [Buffer.from(head), name, padding(110 + name.length), data, padding(data.length)]
}

/** @param {number} length */
function padding(length) {
  return Buffer.alloc((4 - (length % 4)) % 4)
}
