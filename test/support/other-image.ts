// Guest images that differ from the one that was built: another hash, one that cannot boot, one of an older engine.
import { createHash } from 'node:crypto'
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, brotliDecompress, constants } from 'node:zlib'

export type OtherImage = 'good' | 'broken' | 'older'

interface File {
  file: string
  bytes: number
  sha256: string
  packed: { file: string; bytes: number; sha256: string }
}
interface Manifest {
  imageHash: string
  engineVersion: string
  files: { kernel: File; initrd: File; root: File }
}

const padding = 512
const garbageBytes = 4096
/** As small as it gets takes a hundred times as long. */
const quick = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }

/** Writes the image into a folder; `from` is the folder of the one that was built. */
export async function makeOtherImage(kind: OtherImage, from: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  const name = 'guest-image.json'
  const manifest = JSON.parse(await readFile(join(from, name), 'utf8')) as Manifest
  const { kernel, initrd, root } = manifest.files
  for (const { packed } of [kernel, initrd, root])
    await copyFile(join(from, packed.file), join(folder, packed.file))
  // The kernel passes over zeros behind an archive, and finds no file system in them.
  if (kind === 'broken') await replace(root, folder, Buffer.alloc(garbageBytes))
  else await replace(initrd, folder, Buffer.concat([await unpacked(initrd, folder), Buffer.alloc(padding)]))
  if (kind === 'older') manifest.engineVersion = '1.0.0'
  const hash = createHash('sha256')
  for (const file of [kernel, initrd, root]) hash.update(`${file.sha256}\n`)
  manifest.imageHash = hash.digest('hex')
  await writeFile(join(folder, name), JSON.stringify(manifest))
}

const unpacked = async ({ packed }: File, folder: string): Promise<Buffer> =>
  promisify(brotliDecompress)(await readFile(join(folder, packed.file)))

async function replace(file: File, folder: string, content: Buffer): Promise<void> {
  const packed = await promisify<Buffer, object, Buffer>(brotliCompress)(content, quick)
  await writeFile(join(folder, file.packed.file), packed)
  Object.assign(file, { bytes: content.length, sha256: sha256(content) })
  Object.assign(file.packed, { bytes: packed.length, sha256: sha256(packed) })
}

const sha256 = (content: Buffer): string => createHash('sha256').update(content).digest('hex')
