// Finds the packed guest image, and keeps an unpacked, verified copy of it that the machine boots from.
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { requireFreeSpace, withSpaceErrors } from './disk-space'
import { imageFiles, isIntact, keepManifest, looksIntact, unpackImage } from './guest-image-files'
import { readManifest, type GuestImageManifest } from './guest-image-manifest'

/** Room that stays free beside the unpacked image, in bytes. */
const spareBytes = 64 * 1024 * 1024

export interface GuestImage {
  readonly hash: string
  readonly kernel: string
  readonly initrd: string
  readonly root: string
  readonly kernelSha256: string
  readonly kernelVersion: string
  readonly engineVersion: string
}

export interface PrepareImageOptions {
  /** Folder with the manifest and the packed files. */
  readonly packed: string
  /** Folder that holds one folder per unpacked image. */
  readonly unpacked: string
  /** Reads the unpacked files whole, e.g. because the last start from them did not end well. */
  readonly thorough: boolean
  readonly signal: AbortSignal
  onProgress(done: number, total: number): void
}

export type PackedImage = Pick<GuestImageManifest, 'imageHash' | 'engineVersion'>

/** What the app brings, before it is unpacked. @throws machine.image-missing, machine.image-corrupt */
export const packedImage = (packed: string): Promise<PackedImage> => readManifest(packed)

/** @throws machine.image-missing, machine.image-corrupt, machine.no-disk-space */
export async function prepareGuestImage(options: PrepareImageOptions): Promise<GuestImage> {
  const manifest = await readManifest(options.packed)
  const folder = join(options.unpacked, manifest.imageHash)
  const image = imageIn(folder, manifest)
  const intact =
    (!options.thorough && (await looksIntact(manifest, folder))) ||
    (await isIntact(manifest, folder, options.signal))
  if (intact) {
    await keepManifest(manifest, folder)
    return image
  }
  const total = imageFiles(manifest).reduce((sum, file) => sum + file.bytes, 0)
  await mkdir(options.unpacked, { recursive: true, mode: 0o700 })
  // What is there is damaged, so its room counts as free.
  await rm(folder, { recursive: true, force: true })
  await requireFreeSpace(options.unpacked, total + spareBytes)
  await withSpaceErrors(options.unpacked, total + spareBytes, () =>
    unpackImage(manifest, options.packed, folder, {
      signal: options.signal,
      onBytes: (done) => options.onProgress(done, total),
    }),
  )
  return image
}

/** An image that was unpacked before, by this app or an earlier one; undefined when it is not there as it was. */
export async function keptImage(unpacked: string, hash: string): Promise<GuestImage | undefined> {
  const folder = join(unpacked, hash)
  try {
    const manifest = await readManifest(folder)
    if (manifest.imageHash !== hash || !(await looksIntact(manifest, folder))) return undefined
    return imageIn(folder, manifest)
  } catch {
    return undefined
  }
}

function imageIn(folder: string, manifest: GuestImageManifest): GuestImage {
  const { kernel, initrd, root } = manifest.files
  return {
    hash: manifest.imageHash,
    kernel: join(folder, kernel.file),
    initrd: join(folder, initrd.file),
    root: join(folder, root.file),
    kernelSha256: kernel.sha256,
    kernelVersion: manifest.kernelVersion,
    engineVersion: manifest.engineVersion,
  }
}

/** Removes the images that were replaced; called when the new one has proven itself. */
export async function removeOtherImages(unpacked: string, keepHash: string): Promise<void> {
  for (const name of await readdir(unpacked))
    if (name !== keepHash) await rm(join(unpacked, name), { recursive: true, force: true })
}
