// Reads an uncompressed EROFS image (kernel documentation, filesystems/erofs), as our own guest image is one.
import { open, type FileHandle } from 'node:fs/promises'

const superOffset = 1024
const magic = 0xe0f5e1e2
const inodeBytes = 32
const slotBytes = 32
const direntBytes = 12
const flatPlain = 0
const flatInline = 2
const typeMask = 0o170000
const types: Readonly<Record<number, ErofsEntry['type']>> = {
  0o100000: 'file',
  0o040000: 'dir',
  0o120000: 'symlink',
}

export interface ErofsEntry {
  /** Without a leading slash; empty for the root. */
  readonly path: string
  readonly type: 'file' | 'dir' | 'symlink'
  /** Permission bits. */
  readonly mode: number
  /** In bytes. */
  readonly size: number
  /** The whole content of a file, or the target of a symbolic link. */
  read(): Promise<Buffer>
}

export interface ErofsImage {
  /** Every folder before what is in it. @throws Error when the image is not one, or is compressed */
  entries(): AsyncIterable<ErofsEntry>
  find(path: string): Promise<ErofsEntry | undefined>
  close(): Promise<void>
}

interface Reader {
  readonly file: FileHandle
  readonly blockBytes: number
}

interface Inode {
  readonly layout: number
  readonly mode: number
  readonly size: number
  readonly place: number
  readonly block: number
}

export async function openErofs(path: string): Promise<ErofsImage> {
  const file = await open(path, 'r')
  try {
    const head = await readAt(file, superOffset, 128)
    if (head.readUInt32LE(0) !== magic) throw new Error(`${path} is no EROFS image`)
    const reader = { file, blockBytes: 2 ** (head[12] ?? 0) }
    const root = await entryAt(reader, '', head.readUInt16LE(14))
    return {
      entries: () => walk(reader, root),
      find: (wanted) => find(reader, root, wanted),
      close: () => file.close(),
    }
  } catch (error) {
    await file.close()
    throw error
  }
}

async function* walk(reader: Reader, entry: ErofsEntry): AsyncIterable<ErofsEntry> {
  yield entry
  if (entry.type !== 'dir') return
  for (const child of await children(reader, entry)) yield* walk(reader, child)
}

async function find(reader: Reader, root: ErofsEntry, path: string): Promise<ErofsEntry | undefined> {
  let entry: ErofsEntry | undefined = root
  for (const name of path.split('/')) {
    if (entry?.type !== 'dir') return undefined
    const wanted: string = entry.path === '' ? name : `${entry.path}/${name}`
    entry = (await children(reader, entry)).find((child) => child.path === wanted)
  }
  return entry
}

/** A folder's blocks each begin with their entries; the first name's place tells how many there are. */
async function children(reader: Reader, folder: ErofsEntry): Promise<ErofsEntry[]> {
  const data = await folder.read()
  const found: ErofsEntry[] = []
  for (let start = 0; start < data.length; start += reader.blockBytes) {
    const block = data.subarray(start, start + reader.blockBytes)
    const count = block.readUInt16LE(8) / direntBytes
    for (let i = 0; i < count; i += 1) {
      const from = block.readUInt16LE(i * direntBytes + 8)
      const to = i + 1 < count ? block.readUInt16LE((i + 1) * direntBytes + 8) : block.length
      const name = block.toString('utf8', from, to).replace(/\0.*$/s, '')
      if (name === '.' || name === '..') continue
      const path = folder.path === '' ? name : `${folder.path}/${name}`
      found.push(await entryAt(reader, path, Number(block.readBigUInt64LE(i * direntBytes))))
    }
  }
  return found
}

async function entryAt(reader: Reader, path: string, number: number): Promise<ErofsEntry> {
  const inode = await readInode(reader, number)
  const type = types[inode.mode & typeMask]
  if (type === undefined) throw new Error(`${path}: neither file, folder nor symbolic link`)
  return {
    path,
    type,
    mode: inode.mode & 0o7777,
    size: inode.size,
    read: () => readData(reader, path, inode),
  }
}

async function readInode({ file }: Reader, number: number): Promise<Inode> {
  const place = number * slotBytes
  const bytes = await readAt(file, place, inodeBytes)
  const format = bytes.readUInt16LE(0)
  if (format & 1) throw new Error('extended EROFS inodes are not read')
  return {
    layout: (format >> 1) & 7,
    mode: bytes.readUInt16LE(4),
    size: bytes.readUInt32LE(8),
    place,
    block: bytes.readUInt32LE(16),
  }
}

/** Whole blocks lie together; the rest stands right behind the inode. */
async function readData({ file, blockBytes }: Reader, path: string, inode: Inode): Promise<Buffer> {
  if (inode.layout !== flatPlain && inode.layout !== flatInline) throw new Error(`${path} is compressed`)
  const inline = inode.layout === flatInline ? inode.size % blockBytes : 0
  const whole = inode.size - inline
  const blocks = whole > 0 ? await readAt(file, inode.block * blockBytes, whole) : Buffer.alloc(0)
  if (inline === 0) return blocks
  return Buffer.concat([blocks, await readAt(file, inode.place + inodeBytes, inline)])
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position)
  if (bytesRead < length) throw new Error('the EROFS image ends early')
  return buffer
}
