// The clock of all figures: every second while somebody looks, every half minute otherwise.
import { setTimeout as delay } from 'node:timers/promises'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ResourceReading } from '../../preload/model'
import { linkAbort } from '../base/linked-abort'
import type { Log } from '../base/log'
import type { Reader } from './reader'

export interface SamplerOptions {
  readonly reader: Reader
  readonly log: Log
  readonly onReading: (reading: ResourceReading) => void
  /** In ms. */
  readonly pace?: { readonly watched: number; readonly unwatched: number }
}

export interface Sampler {
  readonly store: StoreApi<ResourceReading | undefined>
  /** Speeds up; returns the way to slow down again. */
  look(): () => void
  dispose(): Promise<void>
}

export function createSampler(options: SamplerOptions): Sampler {
  const { reader, log, onReading, pace = { watched: 1_000, unwatched: 30_000 } } = options
  const store = createStore<ResourceReading | undefined>(() => undefined)
  const disposed = new AbortController()
  let watchers = 0
  let pause = new AbortController()

  const run = async (): Promise<void> => {
    let due = performance.now()
    while (!disposed.signal.aborted) {
      try {
        const reading = await reader.read(disposed.signal)
        if (disposed.signal.aborted) return
        store.setState(reading, true)
        onReading(reading)
      } catch (error) {
        if (!disposed.signal.aborted) log.error('resources could not be read', error)
      }
      // From beat to beat, so that a slow reading does not stretch the second; beats that were missed are left out.
      const every = watchers > 0 ? pace.watched : pace.unwatched
      due = Math.max(due + every, performance.now())
      await sleep(due - performance.now())
      // One that was cut short ends the old beat and begins another.
      due = Math.min(due, performance.now())
    }
  }
  const sleep = async (ms: number): Promise<void> => {
    const end = linkAbort([disposed.signal, pause.signal])
    await delay(ms, undefined, { signal: end.signal }).catch(() => {})
    end.dispose()
  }
  const running = run()

  return {
    store,
    look: () => {
      if (watchers++ === 0) {
        // A sleep of half a minute is cut short, and the next ones are short.
        pause.abort()
        pause = new AbortController()
      }
      return () => {
        watchers -= 1
      }
    },
    dispose: async () => {
      disposed.abort()
      await running
    },
  }
}
