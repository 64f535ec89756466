// The files of one guest image: unpacked while their hashes are taken, and checked quickly or fully later.
import { createHash, type Hash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress } from 'node:zlib'
import { AppError } from '../../preload/errors'
import { manifestName, type GuestImageManifest, type ImageFile } from './guest-image-manifest'

const stampName = 'verified.json'

interface Stamp {
  readonly [file: string]: { readonly bytes: number; readonly mtimeMs: number }
}

export const imageFiles = (manifest: GuestImageManifest): readonly ImageFile[] => [
  manifest.files.kernel,
  manifest.files.initrd,
  manifest.files.root,
]

/**
 * Unpacks into a folder beside `target` and moves that into place when every hash matches.
 * `onBytes` gets the unpacked bytes so far. @throws machine.image-corrupt, or the system's error
 */
export async function unpackImage(
  manifest: GuestImageManifest,
  packed: string,
  target: string,
  options: { readonly signal: AbortSignal; onBytes(done: number): void },
): Promise<void> {
  const draft = `${target}.partial`
  await rm(draft, { recursive: true, force: true })
  await mkdir(draft, { recursive: true, mode: 0o700 })
  try {
    let before = 0
    for (const file of imageFiles(manifest)) {
      const onBytes = (bytes: number): void => options.onBytes(before + bytes)
      await unpackFile(file, packed, draft, { signal: options.signal, onBytes })
      before += file.bytes
    }
    await writeStamp(manifest, draft)
    await keepManifest(manifest, draft)
    await rm(target, { recursive: true, force: true })
    await rename(draft, target)
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    throw error
  }
}

async function unpackFile(
  file: ImageFile,
  packedFolder: string,
  folder: string,
  options: { readonly signal: AbortSignal; onBytes(done: number): void },
): Promise<void> {
  const source = join(packedFolder, file.packed.file)
  const packed = measure()
  const unpacked = measure((bytes) => {
    // A damaged archive must not fill the disk.
    if (bytes > file.bytes) throw corrupt(source, `unpacks to more than ${file.bytes} bytes`)
    options.onBytes(bytes)
  })
  const out = createWriteStream(join(folder, file.file), { mode: 0o600 })
  try {
    const { signal } = options
    await pipeline(createReadStream(source), packed, createBrotliDecompress(), unpacked, out, { signal })
  } catch (error) {
    throw isDamage(error) ? corrupt(source, String(error), error) : error
  }
  if (packed.hash() !== file.packed.sha256) throw corrupt(source, 'the SHA-256 of the packed file differs')
  if (unpacked.hash() !== file.sha256) throw corrupt(source, 'the SHA-256 of the unpacked file differs')
}

/** So that the image can be used when the app that brought it has been replaced. */
export async function keepManifest(manifest: GuestImageManifest, folder: string): Promise<void> {
  await writeFile(join(folder, manifestName), JSON.stringify(manifest), { flag: 'wx' }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    },
  )
}

/** Whether the unpacked files have the size and time noted when their hashes were last seen right. */
export async function looksIntact(manifest: GuestImageManifest, folder: string): Promise<boolean> {
  try {
    const stamp = JSON.parse(await readFile(join(folder, stampName), 'utf8')) as Stamp
    for (const { file, bytes } of imageFiles(manifest)) {
      const noted = stamp[file]
      const now = await stat(join(folder, file))
      if (now.size !== bytes || noted?.bytes !== bytes || noted.mtimeMs !== now.mtimeMs) return false
    }
    return true
  } catch {
    return false
  }
}

/** Reads every unpacked file whole. On success the quick check is enough from then on. */
export async function isIntact(
  manifest: GuestImageManifest,
  folder: string,
  signal: AbortSignal,
): Promise<boolean> {
  for (const { file, sha256 } of imageFiles(manifest))
    if ((await hashOf(join(folder, file), signal)) !== sha256) return false
  await writeStamp(manifest, folder)
  return true
}

async function hashOf(path: string, signal: AbortSignal): Promise<string | undefined> {
  const hash = createHash('sha256')
  try {
    await pipeline(createReadStream(path), hash, { signal })
    return hash.digest('hex')
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EIO'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined
    throw error
  }
}

async function writeStamp(manifest: GuestImageManifest, folder: string): Promise<void> {
  const stamp: Record<string, Stamp[string]> = {}
  for (const { file } of imageFiles(manifest)) {
    const { size, mtimeMs } = await stat(join(folder, file))
    stamp[file] = { bytes: size, mtimeMs }
  }
  await writeFile(join(folder, stampName), JSON.stringify(stamp))
}

/** Passes bytes through while hashing and counting them. */
function measure(onBytes?: (bytes: number) => void): Transform & { hash(): string } {
  const hash: Hash = createHash('sha256')
  let bytes = 0
  const through = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      hash.update(chunk)
      bytes += chunk.length
      try {
        onBytes?.(bytes)
        done(null, chunk)
      } catch (error) {
        done(error as Error)
      }
    },
  })
  return Object.assign(through, { hash: () => hash.digest('hex') })
}

/** What the decompressor or a missing file says, as opposed to an abort or a full disk. */
function isDamage(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code ?? ''
  return code === 'ENOENT' || code === 'EIO' || code.startsWith('ERR_') || code === 'Z_BUF_ERROR'
}

const corrupt = (file: string, detail: string, cause?: unknown): AppError =>
  cause instanceof AppError
    ? cause
    : new AppError('machine.image-corrupt', { params: { file }, detail, cause })
