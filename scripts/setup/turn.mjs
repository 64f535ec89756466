// Lets one set-up at a time change the checkout: two starts in parallel would build over each other.
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { SetupError } from './setup-error.mjs'

const pollMs = 200

/**
 * Runs `work` while this process holds the lock file; waits for another live process that holds it.
 * @template T
 * @param {string} path the lock file
 * @param {() => Promise<T>} work
 * @param {{ deadlineMs?: number, onWait?: (pid: number) => void, signal?: AbortSignal }} [options]
 * @returns {Promise<T>}
 */
export async function inTurn(path, work, { deadlineMs = 20 * 60_000, onWait, signal } = {}) {
  mkdirSync(dirname(path), { recursive: true })
  const end = Date.now() + deadlineMs
  let told = false
  while (!take(path)) {
    const holder = liveHolder(path)
    if (holder === undefined) continue
    if (!told) onWait?.(holder)
    told = true
    if (Date.now() > end) {
      throw new SetupError(
        `Another set-up (process ${holder}) did not finish within ${deadlineMs / 60_000} minutes.`,
        {
          remedy: `End that process, or remove ${path} when it is not a set-up.`,
        },
      )
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs))
    signal?.throwIfAborted()
  }
  try {
    return await work()
  } finally {
    rmSync(path, { force: true })
  }
}

/** Creates the lock file with this process's id in it, in one step: no reader finds it empty. */
function take(path) {
  const own = `${path}.${process.pid}`
  writeFileSync(own, String(process.pid))
  try {
    linkSync(own, path)
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(own)
  }
}

/** The live process that holds the lock. A lock whose process has ended is removed: then undefined. */
function liveHolder(path) {
  let pid
  try {
    pid = Number(readFileSync(path, 'utf8'))
    process.kill(pid, 0)
    return pid
  } catch (error) {
    if (error.code === 'EPERM') return pid
    rmSync(path, { force: true })
    return undefined
  }
}
