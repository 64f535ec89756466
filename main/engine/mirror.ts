// Keeps a collection like the engine's own: looks at what changed, once however often it changed meanwhile.
import { setTimeout as delay } from 'node:timers/promises'
import type { Collection } from '../base/collection'

const retryDelaysMs = [200, 1_000, 5_000]

export interface MirrorOptions<T> {
  readonly collection: Collection<T>
  /** How many are looked at in parallel. */
  readonly parallel: number
  /** The present state of one item; undefined when it is gone. */
  inspect(id: string): Promise<T | undefined>
  /** Ids of other items that may have changed because this one did. */
  alsoChanged?(item: T): readonly string[]
  /** Looking at this one failed again and again; it stays as it was last seen. */
  onGivenUp(id: string, error: unknown): void
}

export interface Mirror<T> {
  /** Something about this id changed. Nothing is lost when it changes again while it is being looked at. */
  refresh(id: string): void
  /**
   * Makes the collection hold what the engine lists, then looks at those given as ids only.
   * Subscribe to changes first: those that come meanwhile are looked at afterwards.
   */
  resync(list: () => Promise<readonly (T | string)[]>): Promise<void>
  /** Forgets what was to be looked at; the collection stays. */
  stop(): void
}

export function createMirror<T extends { readonly id: string }>(options: MirrorOptions<T>): Mirror<T> {
  const { collection, parallel } = options
  const waiting = new Set<string>()
  const busy = new Set<string>()
  const results = new Map<string, T | undefined>()
  const idle: (() => void)[] = []
  let held = false
  let life = new AbortController()

  const pump = (): void => {
    for (const id of waiting) {
      if (held || busy.size >= parallel) break
      // The same id is never looked at twice at once, so an older answer cannot overwrite a newer one.
      if (busy.has(id)) continue
      waiting.delete(id)
      busy.add(id)
      void look(id, life.signal).finally(() => {
        busy.delete(id)
        pump()
      })
    }
    if (busy.size === 0 && (held || waiting.size === 0)) {
      publish()
      for (const resolve of idle.splice(0)) resolve()
    }
  }

  const look = async (id: string, signal: AbortSignal): Promise<void> => {
    for (let attempt = 0; !signal.aborted; attempt++) {
      try {
        const item = await options.inspect(id)
        if (!signal.aborted) take(id, item)
        return
      } catch (error) {
        const wait = retryDelaysMs[attempt]
        if (signal.aborted) return
        if (wait === undefined) return options.onGivenUp(id, error)
        await delay(wait, undefined, { ref: false, signal }).catch(() => {})
      }
    }
  }

  const take = (id: string, item: T | undefined): void => {
    // Answers that arrive together are published together: one change for whoever watches.
    if (results.size === 0) setImmediate(publish)
    results.set(item?.id ?? id, item)
    for (const other of item ? (options.alsoChanged?.(item) ?? []) : []) waiting.add(other)
  }

  const publish = (): void => {
    const upserts = [...results.values()].filter((item) => item !== undefined)
    const gone = [...results].filter(([, item]) => item === undefined).map(([id]) => id)
    results.clear()
    if (upserts.length > 0) collection.upsert(...upserts)
    if (gone.length > 0) collection.remove(...gone)
  }

  const settled = (): Promise<void> =>
    new Promise((resolve) => {
      idle.push(resolve)
      pump()
    })

  return {
    refresh: (id) => {
      waiting.add(id)
      pump()
    },
    resync: async (list) => {
      const { signal } = life
      held = true
      try {
        await settled()
        const listed = await list()
        if (signal.aborted) return
        const present = new Set(listed.map((entry) => (typeof entry === 'string' ? entry : entry.id)))
        collection.upsert(...listed.filter((entry) => typeof entry !== 'string'))
        collection.remove(...[...collection.store.getState().keys()].filter((id) => !present.has(id)))
        for (const entry of listed) if (typeof entry === 'string') waiting.add(entry)
      } finally {
        held = false
      }
      await settled()
    },
    stop: () => {
      life.abort()
      life = new AbortController()
      waiting.clear()
      results.clear()
    },
  }
}
