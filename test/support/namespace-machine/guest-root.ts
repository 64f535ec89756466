// The root file system of the product's guest image, unpacked once for all test runs.
import { mkdir, mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { buildGuestImage } from '../../../assets/guest/build.mjs'
import { run } from '../../../main/base/child'
import { prepareGuestImage } from '../../../main/machine/guest-image'
import { ownArchitecture } from '../images/packages'

const store = join(import.meta.dirname, '../../../out/guest-roots')

/** Path of the erofs image, or of a folder with its content where the kernel cannot mount one. */
export async function guestRoot(): Promise<string> {
  const { manifest, dir } = await buildGuestImage({ arch: ownArchitecture })
  const folder = join(store, manifest.imageHash)
  if (!(await exists(folder))) await unpack(dir, manifest.imageHash, folder)
  const image = join(folder, manifest.files.root.file)
  return (await kernelHasErofs()) ? image : extract(image, folder)
}

/** Test runs may unpack at once: each beside the final folder, and the first one to finish stays. */
async function unpack(packed: string, hash: string, folder: string): Promise<void> {
  await mkdir(store, { recursive: true })
  const unpacked = await mkdtemp(join(store, 'unpacking-'))
  try {
    const { signal } = new AbortController()
    await prepareGuestImage({ packed, unpacked, thorough: false, signal, onProgress: () => {} })
    await moveIntoPlace(join(unpacked, hash), folder)
  } finally {
    await rm(unpacked, { recursive: true, force: true })
  }
}

async function extract(image: string, folder: string): Promise<string> {
  const root = join(folder, 'root')
  if (await exists(root)) return root
  const extracting = await mkdtemp(join(folder, 'extracting-'))
  try {
    const { exitCode, stderr } = await run('fsck.erofs', [`--extract=${join(extracting, 'root')}`, image])
    if (exitCode !== 0) throw new Error(`fsck.erofs could not extract ${image}: ${stderr}`)
    await moveIntoPlace(join(extracting, 'root'), root)
  } finally {
    await rm(extracting, { recursive: true, force: true })
  }
  return root
}

async function moveIntoPlace(from: string, to: string): Promise<void> {
  await rename(from, to).catch(async (error: unknown) => {
    if (!(await exists(to))) throw error
  })
}

async function kernelHasErofs(): Promise<boolean> {
  await run('modprobe', ['-q', 'erofs']).catch(() => undefined)
  return /\serofs$/m.test(await readFile('/proc/filesystems', 'utf8'))
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )
