// Reads tar archives of Debian packages (ustar, GNU and pax names) and writes plain ustar ones.

const BLOCK = 512

/**
 * @typedef {object} TarEntry
 * @property {string} path without a leading `./` or `/`
 * @property {'file' | 'dir' | 'symlink' | 'link'} type `link` is a hard link to another entry's path
 * @property {number} mode permission bits
 * @property {string} target of a symlink or link, otherwise empty
 * @property {Buffer} data of a file, otherwise empty; shares memory with the archive
 */

/**
 * @param {Buffer} archive
 * @returns {Generator<TarEntry>}
 */
export function* readTar(archive) {
  let offset = 0
  let longName = ''
  let longLink = ''
  while (offset + BLOCK <= archive.length) {
    const header = archive.subarray(offset, offset + BLOCK)
    if (header[0] === 0) break
    const size = number(header, 124, 12)
    const data = archive.subarray(offset + BLOCK, offset + BLOCK + size)
    offset += BLOCK + Math.ceil(size / BLOCK) * BLOCK
    const flag = String.fromCharCode(header[156] ?? 0)
    if (flag === 'L') longName = text(data, 0, data.length)
    else if (flag === 'K') longLink = text(data, 0, data.length)
    else if (flag === 'x') {
      longName = paxField(data, 'path') || longName
      longLink = paxField(data, 'linkpath') || longLink
    } else {
      const type = entryType(flag)
      const path = cleanPath(longName || name(header))
      if (type && path) {
        const target = longLink || text(header, 157, 100)
        yield {
          path,
          type,
          mode: number(header, 100, 8) & 0o7777,
          target: type === 'link' ? cleanPath(target) : type === 'symlink' ? target : '',
          data: type === 'file' ? data : Buffer.alloc(0),
        }
      }
      longName = longLink = ''
    }
  }
}

/** @param {string} flag */
function entryType(flag) {
  if (flag === '0' || flag === '\0') return 'file'
  if (flag === '1') return 'link'
  if (flag === '2') return 'symlink'
  if (flag === '5') return 'dir'
  return undefined
}

/** @param {Buffer} header */
function name(header) {
  const prefix = text(header, 257, 5) === 'ustar' && header[263] === 0x30 ? text(header, 345, 155) : ''
  return (prefix ? `${prefix}/` : '') + text(header, 0, 100)
}

/** @param {string} path */
function cleanPath(path) {
  return path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/')
}

/** @param {Buffer} buffer @param {number} from @param {number} length */
function text(buffer, from, length) {
  const end = buffer.indexOf(0, from)
  return buffer.toString('utf8', from, end < 0 || end > from + length ? from + length : end)
}

/** @param {Buffer} header @param {number} from @param {number} length */
function number(header, from, length) {
  return parseInt(text(header, from, length).trim() || '0', 8)
}

/** @param {Buffer} data @param {string} key */
function paxField(data, key) {
  return new RegExp(`(?:^|\n)\\d+ ${key}=([^\n]*)`).exec(data.toString('utf8'))?.[1] ?? ''
}

/**
 * A ustar archive of plain files, owned by root.
 * @param {readonly { path: string, data: Buffer | string, mode?: number }[]} files paths of up to 100 bytes
 * @param {number} mtime Unix seconds
 * @returns {Buffer}
 */
export function writeTar(files, mtime) {
  const parts = []
  for (const file of files) {
    const data = Buffer.from(file.data)
    parts.push(fileHeader(file.path, file.mode ?? 0o644, data.length, mtime), data)
    parts.push(Buffer.alloc((BLOCK - (data.length % BLOCK)) % BLOCK))
  }
  parts.push(Buffer.alloc(2 * BLOCK))
  return Buffer.concat(parts)
}

/** @param {string} path @param {number} mode @param {number} size @param {number} mtime */
function fileHeader(path, mode, size, mtime) {
  if (Buffer.byteLength(path) > 100) throw new Error(`Path too long for a ustar archive: ${path}`)
  const header = Buffer.alloc(BLOCK)
  const octal = (/** @type {number} */ value, /** @type {number} */ length) =>
    `${value.toString(8).padStart(length - 1, '0')}\0`
  header.write(path, 0)
  header.write(octal(mode, 8) + octal(0, 8) + octal(0, 8) + octal(size, 12) + octal(mtime, 12), 100)
  header.write(' '.repeat(8) + '0', 148)
  header.write('ustar\x0000', 257)
  header.write(
    octal(
      header.reduce((sum, byte) => sum + byte, 0),
      7,
    ) + ' ',
    148,
  )
  return header
}
