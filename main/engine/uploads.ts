// Files on their way into containers. A new one goes to the engine as it comes; one that replaces another waits on this
// computer until all of it is here. Each is called uploaded when it has been read there.
import { createHash, randomUUID } from 'node:crypto'
import { posix } from 'node:path'
import { Readable } from 'node:stream'
import type Docker from 'dockerode'
import { pack } from 'tar-stream'
import { AppError } from '../../preload/errors'
import { writeArchive } from './archives'
import type { OneAtATime } from '../base/one-at-a-time'
import { toAppError, type Asked } from './engine-words'
import { hashOfFile } from './file-hash'
import { statIfThere } from './file-stat'
import { keyOfFile, type FileAt } from './reach-file'
import { removeNew } from './remove-new'
import { replaceFile, type Spool } from './replace-file'
import { noteReplacing } from './replacing-notes'

export interface UploadRequest {
  readonly container: Docker.Container
  readonly path: string
  readonly sizeBytes: number
  /** Where the bytes wait when a file is there that they replace. */
  readonly spool: Spool | undefined
  /** Whether it may have programs that can be run. */
  readonly running: boolean
  readonly asked: Asked
  /** Where the file is, and on which engine, for notes. */
  readonly at: FileAt & { readonly engine: string }
}

export interface Uploads {
  begin(request: UploadRequest): string
  send(uploadId: string, data: Uint8Array): Promise<void>
  finish(uploadId: string): Promise<void>
  cancel(uploadId: string): void
  /** Whether the note is one of an upload that goes on. */
  isAtWork(note: string): boolean
  dispose(): void
}

/** What takes the bytes. */
interface Sink {
  /** Resolves at its pace; a refusal is told by `put`. */
  write(data: Buffer): Promise<void>
  /** All of it was written. @throws as Docker does */
  put(hash: string): Promise<void>
  giveUp(): void
}

interface Upload extends UploadRequest {
  readonly sink: Sink
  readonly hash: ReturnType<typeof createHash>
  left: number
  /** Gives it up when whoever sends is gone without a word. */
  timer: NodeJS.Timeout
}

const silenceMs = 60_000

/** @param turns of files, by their key */
export function createUploads(turns: OneAtATime): Uploads {
  const open = new Map<string, Upload>()
  const close = (uploadId: string): Upload | undefined => {
    const upload = open.get(uploadId)
    open.delete(uploadId)
    clearTimeout(upload?.timer)
    return upload
  }
  const cancel = (uploadId: string): void => close(uploadId)?.sink.giveUp()
  const watchdog = (uploadId: string): NodeJS.Timeout => setTimeout(() => cancel(uploadId), silenceMs).unref()
  const find = (uploadId: string): Upload => {
    const upload = open.get(uploadId)
    if (!upload) throw cut('')
    clearTimeout(upload.timer)
    upload.timer = watchdog(uploadId)
    return upload
  }
  return {
    begin: (request) => {
      const uploadId = randomUUID()
      const sink = request.spool ? waiting(request, request.spool, turns) : streamed(request)
      const parts = { sink, hash: createHash('sha256'), left: request.sizeBytes, timer: watchdog(uploadId) }
      open.set(uploadId, { ...request, ...parts })
      return uploadId
    },
    send: async (uploadId, data) => {
      const upload = find(uploadId)
      upload.left -= data.length
      if (upload.left < 0) {
        cancel(uploadId)
        throw cut(upload.path)
      }
      upload.hash.update(data)
      try {
        await upload.sink.write(Buffer.from(data))
      } catch (error) {
        // What waits on a full disk of this computer makes room again.
        cancel(uploadId)
        throw error
      }
    },
    finish: async (uploadId) => {
      const upload = find(uploadId)
      if (upload.left > 0) {
        cancel(uploadId)
        throw cut(upload.path)
      }
      clearTimeout(upload.timer)
      try {
        await upload.sink.put(upload.hash.digest('hex'))
      } catch (error) {
        throw toAppError(error, upload.asked)
      } finally {
        close(uploadId)
      }
    },
    cancel,
    isAtWork: (note) => [...open.values()].some(({ spool }) => spool?.note === note),
    dispose: () => {
      for (const uploadId of [...open.keys()]) cancel(uploadId)
    },
  }
}

const cut = (path: string): AppError => new AppError('file.upload-cut', { params: { path } })

function streamed({ container, path, sizeBytes, running }: UploadRequest): Sink {
  const archive = pack()
  const entry: NodeJS.WritableStream = archive.entry({
    ...{ name: posix.basename(path), size: sizeBytes, mode: 0o644, mtime: new Date() },
  })
  const body = Readable.from(archive)
  // Told by the request itself.
  for (const stream of [archive, entry, body] as NodeJS.EventEmitter[]) stream.on('error', () => {})
  const abort = new AbortController()
  const put = writeArchive(container, body, posix.dirname(path), abort.signal)
  put.catch(() => {})
  /** What it made new and did not finish; what somebody else has put there since is larger or another one's. */
  const dropHalf = async (): Promise<void> => {
    if (!running) return
    const there = await statIfThere(container, path).catch(() => undefined)
    if (there?.kind === 'file' && there.sizeBytes < sizeBytes) await removeNew(container, path)
  }
  return {
    write: async (data) => {
      if (entry.write(data)) return
      const taken = new Promise<void>((resolve) => entry.once('drain', resolve))
      await Promise.race([taken, put.catch(() => {})])
    },
    put: async (hash) => {
      entry.end()
      archive.finalize()
      try {
        await put
      } catch (error) {
        await dropHalf()
        throw error
      }
      if ((await hashOfFile(container, path)) !== hash)
        throw new AppError('file.upload-half', { params: { path } })
    },
    giveUp: () => {
      abort.abort()
      archive.destroy()
      void put.catch(dropHalf)
    },
  }
}

function waiting({ container, path, at }: UploadRequest, spool: Spool, turns: OneAtATime): Sink {
  let isReplacing = false
  return {
    write: (data) => spool.write(data),
    put: async (hash) => {
      isReplacing = true
      try {
        const note = noteReplacing(at)
        await turns.during(keyOfFile(at), () => replaceFile(container, path, spool, { hash, note }))
      } finally {
        await spool.drop()
      }
    },
    // From then on what was there may be nowhere else: replacing comes to its end, whoever gives up.
    giveUp: () => {
      if (!isReplacing) void spool.drop()
    },
  }
}
