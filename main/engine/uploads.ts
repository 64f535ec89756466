// Files on their way into containers. A new one goes to the engine as it comes; one that replaces another waits on this
// computer until all of it is here. Each is called uploaded when it has been read there.
import { createHash, randomUUID } from 'node:crypto'
import { posix } from 'node:path'
import { Readable } from 'node:stream'
import type Docker from 'dockerode'
import { pack } from 'tar-stream'
import { AppError } from '../../preload/errors'
import { writeArchive } from './archives'
import { toAppError, type Asked } from './engine-words'
import { hashOfFile } from './file-hash'
import { replaceFile, type Spool } from './replace-file'

export interface UploadRequest {
  readonly container: Docker.Container
  readonly path: string
  readonly sizeBytes: number
  /** Where the bytes wait when a file is there that they replace. */
  readonly spool: Spool | undefined
  readonly asked: Asked
}

export interface Uploads {
  begin(request: UploadRequest): string
  send(uploadId: string, data: Uint8Array): Promise<void>
  finish(uploadId: string): Promise<void>
  cancel(uploadId: string): void
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

export function createUploads(): Uploads {
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
      const sink = request.spool ? waiting(request, request.spool) : streamed(request)
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
      await upload.sink.write(Buffer.from(data))
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
    dispose: () => {
      for (const uploadId of [...open.keys()]) cancel(uploadId)
    },
  }
}

const cut = (path: string): AppError => new AppError('file.upload-cut', { params: { path } })

function streamed({ container, path, sizeBytes }: UploadRequest): Sink {
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
  return {
    write: async (data) => {
      if (entry.write(data)) return
      const taken = new Promise<void>((resolve) => entry.once('drain', resolve))
      await Promise.race([taken, put.catch(() => {})])
    },
    put: async (hash) => {
      entry.end()
      archive.finalize()
      await put
      if ((await hashOfFile(container, path)) !== hash)
        throw new AppError('file.upload-half', { params: { path } })
    },
    giveUp: () => {
      abort.abort()
      archive.destroy()
    },
  }
}

function waiting({ container, path }: UploadRequest, spool: Spool): Sink {
  let isReplacing = false
  return {
    write: (data) => spool.write(data),
    put: async (hash) => {
      isReplacing = true
      try {
        await replaceFile(container, path, spool, hash)
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
