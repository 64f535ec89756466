// Runs things at the same time; when one fails the others are ended before the failure is told.
import { setMaxListeners } from 'node:events'

/**
 * @param {readonly ((signal: AbortSignal) => Promise<unknown>)[]} works
 * @param {AbortSignal} [signal] ends all of them
 * @throws what the first of them failed with; never while one still runs
 */
export async function together(works, signal) {
  const stop = new AbortController()
  // Each download and each program listens to it.
  setMaxListeners(0, stop.signal)
  const onAbort = () => stop.abort(signal?.reason)
  if (signal?.aborted) onAbort()
  signal?.addEventListener('abort', onAbort)
  /** @type {{ error: unknown } | undefined} */
  let first
  await Promise.all(
    works.map(async (work) => {
      try {
        await work(stop.signal)
      } catch (error) {
        first ??= { error }
        stop.abort()
      }
    }),
  )
  signal?.removeEventListener('abort', onAbort)
  if (first) throw first.error
}
