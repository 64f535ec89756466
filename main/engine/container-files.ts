// The files service: the files of containers through the engine's archives, so that stopped ones have theirs, too.
import { Readable } from 'node:stream'
import { posix } from 'node:path'
import type Docker from 'dockerode'
import { pack } from 'tar-stream'
import type { ContainerFilesService } from '../../preload/contract'
import { AppError } from '../../preload/errors'
import type { Container, DownloadEvent, FileContent } from '../../preload/model'
import type { Collection } from '../base/collection'
import { readArchive, writeArchive } from './archives'
import { checkContainerId, type Calls } from './calls'
import { entryOf, firstFile, type ArchivedFile } from './file-archive'
import { statPath, type PathStat } from './file-stat'
import { statusOf, type Asked } from './engine-words'
import { listFolder } from './list-folder'
import { measureFolders } from './measure-folders'
import { revealFile, type Revealing } from './reveal-file'
import { createStreamReader } from './stream-reader'
import { createUploads, type Uploads } from './uploads'
import { writeInPlace } from './write-in-place'

export interface ContainerFilesOptions {
  readonly calls: Calls
  readonly containers: Collection<Container>
  readonly revealing?: Revealing | undefined
}

export interface ContainerFiles {
  readonly service: ContainerFilesService
  /** Gives up what is on its way. */
  dispose(): void
}

/** In bytes; the contract says so. */
const largestText = 1024 * 1024
const pieceBytes = 256 * 1024

export function createContainerFiles({
  calls,
  containers,
  revealing = {},
}: ContainerFilesOptions): ContainerFiles {
  const uploads: Uploads = createUploads()
  const at = async <T>(
    containerId: string,
    path: string,
    work: (container: Docker.Container, path: string, shown: string) => Promise<T>,
  ): Promise<T> => {
    checkContainerId(containerId)
    const clean = checkPath(path)
    const shown = containers.get(containerId)?.name ?? containerId.slice(0, 12)
    return calls.call({ container: shown, path: clean }, (docker) =>
      work(docker.getContainer(containerId), clean, shown),
    )
  }
  /** One that is not in the list holds a volume; whether it has tools is found out. */
  const isRunning = (id: string): boolean => (containers.get(id)?.state ?? 'running') === 'running'
  return {
    service: {
      list: ({ containerId, path, signal }) =>
        at(containerId, path, (container, clean) =>
          listFolder(container, clean, isRunning(containerId), signal),
        ),
      measure: async ({ containerId, path, signal }) =>
        isRunning(containerId)
          ? at(containerId, path, (container, clean) => measureFolders(container, clean, signal))
          : {},
      read: ({ containerId, path }) => at(containerId, path, read),
      write: ({ containerId, path, data, modifiedAt }) =>
        at(containerId, path, (container, clean, shown) =>
          write(container, clean, {
            ...{ data, modifiedAt, running: isRunning(containerId) },
            asked: calls.asked({ container: shown, path: clean }),
          }),
        ),
      reveal: ({ containerId, path }) =>
        at(containerId, path, (container, clean) => revealFile(container, clean, revealing)),
      watchDownload: ({ containerId, path, signal }) => {
        const open = (): Promise<Download> => at(containerId, path, openDownload)
        return download(open, signal)
      },
      beginUpload: async ({ containerId, path, name, sizeBytes, replace = false }) =>
        at(containerId, posix.join(checkPath(path), checkName(name)), async (container, clean) => {
          const there = await statIfThere(container, clean)
          if (there && (!replace || there.kind !== 'file'))
            throw new AppError('file.exists', { params: { path: clean } })
          const folder = await statPath(container, posix.dirname(clean))
          if (folder.kind !== 'folder')
            throw new AppError('file.not-a-folder', { params: { path: posix.dirname(clean) } })
          const asked = calls.asked({ path: clean })
          return { uploadId: uploads.begin(container, clean, sizeBytes, asked) }
        }),
      send: ({ uploadId, data }) => uploads.send(uploadId, data),
      finish: ({ uploadId }) => uploads.finish(uploadId),
      cancelUpload: async ({ uploadId }) => uploads.cancel(uploadId),
    },
    dispose: () => uploads.dispose(),
  }
}

