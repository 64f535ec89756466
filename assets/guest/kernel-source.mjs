// The few files of the kernel's source that modules are made of, out of an archive of which only their part is fetched.

import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { downloadBytes } from './download.mjs'
import { readTar } from './tar.mjs'
import { checkOf, indexSize, lengthOf, readIndexOf, unpackBlock, XZ_EDGE } from './xz-blocks.mjs'

/** @typedef {import('./xz-blocks.mjs').XzBlock & { sha256: string }} SourcePart */

/**
 * @typedef {object} KernelSource
 * @property {string} version of the source package
 * @property {string} path of the archive below the mirror's base
 * @property {string} sha256 of the whole archive, as Debian signed it
 * @property {number} check the kind of checksum in its blocks
 * @property {SourcePart[]} parts blocks beside each other that hold the files
 */

const BLOCK = 512

/**
 * @param {KernelSource} source
 * @param {{ mirror: string, proxy: string | undefined, folders: RegExp, signal?: AbortSignal | undefined }} from
 *   `folders` of the wanted files, for paths like `fs/9p/fid.c`
 * @returns {Promise<Map<string, Buffer>>} by path
 * @throws {import('./download.mjs').HttpError} when the archive is gone; Error when its content is wrong
 */
export async function fetchSource({ path, check, parts }, { mirror, proxy, folders, signal }) {
  const unpacked = await Promise.all(
    parts.map(async (part) => {
      const { offset, sha256 } = part
      const range = { from: offset, to: offset + lengthOf(part) - 1 }
      const data = await downloadBytes({ url: `${mirror}/${path}`, proxy, signal, range })
      if (sha256Of(data) !== sha256) throw new Error(`${path} is not what was pinned, from byte ${offset} on`)
      return unpackBlock(data, part, check, signal)
    }),
  )
  return sourceFiles(Buffer.concat(unpacked), folders).files
}

/**
 * Finds out which parts of a whole archive hold the files.
 * @param {string} file
 * @param {RegExp} folders
 * @returns {Promise<Pick<KernelSource, 'check' | 'parts'>>}
 */
export async function findParts(file, folders) {
  const archive = await open(file)
  try {
    const { size } = await archive.stat()
    const read = async (/** @type {number} */ offset, /** @type {number} */ bytes) =>
      (await archive.read(Buffer.alloc(bytes), 0, bytes, offset)).buffer
    const check = checkOf(await read(0, XZ_EDGE))
    const length = indexSize(await read(size - XZ_EDGE, XZ_EDGE))
    const blocks = readIndexOf(await read(size - XZ_EDGE - length, length))
    /** @type {SourcePart[]} */
    const parts = []
    let missing = 0
    for (const block of blocks) {
      const data = await read(block.offset, lengthOf(block))
      const found = sourceFiles(await unpackBlock(data, block, check), folders)
      if (missing > 0 || found.files.size > 0) parts.push({ ...block, sha256: sha256Of(data) })
      missing = found.files.size > 0 ? found.missing : Math.max(missing - block.unpacked, 0)
    }
    return { check, parts }
  } finally {
    await archive.close()
  }
}

/**
 * The wanted files of a tar archive that may begin anywhere: in the middle of another file as well.
 * @param {Buffer} tar
 * @param {RegExp} folders
 * @returns {{ files: Map<string, Buffer>, missing: number }} by path, and how many bytes the last one goes on after the end
 */
export function sourceFiles(tar, folders) {
  /** @type {Map<string, Buffer>} */
  const files = new Map()
  let missing = 0
  for (let at = 0; at + BLOCK <= tar.length; at += BLOCK) {
    if (tar.toString('latin1', at + 257, at + 262) !== 'ustar' || !isHeader(tar.subarray(at, at + BLOCK)))
      continue
    const [entry] = readTar(tar.subarray(at))
    const path = entry?.path.replace(/^[^/]+\//, '') ?? ''
    if (entry?.type !== 'file' || !folders.test(path)) continue
    files.set(path, entry.data)
    missing = octal(tar.subarray(at + 124, at + 136)) - entry.data.length
  }
  return { files, missing }
}

/** @param {Buffer} field of a tar header */
const octal = (field) => parseInt(field.toString('latin1').replace(/\0.*/s, ''), 8)

/** Whether the checksum of a tar header is right. @param {Buffer} header */
function isHeader(header) {
  const sum = header.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 32 : byte), 0)
  return sum === octal(header.subarray(148, 156))
}

/** @param {Buffer} data */
function sha256Of(data) {
  return createHash('sha256').update(data).digest('hex')
}
