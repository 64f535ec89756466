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

export class Mirror<T extends { readonly id: string }> {
  readonly #options: MirrorOptions<T>
  readonly #waiting = new Set<string>()
  readonly #busy = new Set<string>()
  readonly #results = new Map<string, T | undefined>()
  readonly #idle: (() => void)[] = []
  #held = false
  #resyncing = 0
  #life = new AbortController()

  constructor(options: MirrorOptions<T>) {
    this.#options = options
  }

  /** Something about this id changed. Nothing is lost when it changes again while it is being looked at. */
  refresh(id: string): void {
    this.#waiting.add(id)
    this.#pump()
  }

  /**
   * Makes the collection hold what the engine lists, then looks at those given as ids only.
   * Subscribe to changes first: those that come meanwhile are looked at afterwards. All of it is published together:
   * whoever watches would otherwise look at a growing collection again and again.
   */
  async resync(list: () => Promise<readonly (T | string)[]>): Promise<void> {
    const { signal } = this.#life
    this.#held = true
    this.#resyncing += 1
    try {
      await this.#settled()
      const listed = await list()
      if (!signal.aborted) this.#adopt(listed)
      this.#held = false
      await this.#settled()
    } finally {
      this.#held = false
      this.#resyncing -= 1
    }
  }

  /** Forgets what was to be looked at; the collection stays. */
  stop(): void {
    this.#life.abort()
    this.#life = new AbortController()
    this.#waiting.clear()
    this.#results.clear()
  }

  #adopt(listed: readonly (T | string)[]): void {
    const { collection } = this.#options
    const present = new Set(listed.map((entry) => (typeof entry === 'string' ? entry : entry.id)))
    collection.upsert(...listed.filter((entry) => typeof entry !== 'string'))
    collection.remove(...[...collection.store.getState().keys()].filter((id) => !present.has(id)))
    for (const entry of listed) if (typeof entry === 'string') this.#waiting.add(entry)
  }

  #pump(): void {
    for (const id of this.#waiting) {
      if (this.#held || this.#busy.size >= this.#options.parallel) break
      // The same id is never looked at twice at once, so an older answer cannot overwrite a newer one.
      if (this.#busy.has(id)) continue
      this.#waiting.delete(id)
      this.#busy.add(id)
      void this.#look(id, this.#life.signal).finally(() => {
        this.#busy.delete(id)
        this.#pump()
      })
    }
    if (this.#busy.size > 0 || (!this.#held && this.#waiting.size > 0)) return
    this.#publish()
    for (const resolve of this.#idle.splice(0)) resolve()
  }

  async #look(id: string, signal: AbortSignal): Promise<void> {
    for (let attempt = 0; !signal.aborted; attempt++) {
      try {
        const item = await this.#options.inspect(id)
        if (!signal.aborted) this.#take(id, item)
        return
      } catch (error) {
        const wait = retryDelaysMs[attempt]
        if (signal.aborted) return
        if (wait === undefined) return this.#options.onGivenUp(id, error)
        await delay(wait, undefined, { ref: false, signal }).catch(() => {})
      }
    }
  }

  #take(id: string, item: T | undefined): void {
    // Answers that arrive together are published together: one change for whoever watches.
    if (this.#results.size === 0 && this.#resyncing === 0) setImmediate(() => this.#publish())
    this.#results.set(item?.id ?? id, item)
    for (const other of item ? (this.#options.alsoChanged?.(item) ?? []) : []) this.#waiting.add(other)
  }

  #publish(): void {
    const { collection } = this.#options
    const upserts = [...this.#results.values()].filter((item) => item !== undefined)
    const gone = [...this.#results].filter(([, item]) => item === undefined).map(([id]) => id)
    this.#results.clear()
    if (upserts.length > 0) collection.upsert(...upserts)
    if (gone.length > 0) collection.remove(...gone)
  }

  #settled(): Promise<void> {
    return new Promise((resolve) => {
      this.#idle.push(resolve)
      this.#pump()
    })
  }
}
