// Work that goes on by itself: each piece is told about in a collection, and can be cancelled and forgotten.
import { randomUUID } from 'node:crypto'
import type { StoreApi } from 'zustand/vanilla'
import { AppError, serialiseError, type SerialisedError } from '../../preload/errors'
import { createCollection, type Items } from './collection'
import type { Log } from './log'

export interface Job {
  readonly id: string
  readonly state: 'active' | 'done' | 'failed' | 'cancelled'
  /** Epoch ms. */
  readonly startedAt: number
  readonly endedAt?: number
  readonly error?: SerialisedError
}

export interface Work<T extends Job> {
  /** What is known from the beginning. */
  readonly about: Omit<T, keyof Job>
  /** Resolves with what is known at the end. Reports as often as it likes. */
  run(signal: AbortSignal, report: (change: Partial<T>) => void): Promise<Partial<T>>
  /** Any error of it as one that people may see. */
  explain(error: unknown): unknown
}

export interface Jobs<T extends Job> {
  readonly store: StoreApi<Items<T>>
  values(): readonly T[]
  /** @returns its id */
  begin(work: Work<T>): string
  /** Lists those of an earlier run, which have ended, oldest first. */
  restore(ended: readonly T[]): void
  /** Harmless when it has ended. */
  cancel(id: string): void
  /** Forgets one that has ended; one under way stays. */
  dismiss(id: string): void
  /** Cancels all, and resolves when none is under way. */
  dispose(): Promise<void>
}

/** The window need not redraw more often than people can read. */
const publishEveryMs = 100
const keptMs = 10 * 60_000

export interface Kept {
  /** Ended ones are kept until there are more than this, not for a time. */
  readonly keep?: number
}

export function createJobs<T extends Job>(log: Log, { keep }: Kept = {}): Jobs<T> {
  const collection = createCollection<T>()
  const active = new Map<string, { readonly abort: AbortController; readonly ended: Promise<void> }>()
  const forget = new Map<string, NodeJS.Timeout>()

  const update = (id: string, change: Partial<T>): void => {
    const job = collection.get(id)
    if (job) collection.upsert({ ...job, ...change })
  }

  const end = (id: string, change: Partial<T>, ending: Partial<Job>): void => {
    update(id, { ...change, ...ending, endedAt: Date.now() })
    if (keep === undefined) forget.set(id, setTimeout(() => dismiss(id), keptMs).unref())
    else for (const { id: old } of collection.values().slice(0, -keep)) dismiss(old)
  }

  const follow = async (id: string, work: Work<T>, signal: AbortSignal): Promise<void> => {
    let last: Partial<T> = {}
    let timer: NodeJS.Timeout | undefined
    const report = (change: Partial<T>): void => {
      last = { ...last, ...change }
      timer ??= setTimeout(() => {
        timer = undefined
        update(id, last)
      }, publishEveryMs)
    }
    try {
      const result = await work.run(signal, report)
      end(id, { ...last, ...result }, { state: 'done' })
    } catch (error) {
      if (signal.aborted) return end(id, last, { state: 'cancelled' })
      const shown = work.explain(error)
      if (!(shown instanceof AppError)) log.error('unexpected end', error)
      end(id, last, { state: 'failed', error: serialiseError(shown) })
    } finally {
      clearTimeout(timer)
      active.delete(id)
    }
  }

  const dismiss = (id: string): void => {
    if (active.has(id)) return
    clearTimeout(forget.get(id))
    forget.delete(id)
    collection.remove(id)
  }

  return {
    store: collection.store,
    values: () => collection.values(),
    restore: (ended) => collection.upsert(...ended),
    begin: (work) => {
      const id = randomUUID()
      // The parts of a job and what it is about make up the whole, which the compiler cannot see.
      collection.upsert({ id, state: 'active', startedAt: Date.now(), ...work.about } as unknown as T)
      const abort = new AbortController()
      active.set(id, { abort, ended: follow(id, work, abort.signal) })
      return id
    },
    cancel: (id) => active.get(id)?.abort.abort(),
    dismiss,
    dispose: async () => {
      for (const timer of forget.values()) clearTimeout(timer)
      const all = [...active.values()]
      for (const { abort } of all) abort.abort()
      await Promise.all(all.map(({ ended }) => ended))
    },
  }
}
