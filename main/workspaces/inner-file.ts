// Files of a workspace as they are used: the very file that lies in its folder, whatever takes its name meanwhile.
import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { open, realpath, type FileHandle } from 'node:fs/promises'
import { basename } from 'node:path'
import { pipeline, Readable, Transform } from 'node:stream'
import { AppError } from '../../preload/errors'
import type { FileSource } from '../base/file-tickets'
import { isInside } from './host-paths'
import { unsteady } from './steady'

/** A pipe would keep whoever opens it waiting; Windows has none. */
const readable = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)

/**
 * Open until the caller closes it. A link may be put in the way of a name that was looked at: what was opened has to be
 * what lies inside of the folder.
 * @param file absolute
 * @throws workspace.refused workspace.not-found
 */
export async function openInner(folder: string, file: string): Promise<FileHandle> {
  const handle = await open(file, readable).catch((cause: unknown) => {
    throw new AppError('workspace.not-found', { params: { path: file }, cause })
  })
  try {
    const [root, real] = await Promise.all([realpath(folder), realpath(file).catch(() => '/')])
    if (isInside(root, real) && (await isSameFile(handle, real))) return handle
    throw new AppError('workspace.refused', {
      params: { reason: 'outside-file', subject: basename(file), service: '' },
      detail: real,
    })
  } catch (error) {
    await handle.close()
    throw error
  }
}

/** Both by handles: of one and the same file Node on Windows may tell another volume by its path than by a handle. */
async function isSameFile(handle: FileHandle, path: string): Promise<boolean> {
  const other = await open(path, readable).catch(() => undefined)
  if (!other) return false
  try {
    const [one, two] = await Promise.all([handle, other].map((each) => each.stat({ bigint: true })))
    return one?.isFile() === true && one.ino === two?.ino && one.dev === two.dev
  } finally {
    await other.close()
  }
}

/** From its beginning, as often as it is asked for: a stream of Node's own would close the file. */
export const contentOf = (handle: FileHandle): Readable =>
  Readable.from(chunksOf(handle), { objectMode: false })

async function* chunksOf(handle: FileHandle): AsyncGenerator<Buffer> {
  for (let at = 0; ;) {
    const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(chunkSize), 0, chunkSize, at)
    if (bytesRead === 0) return
    at += bytesRead
    yield buffer.subarray(0, bytesRead)
  }
}

/** Of an open file; with marks only as much of it as is still what they were made of. */
export const innerSource = (handle: FileHandle, file: string, marks?: readonly string[]): FileSource => ({
  name: basename(file),
  read: async (consume) => {
    const { size } = await handle.stat()
    const content = contentOf(handle)
    try {
      return await consume(marks ? pipeline(content, asMarked(marks, file), () => {}) : content, size)
    } finally {
      content.destroy()
    }
  },
})

/** Opened for one use. */
export const innerSourceAt = (folder: string, file: string): FileSource => ({
  name: basename(file),
  read: async (consume, signal) => {
    const handle = await openInner(folder, file)
    try {
      return await innerSource(handle, file).read(consume, signal)
    } finally {
      await handle.close()
    }
  },
})

/** In bytes. */
const blockSize = 1024 * 1024
const chunkSize = 256 * 1024

const markOf = (block: Buffer): string => createHash('sha256').update(block).digest('base64')

/** Notes a mark of each block that goes by. */
export const marking = (marks: string[]): Transform =>
  inBlocks((block) => {
    marks.push(markOf(block))
  })

/** Nothing of a block goes on before all of it was compared: an engine may begin with what it has got. */
const asMarked = (marks: readonly string[], file: string): Transform => {
  let at = 0
  return inBlocks(
    (block) => {
      if (markOf(block) !== marks[at]) throw unsteady(file)
      at += 1
    },
    () => {
      if (at !== marks.length) throw unsteady(file)
    },
  )
}

function inBlocks(take: (block: Buffer) => void, end: () => void = () => {}): Transform {
  let held: Buffer[] = []
  let heldBytes = 0
  const pass = (stream: Transform, block: Buffer): void => {
    take(block)
    stream.push(block)
  }
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      held.push(chunk)
      heldBytes += chunk.length
      if (heldBytes < blockSize) return done()
      const all = Buffer.concat(held)
      const whole = all.length - (all.length % blockSize)
      try {
        for (let at = 0; at < whole; at += blockSize) pass(this, all.subarray(at, at + blockSize))
        held = [all.subarray(whole)]
        heldBytes = all.length - whole
        done()
      } catch (error) {
        done(error as Error)
      }
    },
    flush(done) {
      try {
        if (heldBytes > 0) pass(this, Buffer.concat(held))
        end()
        done()
      } catch (error) {
        done(error as Error)
      }
    },
  })
}
