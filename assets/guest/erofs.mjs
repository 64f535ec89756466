// Writes a file tree as an uncompressed EROFS image (read-only Linux file system), byte for byte the same everywhere.
//
// Layout (kernel documentation, filesystems/erofs): superblock at byte 1024, then inodes, each followed in its
// 4096-byte block by the last part of its data when that fits, then the whole data blocks.

import { baseName, parentOf } from './file-tree.mjs'

const BLOCK = 4096
const MAGIC = 0xe0f5e1e2
const INODE_BYTES = 32
const SLOT = 32
const FLAT_PLAIN = 0
const FLAT_INLINE = 2
const TYPE_BITS = { file: 0o100000, dir: 0o040000, symlink: 0o120000 }
const DIRENT_TYPE = { file: 1, dir: 2, symlink: 7 }

/**
 * @typedef {object} Inode
 * @property {import('./file-tree.mjs').Node} node
 * @property {number} links
 * @property {Buffer} data for a folder: filled in once all places are known
 * @property {number} size bytes
 * @property {number} place byte offset of the inode
 * @property {number} inline bytes of data that stand right behind the inode
 * @property {number} block index of the first whole data block
 */

/**
 * @param {import('./file-tree.mjs').FileTree} tree
 * @param {{ mtime: number, uuid: Buffer, label: string }} about `mtime` in Unix seconds, `uuid` 16 bytes
 * @returns {Buffer}
 */
export function writeErofs(tree, { mtime, uuid, label }) {
  const inodes = collectInodes(tree)
  const children = collectChildren(inodes)
  for (const [path, names] of children) inodeAt(inodes, path).size = directorySize(names)
  const blocks = placeAll([...inodes.values()])
  for (const [path, names] of children) inodeAt(inodes, path).data = directory(inodes, path, names)
  const image = Buffer.alloc(blocks * BLOCK)
  let number = 1
  for (const inode of inodes.values()) writeInode(image, inode, number++)
  writeSuperblock(image, { inodes, blocks, mtime, uuid, label })
  return image
}

/** @param {import('./file-tree.mjs').FileTree} tree @returns {Map<string, Inode>} */
function collectInodes(tree) {
  const inodes = new Map()
  for (const [path, node] of tree.entries()) {
    const data =
      node.type === 'file' ? node.data : node.type === 'symlink' ? Buffer.from(node.target) : Buffer.alloc(0)
    inodes.set(path, {
      node,
      links: node.type === 'dir' ? 2 : 1,
      data,
      size: data.length,
      place: 0,
      inline: 0,
      block: 0,
    })
    if (node.type === 'dir' && path !== '') inodes.get(parentOf(path)).links++
  }
  return inodes
}

/** Names in each folder, in byte order with `.` and `..`, as lookups need them. @param {Map<string, Inode>} inodes */
function collectChildren(inodes) {
  /** @type {Map<string, string[]>} */
  const children = new Map()
  for (const [path, inode] of inodes) {
    if (inode.node.type === 'dir') children.set(path, ['.', '..'])
    if (path !== '') children.get(parentOf(path))?.push(baseName(path))
  }
  for (const names of children.values()) names.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
  return children
}

/** Splits a folder's names into blocks, each with as many entries as fit. @param {readonly string[]} names */
function directoryBlocks(names) {
  /** @type {{ names: string[], used: number }[]} */
  const blocks = []
  for (const name of names) {
    const bytes = 12 + Buffer.byteLength(name)
    const last = blocks.at(-1)
    if (last && last.used + bytes <= BLOCK) {
      last.names.push(name)
      last.used += bytes
    } else blocks.push({ names: [name], used: bytes })
  }
  return blocks
}

/** @param {readonly string[]} names */
function directorySize(names) {
  const blocks = directoryBlocks(names)
  return (blocks.length - 1) * BLOCK + (blocks.at(-1)?.used ?? 0)
}

/** @param {Map<string, Inode>} inodes @param {string} path @param {readonly string[]} names */
function directory(inodes, path, names) {
  const data = Buffer.alloc(inodeAt(inodes, path).size)
  directoryBlocks(names).forEach((block, index) => {
    let at = index * BLOCK
    let nameOffset = 12 * block.names.length
    for (const name of block.names) {
      const target = inodeAt(inodes, resolveName(path, name))
      data.writeBigUInt64LE(BigInt(target.place / SLOT), at)
      data.writeUInt16LE(nameOffset, at + 8)
      data[at + 10] = DIRENT_TYPE[target.node.type]
      nameOffset += data.write(name, index * BLOCK + nameOffset)
      at += 12
    }
  })
  return data
}

/** @param {string} path @param {string} name */
function resolveName(path, name) {
  if (name === '.') return path
  if (name === '..') return parentOf(path)
  return path === '' ? name : `${path}/${name}`
}

/** Gives every inode its place and every file its blocks. @param {Inode[]} inodes @returns {number} blocks in all */
function placeAll(inodes) {
  let at = 1024 + 128
  for (const inode of inodes) {
    const tail = inode.size % BLOCK
    inode.inline = INODE_BYTES + tail <= BLOCK ? tail : 0
    const bytes = INODE_BYTES + inode.inline
    // An inode and the data behind it must not cross a block.
    if ((at % BLOCK) + bytes > BLOCK) at = Math.ceil(at / BLOCK) * BLOCK
    inode.place = at
    at = Math.ceil((at + bytes) / SLOT) * SLOT
  }
  let block = Math.ceil(at / BLOCK)
  for (const inode of inodes) {
    inode.block = block
    block += Math.ceil((inode.size - inode.inline) / BLOCK)
  }
  return block
}

/** @param {Buffer} image @param {Inode} inode @param {number} number */
function writeInode(image, inode, number) {
  const at = inode.place
  image.writeUInt16LE((inode.inline > 0 ? FLAT_INLINE : FLAT_PLAIN) << 1, at)
  image.writeUInt16LE(TYPE_BITS[inode.node.type] | inode.node.mode, at + 4)
  image.writeUInt16LE(inode.links, at + 6)
  image.writeUInt32LE(inode.size, at + 8)
  const whole = inode.size - inode.inline
  image.writeUInt32LE(whole > 0 ? inode.block : 0xffffffff, at + 16)
  image.writeUInt32LE(number, at + 20)
  inode.data.copy(image, inode.block * BLOCK, 0, whole)
  inode.data.copy(image, at + INODE_BYTES, whole)
}

/**
 * @param {Buffer} image
 * @param {{ inodes: Map<string, Inode>, blocks: number, mtime: number, uuid: Buffer, label: string }} about
 */
function writeSuperblock(image, { inodes, blocks, mtime, uuid, label }) {
  const at = 1024
  image.writeUInt32LE(MAGIC, at)
  image[at + 12] = Math.log2(BLOCK)
  image.writeUInt16LE(inodeAt(inodes, '').place / SLOT, at + 14)
  image.writeBigUInt64LE(BigInt(inodes.size), at + 16)
  image.writeBigUInt64LE(BigInt(mtime), at + 24)
  image.writeUInt32LE(blocks, at + 36)
  uuid.copy(image, at + 48, 0, 16)
  image.write(label.slice(0, 16), at + 64)
}

/** @param {Map<string, Inode>} inodes @param {string} path @returns {Inode} */
function inodeAt(inodes, path) {
  const inode = inodes.get(path)
  if (!inode) throw new Error(`Not in the tree: ${path}`)
  return inode
}