/** @throws file.bad-path */
function checkPath(path: string): string {
  if (!path.startsWith('/') || path.includes('\0'))
    throw new AppError('file.bad-path', { params: { path: path.slice(0, 200) } })
  return posix.normalize(path).replace(/(?<=.)\/$/, '')
}

/** @throws file.bad-path */
function checkName(name: string): string {
  if (name === '.' || name === '..' || /[/\0]/.test(name))
    throw new AppError('file.bad-path', { params: { path: name } })
  return name
}

async function statIfThere(container: Docker.Container, path: string): Promise<PathStat | undefined> {
  try {
    return await statPath(container, path)
  } catch (error) {
    if (statusOf(error) === 404) return undefined
    throw error
  }
}

/** The file itself, where links to it lead. @throws file.not-a-file, file.too-large */
async function smallFile(container: Docker.Container, path: string): Promise<ArchivedFile> {
  const stat = await statPath(container, path)
  if (stat.kind !== 'file') throw new AppError('file.not-a-file', { params: { path } })
  if (stat.sizeBytes > largestText) throw new AppError('file.too-large', { params: { path } })
  const file = await firstFile(await readArchive(container, stat.path), largestText)
  if (!file) throw new AppError('file.not-a-file', { params: { path } })
  return file
}

async function read(container: Docker.Container, path: string): Promise<FileContent> {
  const { data, modifiedAt } = await smallFile(container, path)
  return { data: new Uint8Array(data), modifiedAt }
}

interface Written {
  readonly data: Uint8Array
  readonly modifiedAt: number | undefined
  readonly running: boolean
  readonly asked: Asked
}

async function write(
  container: Docker.Container,
  path: string,
  { data, modifiedAt, running, asked }: Written,
): Promise<void> {
  const there = await statIfThere(container, path)
  const before = there && (await smallFile(container, path))
  if (modifiedAt !== undefined && before?.modifiedAt !== modifiedAt)
    throw new AppError('file.changed', { params: { path } })
  const target = there?.path ?? path
  if (running && before && (await writeInPlace(container, target, { before: before.data, data }, asked)))
    return
  const archive = pack()
  const { mode = 0o644, uid = 0, gid = 0 } = before ?? {}
  archive.entry({ name: posix.basename(target), mode, uid, gid, mtime: new Date() }, Buffer.from(data))
  archive.finalize()
  await writeArchive(container, Readable.from(archive), posix.dirname(target))
}

interface Download {
  readonly stream: Readable
  readonly begin: DownloadEvent
}

async function openDownload(container: Docker.Container, path: string): Promise<Download> {
  const stat = await statPath(container, path)
  const archive = await readArchive(container, stat.path)
  const name = posix.basename(path) || 'root'
  if (stat.kind !== 'file') return { stream: archive, begin: { kind: 'begin', name: `${name}.tar` } }
  const stream = entryOf(archive)
  return { stream, begin: { kind: 'begin', name, sizeBytes: stat.sizeBytes } }
}

async function* download(
  open: () => Promise<Download>,
  signal: AbortSignal | undefined,
): AsyncGenerator<DownloadEvent, void> {
  const { stream, begin } = await open()
  const giveUp = (): void => void stream.destroy()
  signal?.addEventListener('abort', giveUp, { once: true })
  try {
    if (signal?.aborted) return
    yield begin
    const reader = createStreamReader(stream)
    for (;;) {
      const chunk = await reader.next()
      if (chunk === 'end' || chunk === 'later') return
      for (let from = 0; from < chunk.length; from += pieceBytes)
        yield { kind: 'data', data: new Uint8Array(chunk.subarray(from, from + pieceBytes)) }
    }
  } catch (error) {
    if (signal?.aborted) return
    throw new AppError('engine.unreachable', { detail: String(error), cause: error })
  } finally {
    signal?.removeEventListener('abort', giveUp)
    stream.destroy()
  }
}
