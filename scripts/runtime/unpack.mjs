// Takes one program out of what was downloaded: the file itself, or a member of its archive.
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { openPromise } from 'yauzl'
import { PackageFiles } from '../../assets/guest/package-files.mjs'
import { readTar } from '../../assets/guest/tar.mjs'
import { SetupError } from '../setup/setup-error.mjs'

/** More than any of the programs; an archive that claims more is not unpacked. */
const largestBytes = 512 * 1024 * 1024

/**
 * @param {string} archive
 * @param {import('./manifest.mjs').RuntimeFile} file
 * @returns {Promise<Buffer>}
 * @throws {SetupError} when the member is not there
 */
export async function programIn(archive, { form, member = '' }) {
  if (form === 'plain') return readFile(archive)
  const found = await readers[form](archive, member)
  if (!found) throw new SetupError(`${archive} has no member ${member}.`)
  return found
}

const readers = {
  async deb(archive, member) {
    const files = new PackageFiles()
    await files.add(archive)
    return files.resolve(member)?.data
  },
  async tgz(archive, member) {
    const unpacked = await promisify(gunzip)(await readFile(archive), { maxOutputLength: largestBytes })
    for (const entry of readTar(unpacked))
      if (entry.type === 'file' && entry.path === member) return entry.data
    return undefined
  },
  async zip(archive, member) {
    const zip = await openPromise(archive, { lazyEntries: true, autoClose: false })
    try {
      for await (const entry of zip.eachEntry()) {
        if (entry.fileName !== member) continue
        if (entry.uncompressedSize > largestBytes)
          throw new SetupError(`${member} in ${archive} is too large.`)
        const chunks = []
        for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk)
        return Buffer.concat(chunks)
      }
      return undefined
    } finally {
      zip.close()
    }
  },
}
