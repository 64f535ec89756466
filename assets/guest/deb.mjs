// Opens a Debian package: the ar archive around a compressed tar of its files.

import { readFile } from 'node:fs/promises'
import { decompress } from './decompress.mjs'
import { readTar } from './tar.mjs'

/**
 * The files that a package installs.
 * @param {string} file
 * @param {AbortSignal} [signal]
 * @returns {Promise<Generator<import('./tar.mjs').TarEntry>>}
 * @throws {Error} when it is no Debian package
 */
export async function readDeb(file, signal) {
  for (const member of readAr(await readFile(file))) {
    const match = /^data\.tar(?:\.(gz|xz|zst))?$/.exec(member.name)
    if (!match) continue
    const compression = /** @type {import('./decompress.mjs').Compression} */ (match[1] ?? 'none')
    return readTar(await decompress(member.data, compression, signal))
  }
  throw new Error(`${file} has no data.tar member: not a Debian package`)
}

/**
 * @param {Buffer} archive
 * @returns {Generator<{ name: string, data: Buffer }>}
 */
export function* readAr(archive) {
  if (archive.toString('latin1', 0, 8) !== '!<arch>\n') throw new Error('Not an ar archive')
  let offset = 8
  while (offset + 60 <= archive.length) {
    const name = archive.toString('latin1', offset, offset + 16).replace(/\/?\s*$/, '')
    const size = Number(archive.toString('latin1', offset + 48, offset + 58))
    yield { name, data: archive.subarray(offset + 60, offset + 60 + size) }
    offset += 60 + size + (size % 2)
  }
}
