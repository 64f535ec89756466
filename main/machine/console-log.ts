// What the machine printed: a file per run, the older ones kept, and its newest part for people to read.
import { copyFile, open, rename, stat, truncate } from 'node:fs/promises'

const keptRuns = 3
const newestBytes = 64 * 1024
const longestBytes = 4 * 1024 * 1024
const lookEveryMs = 30_000

/** Moves the file of the last run aside: `.1` is the newest of the older ones. */
export async function rotate(file: string): Promise<void> {
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  )
  if (size === 0) return
  await makeRoom(file)
  await rename(file, `${file}.1`)
}

/** Each of the older files becomes one older; the oldest goes. */
async function makeRoom(file: string): Promise<void> {
  for (let age = keptRuns - 1; age >= 1; age--)
    await rename(`${file}.${age}`, `${file}.${age + 1}`).catch(() => {})
}

/**
 * Keeps the file of a machine that runs for weeks from growing: looks now and then, and moves what it holds aside once
 * it is over `limit` bytes. The writer must append. Returns the way to stop.
 */
export function bound(file: string, limit = longestBytes, everyMs = lookEveryMs): () => void {
  let moving: Promise<void> | undefined
  const look = async (): Promise<void> => {
    if ((await stat(file)).size <= limit) return
    // The writer has the file open, so it is emptied rather than renamed.
    await makeRoom(file)
    await copyFile(file, `${file}.1`)
    await truncate(file)
  }
  const timer = setInterval(() => {
    moving ??= look()
      .catch(() => {})
      .finally(() => (moving = undefined))
  }, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}

/** The newest `limit` bytes as text; empty when there is no file. */
export async function newest(file: string, limit = newestBytes): Promise<string> {
  try {
    const handle = await open(file, 'r')
    try {
      const { size } = await handle.stat()
      const { buffer, bytesRead } = await handle.read(
        Buffer.alloc(Math.min(limit, size)),
        0,
        Math.min(limit, size),
        Math.max(0, size - limit),
      )
      return buffer.toString('utf8', 0, bytesRead)
    } finally {
      await handle.close()
    }
  } catch {
    return ''
  }
}
