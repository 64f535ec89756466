// Downloads of images: each goes on by itself, is told about in a collection, and can be joined or cancelled.
import { randomUUID } from 'node:crypto'
import type { StoreApi } from 'zustand/vanilla'
import { AppError, isAbort, serialiseError } from '../../preload/errors'
import type { Pull } from '../../preload/model'
import { createCollection, type Items } from '../base/collection'
import type { Log } from '../base/log'
import { openStream } from './client'
import type { Connection } from './connection'
import { errorOfWords, statusOf, toAppError } from './engine-words'
import { readJsonLines } from './json-lines'
import { noProgress, reducePull, type PullProgress } from './pull-progress'
import { parseReference } from './reference'

/** The window need not redraw more often than people can read. */
const publishEveryMs = 100
const keptMs = 10 * 60_000

export interface Pulls {
  readonly store: StoreApi<Items<Pull>>
  /** Begins a download of a checked reference and gives its id; that of the one under way, if there is one. */
  begin(reference: string): string
  /** Harmless when it has ended. */
  cancel(id: string): void
  /** Forgets one that has ended; one under way stays. */
  dismiss(id: string): void
  /** Cancels all, and resolves when none is under way. */
  dispose(): Promise<void>
}

export interface PullsOptions {
  readonly connection: Connection
  readonly log: Log
}

export function createPulls({ connection, log }: PullsOptions): Pulls {
  const collection = createCollection<Pull>()
  const active = new Map<string, { readonly abort: AbortController; readonly ended: Promise<void> }>()
  const forget = new Map<string, NodeJS.Timeout>()

  const update = (id: string, change: Partial<Pull>): void => {
    const pull = collection.get(id)
    if (pull) collection.upsert({ ...pull, ...change })
  }

  const end = (id: string, change: Partial<Pull>): void => {
    update(id, { ...change, endedAt: Date.now() })
    forget.set(id, setTimeout(() => dismiss(id), keptMs).unref())
  }

  const follow = async (id: string, reference: string, signal: AbortSignal): Promise<void> => {
    try {
      const progress = await download(connection, reference, signal, (now) => update(id, now))
      end(id, { ...progress, state: 'done' })
    } catch (error) {
      if (signal.aborted) return end(id, { state: 'cancelled' })
      const shown = pullError(error, reference, connection)
      if (!(shown instanceof AppError)) log.error('unexpected end of a pull', error)
      end(id, { state: 'failed', error: serialiseError(shown) })
    } finally {
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
    begin: (reference) => {
      const same = collection.values().find((one) => one.reference === reference && one.state === 'active')
      if (same) return same.id
      connection.client()
      const id = randomUUID()
      collection.upsert({ id, reference, state: 'active', startedAt: Date.now(), ...noProgress })
      const abort = new AbortController()
      active.set(id, { abort, ended: follow(id, reference, abort.signal) })
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

/** Rejects with the engine's refusal, also when it comes in the middle of the download. */
async function download(
  connection: Connection,
  reference: string,
  signal: AbortSignal,
  onProgress: (progress: PullProgress) => void,
): Promise<PullProgress> {
  const { repository, version } = parseReference(reference)
  const stream = await openStream(connection.docker(), {
    path: '/images/create',
    method: 'POST',
    query: { fromImage: repository, tag: version },
    signal,
  })
  let progress = noProgress
  let timer: NodeJS.Timeout | undefined
  try {
    for await (const message of readJsonLines(stream)) {
      const words = wordsOfFailure(message)
      if (words !== undefined) throw new PullRefused(words)
      const next = reducePull(progress, message)
      if (next === progress) continue
      progress = next
      timer ??= setTimeout(() => {
        timer = undefined
        onProgress(progress)
      }, publishEveryMs)
    }
    signal.throwIfAborted()
    return progress
  } finally {
    clearTimeout(timer)
    stream.destroy()
  }
}

class PullRefused extends Error {}

function wordsOfFailure(message: unknown): string | undefined {
  const { error, errorDetail } = (message ?? {}) as {
    readonly error?: unknown
    readonly errorDetail?: { readonly message?: unknown }
  }
  if (typeof errorDetail?.message === 'string') return errorDetail.message
  return typeof error === 'string' ? error : undefined
}

function pullError(error: unknown, reference: string, connection: Connection): unknown {
  const asked = { reference, ...platformOf(connection) }
  if (error instanceof PullRefused) return errorOfWords(error.message, asked, error)
  if (error instanceof AppError || isAbort(error) || statusOf(error) !== undefined)
    return toAppError(error, asked)
  return new AppError('image.pull-interrupted', {
    params: { reference },
    detail: String(error),
    cause: error,
  })
}

function platformOf(connection: Connection): { readonly platform?: string } {
  try {
    return { platform: connection.client().platform }
  } catch {
    return {}
  }
}
