// The manifest beside the packed files: what the image is, made of which packages, with which hashes.

import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'

export const MANIFEST = 'guest-image.json'

/**
 * @typedef {object} ImageFile the file that boots, and how it is shipped
 * @property {string} file
 * @property {number} bytes
 * @property {string} sha256
 * @property {{ file: string, bytes: number, sha256: string }} packed a brotli stream of it
 */

/**
 * @typedef {object} Manifest
 * @property {1} format
 * @property {import('./recipe.mjs').Arch} arch
 * @property {string} recipeHash of everything that decides about the content
 * @property {string} imageHash of the three bootable files
 * @property {boolean} pinned whether every package is the pinned one
 * @property {string} kernelVersion as `uname -r` prints it
 * @property {string} engineVersion upstream version of Docker Engine
 * @property {{ name: string, version: string, sha256: string }[]} packages
 * @property {{ kernel: ImageFile, initrd: ImageFile, root: ImageFile }} files
 */

/** @param {Manifest['files']} files */
export function imageHash({ kernel, initrd, root }) {
  const hash = createHash('sha256')
  for (const file of [kernel, initrd, root]) hash.update(`${file.sha256}\n`)
  return hash.digest('hex')
}

/** Upstream's part of a Debian version: without epoch, repacking mark and revision. @param {string} version */
export function upstreamVersion(version) {
  return version
    .replace(/^\d+:/, '')
    .replace(/-[^-]*$/, '')
    .replace(/[+~]ds.*$/, '')
    .replace(/\+dfsg.*$/, '')
}

/**
 * The manifest in a folder, if it belongs to the recipe and its files are there. Sizes are compared, not hashes:
 * this is asked at every start, and whoever unpacks a file checks its hash.
 * @param {string} dir
 * @param {string} recipeHash
 * @returns {Promise<Manifest | undefined>}
 */
export async function currentManifest(dir, recipeHash) {
  try {
    /** @type {Manifest} */
    const manifest = JSON.parse(await readFile(join(dir, MANIFEST), 'utf8'))
    if (manifest.format !== 1 || manifest.recipeHash !== recipeHash) return undefined
    for (const { packed } of Object.values(manifest.files)) {
      if ((await stat(join(dir, packed.file))).size !== packed.bytes) return undefined
    }
    return manifest
  } catch {
    return undefined
  }
}
