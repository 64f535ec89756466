// Reads parts of an .xz file: one of many blocks says where the others are, and each can be unpacked by itself.
// https://tukaani.org/xz/xz-file-format.txt

import { crc32 } from 'node:zlib'
import { decompress } from './decompress.mjs'

/**
 * @typedef {object} XzBlock
 * @property {number} offset in the file
 * @property {number} bytes as its index counts them: without the padding that lies inside; see `lengthOf`
 * @property {number} unpacked size of what is in it
 */

/** A stream's header and its footer have so many bytes. */
export const XZ_EDGE = 12

const MAGIC = Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0])

/** @param {Buffer} footer the last bytes of a file @returns {number} size of the index that lies before the footer */
export function indexSize(footer) {
  if (footer.length !== XZ_EDGE || footer.toString('latin1', 10) !== 'YZ')
    throw new Error('No end of an xz file')
  if (footer.readUInt32LE(0) !== crc32(footer.subarray(4, 10))) throw new Error('Damaged end of an xz file')
  return (footer.readUInt32LE(4) + 1) * 4
}

/**
 * @param {Buffer} index of a file that is one stream, as most are
 * @returns {XzBlock[]}
 */
export function readIndexOf(index) {
  if (index[0] !== 0 || index.readUInt32LE(index.length - 4) !== crc32(index.subarray(0, -4)))
    throw new Error('Damaged index of an xz file')
  let at = 1
  const next = () => {
    let value = 0
    for (let shift = 0; ; shift += 7) {
      const byte = index[at++] ?? 0
      value += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) return value
    }
  }
  let offset = XZ_EDGE
  return Array.from({ length: next() }, () => {
    const block = { offset, bytes: next(), unpacked: next() }
    offset += lengthOf(block)
    return block
  })
}

/**
 * What is in one block.
 * @param {Buffer} data the block's bytes, `lengthOf` of them
 * @param {Pick<XzBlock, 'bytes' | 'unpacked'>} block
 * @param {number} check the kind of checksum, from the stream's header
 * @param {AbortSignal} [signal]
 * @returns {Promise<Buffer>}
 * @throws {Error} when it is damaged
 */
export async function unpackBlock(data, { bytes, unpacked }, check, signal) {
  const flags = Buffer.from([0, check])
  const numbers = Buffer.from([0, 1, ...variable(bytes), ...variable(unpacked)])
  const index = Buffer.concat([numbers, Buffer.alloc(padded(numbers.length) - numbers.length)])
  const end = Buffer.alloc(6)
  end.writeUInt32LE((index.length + 4) / 4 - 1)
  flags.copy(end, 4)
  const alone = Buffer.concat([
    ...[MAGIC, flags, checksum(flags)],
    ...[data, index, checksum(index)],
    ...[checksum(end), end, Buffer.from('YZ')],
  ])
  return decompress(alone, 'xz', signal)
}

/** @param {Buffer} header the first bytes of a file @returns {number} the kind of checksum that its blocks have */
export function checkOf(header) {
  if (!header.subarray(0, 6).equals(MAGIC)) throw new Error('No xz file')
  return header[7] ?? 0
}

const padded = (/** @type {number} */ bytes) => Math.ceil(bytes / 4) * 4

/** How many bytes of the file a block takes. @param {Pick<XzBlock, 'bytes'>} block */
export const lengthOf = ({ bytes }) => padded(bytes)

/** @param {Buffer} data */
function checksum(data) {
  const sum = Buffer.alloc(4)
  sum.writeUInt32LE(crc32(data))
  return sum
}

/** @param {number} value @returns {number[]} seven bits in each byte */
function variable(value) {
  return value < 0x80 ? [value] : [(value % 0x80) + 0x80, ...variable(Math.floor(value / 0x80))]
}
