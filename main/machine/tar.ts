// Writes plain ustar archives (POSIX.1-1988): the machine's configuration, and Linux roots entry by entry.

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
  link: 157,
  magic: 257,
  prefix: 345,
}
const nameLimit = 100
const prefixLimit = 155
const checksumLength = 8
const directory = '5'
const regular = '0'
const symbolic = '2'

export interface TarEntry {
  /** Path inside the archive; ends in `/` for a directory. */
  readonly name: string
  readonly content?: string | Uint8Array
  /** Permission bits. */
  readonly mode: number
  /** Target of a symbolic link; such an entry has no content. */
  readonly link?: string
}

/** What ends an archive. */
export const tarEnd = Buffer.alloc(2 * blockBytes)

/** Padded to whole sectors and closed by the two empty blocks that end an archive. */
export function tar(entries: readonly TarEntry[]): Buffer {
  const parts = entries.flatMap((entry) => {
    const content = Buffer.from(entry.content ?? '')
    return [tarHeader(entry, content.length), content, tarPadding(content.length)]
  })
  return Buffer.concat([...parts, tarEnd])
}

/** What follows a content of `size` bytes. */
export const tarPadding = (size: number): Buffer => Buffer.alloc(-size & (blockBytes - 1))

/** The block before an entry's content of `size` bytes. @throws RangeError for a name that ustar cannot hold */
export function tarHeader(entry: TarEntry, size: number): Buffer {
  const block = Buffer.alloc(blockBytes)
  const { prefix, name } = splitName(entry.name)
  block.write(name, field.name)
  block.write(prefix, field.prefix)
  block.write(octal(entry.mode, 8), field.mode)
  block.write(octal(0, 8), field.uid)
  block.write(octal(0, 8), field.gid)
  block.write(octal(size, 12), field.size)
  block.write(octal(0, 12), field.mtime)
  block.write(typeOf(entry), field.type)
  if (Buffer.byteLength(entry.link ?? '') > nameLimit)
    throw new RangeError(`tar link too long: ${entry.link}`)
  block.write(entry.link ?? '', field.link)
  block.write('ustar\x0000', field.magic, 'latin1')
  // The checksum is taken with its own field filled with spaces.
  block.fill(' ', field.checksum, field.checksum + checksumLength)
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(`${octal(sum, 7)} `, field.checksum, 'latin1')
  return block
}

function typeOf({ name, link }: TarEntry): string {
  if (link !== undefined) return symbolic
  return name.endsWith('/') ? directory : regular
}

/** A long path is cut at a slash into two fields. */
function splitName(path: string): { readonly prefix: string; readonly name: string } {
  if (Buffer.byteLength(path) < nameLimit) return { prefix: '', name: path }
  const cut = path.indexOf('/', path.length - nameLimit)
  const [prefix, name] = [path.slice(0, cut), path.slice(cut + 1)]
  if (
    cut < 0 ||
    name === '' ||
    Buffer.byteLength(prefix) > prefixLimit ||
    Buffer.byteLength(name) > nameLimit
  )
    throw new RangeError(`tar name too long: ${path}`)
  return { prefix, name }
}

/** Octal digits that fill `width` bytes with a closing NUL. */
const octal = (value: number, width: number): string => `${value.toString(8).padStart(width - 1, '0')}\0`
