// The files of a folder that a build gets to see: all but those that .dockerignore names, as one archive.
import { createReadStream, type Stats } from 'node:fs'
import { lstat, readdir, readFile, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import { pack, type Header, type Pack } from 'tar-stream'
import { AppError } from '../../../preload/errors'
import { ignoreRules, type IgnoreRules } from '../../base/ignore-rules'
import { decodeText } from './text-file'

/** How many files the system is asked about at a time. */
const asked = 64

export interface ContextFile {
  /** From the folder, with `/`. */
  readonly path: string
  readonly kind: 'file' | 'directory' | 'symlink'
  readonly sizeBytes: number
  readonly mode: number
  readonly mtime: Date
}

export interface ContextRules extends IgnoreRules {
  /** The Dockerfile is to have no place in the image, though the engine has to read it. */
  readonly namesDockerfile: boolean
}

/**
 * The rules of a folder; `<Dockerfile>.dockerignore` comes before `.dockerignore`, as with `docker build`.
 * @throws build.bad-ignore-rule
 */
export async function readIgnore(folder: string, dockerfile: string): Promise<ContextRules | undefined> {
  for (const name of [`${dockerfile}.dockerignore`, '.dockerignore']) {
    const content = await readFile(join(folder, name)).catch(() => undefined)
    if (content === undefined) continue
    const rules = ignoreRules(decodeText(content))
    return {
      // The Dockerfile itself is always sent: the engine reads it.
      ignores: (path) => path !== dockerfile && rules.ignores(path),
      namesDockerfile: rules.ignores(dockerfile),
      reincludes: rules.reincludes || dockerfile.includes('/'),
    }
  }
  return undefined
}

export interface WalkOptions {
  readonly signal?: AbortSignal | undefined
  /** Told of a folder that may not be read, which is passed over then; without it the walk ends there. */
  readonly onUnreadable?: (path: string) => void
}

/**
 * Folders before what is in them, each in the order of names. Sockets and devices have no place in an image.
 * @throws build.unreadable
 */
export async function* walkContext(
  folder: string,
  ignore: IgnoreRules | undefined,
  options: WalkOptions = {},
  below = '',
): AsyncGenerator<ContextFile, void> {
  for await (const { path, stats } of statsIn(folder, below, options)) {
    const kind = kindOf(stats)
    if (!kind) continue
    // A folder that is left out is entered all the same: a later rule may take something of it in again.
    const wanted = ignore === undefined || !ignore.ignores(path)
    const { mode, mtime, size } = stats
    const sizeBytes = kind === 'file' ? size : 0
    const found: ContextFile = { path, kind, sizeBytes, mode, mtime }
    if (wanted) yield found
    if (kind !== 'directory' || !(wanted || ignore?.reincludes)) continue
    // What is left out need not be read. Its folder comes along with what is taken in again.
    let told = wanted
    for await (const inside of walkContext(folder, ignore, wanted ? options : quietly(options), path)) {
      if (!told) yield found
      told = true
      yield inside
    }
  }
}

const quietly = (options: WalkOptions): WalkOptions => ({ ...options, onUnreadable: () => {} })

/** What lies in a folder, asked for several at a time: a folder may hold very many. */
async function* statsIn(
  folder: string,
  below: string,
  options: WalkOptions,
): AsyncGenerator<{ readonly path: string; readonly stats: Stats }, void> {
  const names = await namesIn(folder, below, options)
  for (let at = 0; at < names.length; at += asked) {
    options.signal?.throwIfAborted()
    const found = await Promise.all(
      names.slice(at, at + asked).map(async (name) => {
        const path = below === '' ? name : `${below}/${name}`
        // Gone meanwhile.
        return { path, stats: await lstat(join(folder, path)).catch(() => undefined) }
      }),
    )
    for (const { path, stats } of found) if (stats) yield { path, stats }
  }
}

async function namesIn(folder: string, below: string, { onUnreadable }: WalkOptions): Promise<string[]> {
  try {
    return (await readdir(join(folder, below))).sort()
  } catch (error) {
    // Gone meanwhile.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' && below !== '') return []
    if (!onUnreadable) throw unreadable(below === '' ? folder : below, error)
    onUnreadable(below === '' ? folder : `${below}/`)
    return []
  }
}

const unreadable = (path: string, cause: unknown): AppError =>
  new AppError('build.unreadable', {
    params: { path },
    detail: cause instanceof Error ? cause.message : String(cause),
    cause,
  })

interface Kinds {
  isFile(): boolean
  isDirectory(): boolean
  isSymbolicLink(): boolean
}

function kindOf(stats: Kinds): ContextFile['kind'] | undefined {
  if (stats.isFile()) return 'file'
  if (stats.isDirectory()) return 'directory'
  return stats.isSymbolicLink() ? 'symlink' : undefined
}

/** An archive of the folder; an error of a file ends it. Destroy it to give up. */
export function packContext(folder: string, ignore: IgnoreRules | undefined, signal: AbortSignal): Readable {
  const archive = pack()
  const fill = async (): Promise<void> => {
    for await (const file of walkContext(folder, ignore, { signal })) await addFile(archive, folder, file)
    archive.finalize()
  }
  fill().catch((error: unknown) => archive.destroy(error as Error))
  return Readable.from(archive as AsyncIterable<Buffer>, { objectMode: false })
}

/** Owned by root and, as from Windows, with all rights where the file system knows none. */
async function addFile(archive: Pack, folder: string, file: ContextFile): Promise<void> {
  const mode = process.platform === 'win32' ? 0o755 : file.mode & 0o7777
  const header: Partial<Header> & { name: string } = {
    name: file.path,
    mode,
    mtime: file.mtime,
    type: file.kind,
    uid: 0,
    gid: 0,
  }
  if (file.kind === 'symlink') {
    archive.entry({ ...header, linkname: await readlink(join(folder, file.path)) })
  } else if (file.kind === 'directory') {
    archive.entry(header)
  } else {
    const entry = archive.entry({ ...header, size: file.sizeBytes })
    // A file that grows meanwhile is cut at the size that was announced.
    if (file.sizeBytes === 0) return void entry.end(Buffer.alloc(0))
    const content = createReadStream(join(folder, file.path), { end: file.sizeBytes - 1 })
    // Of the two only the file has a code of the system.
    content.once('error', (error) => archive.destroy(unreadable(file.path, error)))
    await pipeline(content, entry)
  }
}
