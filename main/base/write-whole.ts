// Writes a file as a whole or not at all.
import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Temp file, fsync, rename: after a power cut there is either the old file or the new one, never half of one. */
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
    throw error
  }
  await syncFolder(dirname(file))
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
