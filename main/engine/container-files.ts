// The files service: the files of containers through the engine's archives, so that stopped ones have theirs, too.
import type { Readable } from 'node:stream'
import { posix } from 'node:path'
import type Docker from 'dockerode'
import type { ContainerFilesService } from '../../preload/contract'
import { AppError } from '../../preload/errors'
import type { Container, DownloadEvent, FileContent, Image } from '../../preload/model'
import type { Collection } from '../base/collection'
import type { Log } from '../base/log'
import { createOneAtATime } from '../base/one-at-a-time'
import { readArchive } from './archives'
import { checkContainerId, type Calls } from './calls'
import { entryOf } from './file-archive'
import { statIfThere, statPath } from './file-stat'
import { listFolder } from './list-folder'
import { measureFolders } from './measure-folders'
import { createSpool, dropLeft } from './replace-file'
import { goOnReplacing } from './replacing-left'
import { revealFile, type Revealing } from './reveal-file'
import { placeOnVolume, saveFile, smallFile } from './save-file'
import { createSaveNotes } from './save-notes'
import { goOnSaving } from './saves-left'
import { createStreamReader } from './stream-reader'
import { createUploads, type Uploads } from './uploads'
import type { VolumeHelpers } from './volume-helpers'
import { createVolumeImages } from './volume-image'

export interface ContainerFilesOptions {
  readonly calls: Calls
  readonly containers: Collection<Container>
  readonly images: Collection<Image>
  readonly helpers: VolumeHelpers
  /** Folder of notes about what is being saved. */
  readonly saves: string
  /** Id of the engine that is connected. */
  readonly engineId: () => string
  readonly revealing?: Revealing | undefined
  readonly log: Log
}

export interface ContainerFiles {
  readonly service: ContainerFilesService
  /** Call when the engine is connected: goes on with what a crash or a lost connection cut off. */
  connected(): void
  /** Gives up what is on its way. */
  dispose(): void
}

const pieceBytes = 256 * 1024

export function createContainerFiles(options: ContainerFilesOptions): ContainerFiles {
  const { calls, containers, engineId, log, revealing = {} } = options
  const notes = createSaveNotes(options.saves, log)
  void dropLeft(options.saves)
  const volumeImages = createVolumeImages(options)
  const turns = createOneAtATime()
  const uploads: Uploads = createUploads(turns)
  const nameOf = createLastNames(containers)
  const at = async <T>(
    containerId: string,
    path: string,
    work: (container: Docker.Container, path: string, shown: string) => Promise<T>,
  ): Promise<T> => {
    checkContainerId(containerId)
    const clean = checkPath(path)
    const shown = nameOf(containerId) ?? containerId.slice(0, 12)
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
          saveFile(container, clean, {
            ...{ data, modifiedAt, notes, turns, engine: engineId(), running: isRunning(containerId) },
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
          const target = there?.path ?? clean
          const at = {
            ...{ engine: engineId(), container: container.id, path: target },
            ...(await placeOnVolume(container, target)),
          }
          const spool = there && (await createSpool(options.saves))
          const asked = calls.asked({ path: clean })
          const running = isRunning(containerId)
          return {
            uploadId: uploads.begin({ container, path: target, sizeBytes, spool, running, asked, at }),
          }
        }),
      send: ({ uploadId, data }) => uploads.send(uploadId, data),
      finish: ({ uploadId }) => uploads.finish(uploadId),
      cancelUpload: async ({ uploadId }) => uploads.cancel(uploadId),
    },
    connected: () => {
      const left = { ...options, notes, turns, images: volumeImages }
      const uploaded = { ...left, folder: options.saves, isAtWork: uploads.isAtWork }
      const looks = [goOnSaving(left, engineId()), goOnReplacing(uploaded, engineId())]
      for (const look of looks)
        void look.catch((error: unknown) => log.error('what was being saved cannot be looked at', error))
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

async function read(container: Docker.Container, path: string): Promise<FileContent> {
  const { data, modifiedAt } = await smallFile(container, await statPath(container, path), path)
  return { data: new Uint8Array(data), modifiedAt }
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

const keptNames = 100

/** Somebody looks at the files of one that is gone by now: they know it by its name. */
function createLastNames(containers: Collection<Container>): (id: string) => string | undefined {
  const names = new Map<string, string>()
  return (id) => {
    const name = containers.get(id)?.name
    if (name === undefined) return names.get(id)
    names.delete(id)
    names.set(id, name)
    const [oldest] = names.keys()
    if (names.size > keptNames && oldest !== undefined) names.delete(oldest)
    return name
  }
}
