// Files on their way into containers: the bytes go into an archive that the engine unpacks as it comes.
import { randomUUID } from 'node:crypto'
import { posix } from 'node:path'
import { Readable } from 'node:stream'
import type Docker from 'dockerode'
import { pack, type Pack } from 'tar-stream'
import { AppError } from '../../preload/errors'
import { writeArchive } from './archives'
import { toAppError, type Asked } from './engine-words'

export interface Uploads {
  begin(container: Docker.Container, path: string, sizeBytes: number, asked: Asked): string
  send(uploadId: string, data: Uint8Array): Promise<void>
  finish(uploadId: string): Promise<void>
  cancel(uploadId: string): void
  dispose(): void
}

interface Upload {
  readonly path: string
  readonly archive: Pack
  readonly abort: AbortController
  readonly entry: NodeJS.WritableStream
  readonly put: Promise<unknown>
  readonly asked: Asked
  left: number
  /** Gives it up when whoever sends is gone without a word. */
  timer: NodeJS.Timeout
}

const silenceMs = 60_000

export function createUploads(): Uploads {
  const open = new Map<string, Upload>()
  const cancel = (uploadId: string): void => {
    const upload = open.get(uploadId)
    if (!upload) return
    open.delete(uploadId)
    clearTimeout(upload.timer)
    upload.abort.abort()
    upload.archive.destroy()
  }
  const watchdog = (uploadId: string): NodeJS.Timeout => setTimeout(() => cancel(uploadId), silenceMs).unref()
  const find = (uploadId: string): Upload => {
    const upload = open.get(uploadId)
    if (!upload) throw new AppError('file.upload-cut', { params: { path: '' } })
    clearTimeout(upload.timer)
    upload.timer = watchdog(uploadId)
    return upload
  }
  return {
    begin: (container, path, sizeBytes, asked) => {
      const uploadId = randomUUID()
      const archive = pack()
      const name = posix.basename(path)
      const entry = archive.entry({ name, size: sizeBytes, mode: 0o644, mtime: new Date() })
      // Told by the request itself.
      for (const stream of [archive, entry]) stream.on('error', () => {})
      const abort = new AbortController()
      const body = Readable.from(archive)
      body.on('error', () => {})
      const put = writeArchive(container, body, posix.dirname(path), abort.signal)
      put.catch(() => {})
      open.set(uploadId, {
        path,
        archive,
        abort,
        entry,
        put,
        asked,
        left: sizeBytes,
        timer: watchdog(uploadId),
      })
      return uploadId
    },
    send: async (uploadId, data) => {
      const upload = find(uploadId)
      upload.left -= data.length
      if (upload.left < 0) {
        cancel(uploadId)
        throw new AppError('file.upload-cut', { params: { path: upload.path } })
      }
      // Resolves at the pace of the engine; a refusal is told by `finish`.
      if (upload.entry.write(Buffer.from(data))) return
      const taken = new Promise<void>((resolve) => upload.entry.once('drain', resolve))
      await Promise.race([taken, upload.put.catch(() => {})])
    },
    finish: async (uploadId) => {
      const upload = find(uploadId)
      if (upload.left > 0) {
        cancel(uploadId)
        throw new AppError('file.upload-cut', { params: { path: upload.path } })
      }
      upload.entry.end()
      upload.archive.finalize()
      try {
        await upload.put
      } catch (error) {
        throw toAppError(error, upload.asked)
      } finally {
        open.delete(uploadId)
        clearTimeout(upload.timer)
      }
    },
    cancel,
    dispose: () => {
      for (const uploadId of [...open.keys()]) cancel(uploadId)
    },
  }
}
