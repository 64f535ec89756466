// One image layer: a file tree as a reproducible tar archive, compressed, with its digests.
import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FileTree } from '../../../assets/guest/file-tree.mjs'

export interface Layer {
  /** Digest of the archive as such, which the image configuration lists. */
  readonly diffId: string
  /** Digest of the compressed archive, by which the registry keeps it. */
  readonly digest: string
  readonly data: Buffer
}

/** User ids of paths that do not belong to root. */
export type Owners = ReadonlyMap<string, number>

const block = 512
const types = { file: '0', symlink: '2', dir: '5' } as const

export const digestOf = (data: Buffer | string): string =>
  `sha256:${createHash('sha256').update(data).digest('hex')}`

/** `mtime` in Unix seconds, the same for all files. */
export async function makeLayer(tree: FileTree, owners: Owners, mtime: number): Promise<Layer> {
  const tar = archive(tree, owners, mtime)
  // Level 4 of 9: this is built on the machine that waits for it.
  const data = await promisify(gzip)(tar, { level: 4 })
  return { diffId: digestOf(tar), digest: digestOf(data), data }
}

function archive(tree: FileTree, owners: Owners, mtime: number): Buffer {
  const parts: Buffer[] = []
  for (const [path, node] of tree.entries()) {
    if (path === '') continue
    const data = node.type === 'file' ? node.data : Buffer.alloc(0)
    const header = Buffer.alloc(block)
    const { name, prefix } = splitPath(node.type === 'dir' ? `${path}/` : path)
    const owner = owners.get(path) ?? 0
    header.write(name, 0)
    header.write(octal(node.mode, 8) + octal(owner, 8) + octal(owner, 8), 100)
    header.write(octal(data.length, 12) + octal(mtime, 12), 124)
    header.write(`${' '.repeat(8)}${types[node.type]}${node.type === 'symlink' ? node.target : ''}`, 148)
    header.write('ustar\x0000', 257)
    header.write(prefix, 345)
    const sum = header.reduce((total, byte) => total + byte, 0)
    header.write(`${octal(sum, 7)} `, 148)
    parts.push(header, data, Buffer.alloc((block - (data.length % block)) % block))
  }
  return Buffer.concat([...parts, Buffer.alloc(2 * block)])
}

const octal = (value: number, length: number): string => `${value.toString(8).padStart(length - 1, '0')}\0`

/** A ustar header has 100 bytes for the name and 155 for the folders before it. */
function splitPath(path: string): { readonly name: string; readonly prefix: string } {
  if (Buffer.byteLength(path) <= 100) return { name: path, prefix: '' }
  const cut = path.indexOf('/', path.length - 101)
  const [prefix, name] = [path.slice(0, cut), path.slice(cut + 1)]
  if (cut < 0 || name === '' || prefix.length > 155) throw new Error(`path too long for a layer: ${path}`)
  return { name, prefix }
}
