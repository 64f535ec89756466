// What waits to be shown by a window: kept until one asks, given to one only.
import type { DesktopRequest } from '../../preload/model'
import { createQuitHolds, type QuitHolds } from './quit-holds'

export interface Requests {
  push(request: DesktopRequest): void
  /** Takes turns with other watchers; ends on abort, and loses nothing by it. */
  watch(signal?: AbortSignal): AsyncGenerator<DesktopRequest, void>
  /** The one that is asked of every window. */
  readonly quits: QuitHolds
}

/** Somebody who opens more than this at once does not mean it. */
const mostWaiting = 32

export function createRequests(): Requests {
  const waiting: DesktopRequest[] = []
  const wakes = new Set<() => void>()
  return {
    quits: createQuitHolds(),
    push: (request) => {
      if (waiting.length < mostWaiting) waiting.push(request)
      for (const wake of wakes) wake()
    },
    async *watch(signal) {
      while (!signal?.aborted) {
        const next = waiting.shift()
        if (next) {
          yield next
          continue
        }
        await new Promise<void>((resolve) => {
          const done = (): void => {
            wakes.delete(done)
            signal?.removeEventListener('abort', done)
            resolve()
          }
          wakes.add(done)
          signal?.addEventListener('abort', done, { once: true })
        })
      }
    },
  }
}
