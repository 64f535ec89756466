// Files of this computer as sources and targets. What is written appears under its name only once it is whole.
import { randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { open, rename, rm, stat } from 'node:fs/promises'
import { basename, isAbsolute } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { AppError } from '../../preload/errors'
import { isNoSpace } from './disk-errors'
import type { FileSource, FileTarget } from './file-tickets'

export const localTarget = (path: string): FileTarget => ({
  name: basename(path),
  write: async (content, signal) => {
    const part = `${path}.part`
    try {
      await pipeline(content, createWriteStream(part, { flush: true }), { signal })
      await rename(part, path)
    } catch (error) {
      await rm(part, { force: true })
      throw fileError(error, path)
    }
  },
  hold: async () => {
    // A name that nobody else has: whoever cleans up after a crash removes nothing of a person's.
    const held = `${path}.${randomBytes(4).toString('hex')}.part`
    const refused = (error: unknown): never => {
      throw fileError(error, path)
    }
    await (await open(held, 'wx', 0o600).catch(refused)).close()
    return {
      path: held,
      keep: () => rename(held, path).catch(refused),
      drop: () => rm(held, { force: true }),
    }
  },
})

/** What {@link localTarget}'s `hold` calls its files. */
export const isHeldFile = (path: string): boolean => /\.[0-9a-f]{8}\.part$/.test(path)

export const localSource = (path: string): FileSource => ({
  name: basename(path),
  ...(isAbsolute(path) ? { path } : {}),
  read: async (consume) => {
    const { size } = await stat(path).catch((error: unknown) => {
      throw fileError(error, path)
    })
    const content = createReadStream(path)
    try {
      return await consume(content, size)
    } finally {
      content.destroy()
    }
  },
})

/** An error of the disk names the file; any other is the content's own. */
function fileError(error: unknown, path: string): unknown {
  const { syscall } = error as NodeJS.ErrnoException
  if (syscall === undefined) return error
  const params = { file: basename(path) }
  return new AppError(isNoSpace(error) ? 'files.no-space' : 'files.refused', {
    params,
    detail: String(error),
    cause: error,
  })
}
