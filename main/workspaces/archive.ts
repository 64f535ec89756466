// `.portside` archives: a gzipped tar with a compose file at its root. What comes out of one is bounded and stays inside.
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Transform, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { extract, pack, type Header } from 'tar-stream'
import { AppError, isAbort } from '../../preload/errors'

export interface ArchiveLimits {
  readonly entries: number
  /** Unpacked, in bytes. */
  readonly totalBytes: number
  /** Unpacked to packed. Dumps of databases come to about 20, bombs to 1000. */
  readonly ratio: number
  /** So much is let through whatever its ratio: text of one letter is no attack. */
  readonly freeBytes: number
}

export const archiveLimits: ArchiveLimits = {
  entries: 20_000,
  totalBytes: 64e9,
  ratio: 250,
  freeBytes: 32e6,
}

type Reason = 'bomb' | 'count' | 'size' | 'path' | 'link' | 'twice' | 'broken'

const bad = (file: string, reason: Reason, subject = '', cause?: unknown): AppError =>
  new AppError('workspace.bad-archive', {
    params: { file, reason, subject },
    detail: reason === 'broken' ? String(cause) : `${reason}${subject === '' ? '' : `: ${subject}`}`,
    ...(cause === undefined ? {} : { cause }),
  })

/**
 * Unpacks into a folder that is made for it; nothing of it is left when this throws.
 * @throws workspace.bad-archive files.no-space
 */
export async function unpackArchive(
  file: string,
  folder: string,
  { signal, limits = archiveLimits }: { readonly signal?: AbortSignal; readonly limits?: ArchiveLimits } = {},
): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const tar = extract()
    const seen = new Set<string>()
    const emptied = emptyInto(tar, async (header, content) => {
      if (seen.size >= limits.entries) throw bad(file, 'count', String(limits.entries))
      const path = innerPathOf(header, file)
      // Windows and macOS would write both into one.
      const key = path.toLowerCase()
      if (header.type === 'file' && seen.has(key)) throw bad(file, 'twice', path)
      seen.add(key)
      if (header.type === 'directory') await mkdir(join(folder, path), { recursive: true, mode: 0o700 })
      else await writeEntry(join(folder, path), header, content)
    })
    const fed = pipeline(createReadStream(file), ...boundedGunzip(file, limits), tar, {
      ...(signal ? { signal } : {}),
    })
    // Whichever fails first tells why; the other then only says that it was cut off.
    await Promise.all([emptied, fed])
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    if (error instanceof AppError || isAbort(error) || signal?.aborted) throw error
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC')
      throw new AppError('files.no-space', { params: { file }, cause: error })
    throw bad(file, 'broken', '', error)
  }
}

async function emptyInto(
  tar: ReturnType<typeof extract>,
  take: (header: Header, content: Readable) => Promise<void>,
): Promise<void> {
  for await (const entry of tar) {
    await take(entry.header, entry as unknown as Readable)
    entry.resume()
  }
}

async function writeEntry(path: string, { mode }: Header, content: Readable): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  // `wx`: nothing that is there already is written over or through.
  await pipeline(content, createWriteStream(path, { flags: 'wx', mode: mode & 0o100 ? 0o700 : 0o600 }))
}

/** Gunzips, and gives up as soon as there is more than may be. */
function boundedGunzip(file: string, limits: ArchiveLimits): [Transform, Transform, Transform] {
  let packed = 0
  let unpacked = 0
  const count = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      packed += chunk.length
      done(null, chunk)
    },
  })
  const check = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      unpacked += chunk.length
      if (unpacked > limits.totalBytes) return done(bad(file, 'size', String(limits.totalBytes)))
      if (unpacked > limits.freeBytes && unpacked > packed * limits.ratio) return done(bad(file, 'bomb'))
      done(null, chunk)
    },
  })
  return [count, createGunzip() as unknown as Transform, check]
}

const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$/i

/** Only plain files and folders, under names that mean the same on every system. @throws workspace.bad-archive */
function innerPathOf({ name, type }: Header, file: string): string {
  const shown = name.slice(0, 200)
  if (type !== 'file' && type !== 'directory') throw bad(file, 'link', shown)
  const parts = name
    .replace(/^(\.\/)+/, '')
    .replace(/\/$/, '')
    .split('/')
  const isRoot = type === 'directory' && (name === './' || name === '.')
  if (isRoot) return '.'
  if (name.length > 500 || name.startsWith('/') || /[\\:\p{Cc}]/u.test(name)) throw bad(file, 'path', shown)
  for (const part of parts)
    if (part === '' || part === '.' || part === '..' || /[. ]$/.test(part) || reserved.test(part))
      throw bad(file, 'path', shown)
  return parts.join('/')
}

/**
 * Moves all files of a folder into an archive, the compose file first, so that a reader has it early: each is removed
 * once it is in, so that what is large is not on the disk twice. No file is left when this throws.
 * @returns its size in bytes
 * @throws files.no-space
 */
export async function packArchive(folder: string, file: string, signal?: AbortSignal): Promise<number> {
  const tar = pack()
  try {
    const filled = fill(tar, folder, await filesOf(folder))
    const written = createWriteStream(file, { mode: 0o600, flush: true })
    await Promise.all([filled, pipeline(tar, createGzip(), written, signal ? { signal } : {})])
    return (await stat(file)).size
  } catch (error) {
    tar.destroy()
    await rm(file, { force: true })
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC')
      throw new AppError('files.no-space', { params: { file }, cause: error })
    throw error
  }
}

async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
  return files.sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
}

const rank = (path: string): number => (path === 'compose.yaml' ? 0 : 1)

async function fill(tar: ReturnType<typeof pack>, folder: string, files: readonly string[]): Promise<void> {
  for (const name of files) {
    const { size, mode } = await stat(join(folder, name))
    const entry = tar.entry({ name, size, mode: mode & 0o100 ? 0o755 : 0o644, mtime: new Date(0) })
    await pipeline(createReadStream(join(folder, name)), entry)
    await rm(join(folder, name))
  }
  tar.finalize()
}
