// Writes a plain ustar archive (POSIX.1-1988) of a few small files, for the machine's configuration disk.

const blockBytes = 512
/** Offsets of the header's fields, in bytes. */
const field = {
  name: 0,
  mode: 100,
  uid: 108,
  gid: 116,
  size: 124,
  mtime: 136,
  checksum: 148,
  type: 156,
  magic: 257,
}
const nameLimit = 100
const checksumLength = 8
const directory = '5'
const regular = '0'

export interface TarEntry {
  /** Path inside the archive; ends in `/` for a directory. */
  readonly name: string
  readonly content?: string | Uint8Array
  /** Permission bits. */
  readonly mode: number
}

/** Padded to whole sectors and closed by the two empty blocks that end an archive. */
export function tar(entries: readonly TarEntry[]): Buffer {
  const parts = entries.flatMap((entry) => {
    const content = Buffer.from(entry.content ?? '')
    return [header(entry, content.length), content, Buffer.alloc(-content.length & (blockBytes - 1))]
  })
  return Buffer.concat([...parts, Buffer.alloc(2 * blockBytes)])
}

function header(entry: TarEntry, size: number): Buffer {
  const block = Buffer.alloc(blockBytes)
  if (Buffer.byteLength(entry.name) >= nameLimit) throw new RangeError(`tar name too long: ${entry.name}`)
  block.write(entry.name, field.name)
  block.write(octal(entry.mode, 8), field.mode)
  block.write(octal(0, 8), field.uid)
  block.write(octal(0, 8), field.gid)
  block.write(octal(size, 12), field.size)
  block.write(octal(0, 12), field.mtime)
  block.write(entry.name.endsWith('/') ? directory : regular, field.type)
  block.write('ustar\x0000', field.magic, 'latin1')
  // The checksum is taken with its own field filled with spaces.
  block.fill(' ', field.checksum, field.checksum + checksumLength)
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${octal(sum, 7)} `, field.checksum, 'latin1')
  return block
}

/** Octal digits that fill `width` bytes with a closing NUL. */
const octal = (value: number, width: number): string => `${value.toString(8).padStart(width - 1, '0')}\0`
