// Watched collections and values for the stand-in app: each watcher gets a snapshot, then every change.
import type { CollectionChange } from '../../../preload/model'

/** Hands values to any number of watchers, each at its own pace; ends with the watcher's signal. */
export class Broadcast<T> {
  readonly #queues = new Set<(value: T) => void>()

  send(value: T): void {
    for (const push of this.#queues) push(value)
  }

  get watchers(): number {
    return this.#queues.size
  }

  async *watch(first: readonly T[], signal?: AbortSignal): AsyncGenerator<T, void> {
    const queue: T[] = [...first]
    let wake = (): void => {}
    const push = (value: T): void => {
      queue.push(value)
      wake()
    }
    const stop = (): void => wake()
    this.#queues.add(push)
    signal?.addEventListener('abort', stop, { once: true })
    try {
      while (!signal?.aborted) {
        const next = queue.shift()
        if (next === undefined) await new Promise<void>((resolve) => (wake = resolve))
        else yield next
      }
    } finally {
      this.#queues.delete(push)
      signal?.removeEventListener('abort', stop)
    }
  }
}

export class WatchedCollection<T extends { readonly id: string }> {
  readonly items = new Map<string, T>()
  readonly #changes = new Broadcast<CollectionChange<T>>()

  get watchers(): number {
    return this.#changes.watchers
  }

  upsert(...items: readonly T[]): void {
    for (const item of items) this.items.set(item.id, item)
    this.#changes.send({ kind: 'change', upsert: items, remove: [] })
  }

  /** Changes one item; does nothing when it is gone. */
  change(id: string, part: Partial<T>): void {
    const item = this.items.get(id)
    if (item) this.upsert({ ...item, ...part })
  }

  remove(id: string): void {
    if (this.items.delete(id)) this.#changes.send({ kind: 'change', upsert: [], remove: [id] })
  }

  watch = (signal?: AbortSignal): AsyncIterable<CollectionChange<T>> =>
    this.#changes.watch([{ kind: 'snapshot', items: [...this.items.values()] }], signal)
}

export class WatchedValue<T> {
  #value: T
  readonly #changes = new Broadcast<T>()

  constructor(value: T) {
    this.#value = value
  }

  get value(): T {
    return this.#value
  }

  set value(value: T) {
    this.#value = value
    this.#changes.send(value)
  }

  watch = (signal?: AbortSignal): AsyncIterable<T> => this.#changes.watch([this.#value], signal)
}
