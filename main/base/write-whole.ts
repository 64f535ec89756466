// Writes a file as a whole or not at all, and removes it so that it stays removed.
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { noSpaceFor } from './disk-errors'

/**
 * Temp file, fsync, rename: after a power cut there is either the old file or the new one, never half of one.
 * @throws files.no-space
 */
export async function writeWhole(file: string, content: string | Uint8Array, mode = 0o600): Promise<void> {
  const draft = `${file}.${process.pid}.new`
  try {
    await rm(draft, { force: true })
    const handle = await open(draft, 'wx', mode)
    try {
      await handle.writeFile(content)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(draft, file)
  } catch (error) {
    await rm(draft, { force: true }).catch(() => {})
    throw noSpaceFor(file, error)
  }
  await syncFolder(dirname(file))
}

/** A power cut does not bring it back: what a note tells to undo may be whole by now. */
export async function removeForGood(file: string): Promise<void> {
  await rm(file, { force: true, recursive: true, maxRetries: 3 })
  await syncFolder(dirname(file)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
}

/** For its owner only. What is written into it lasts, because it does. @throws files.no-space */
export async function makeFolder(folder: string): Promise<void> {
  try {
    const first = await mkdir(folder, { recursive: true, mode: 0o700 })
    if (first === undefined) return
    for (let made = folder; made.length >= first.length; made = dirname(made)) await syncFolder(dirname(made))
  } catch (error) {
    throw noSpaceFor(folder, error)
  }
}

/** Makes the new name last. Windows has no such call and needs none. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
