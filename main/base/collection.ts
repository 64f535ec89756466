// A keyed collection in a vanilla zustand store: the single truth of one noun, replaced by reference on change.
import { createStore, type StoreApi } from 'zustand/vanilla'

export type Items<T> = ReadonlyMap<string, T>

export interface Collection<T> {
  readonly store: StoreApi<Items<T>>
  get(id: string): T | undefined
  values(): T[]
  upsert(...items: readonly T[]): void
  remove(...ids: readonly string[]): void
  /** Makes the collection hold exactly these; items that did not change by value keep their reference. */
  replace(items: readonly T[]): void
}

export function createCollection<T extends { readonly id: string }>(): Collection<T> {
  const store = createStore<Items<T>>(() => new Map<string, T>())
  const set = (items: Map<string, T>): void => store.setState(items, true)
  return {
    store,
    get: (id) => store.getState().get(id),
    values: () => [...store.getState().values()],
    upsert: (...items) => {
      const now = store.getState()
      const changed = items.filter((item) => !sameValue(now.get(item.id), item))
      if (changed.length === 0) return
      const next = new Map(now)
      for (const item of changed) next.set(item.id, item)
      set(next)
    },
    remove: (...ids) => {
      const now = store.getState()
      if (!ids.some((id) => now.has(id))) return
      const next = new Map(now)
      for (const id of ids) next.delete(id)
      set(next)
    },
    replace: (items) => {
      const now = store.getState()
      const next = new Map(
        items.map((item) => {
          const known = now.get(item.id)
          return [item.id, known !== undefined && sameValue(known, item) ? known : item]
        }),
      )
      const same = next.size === now.size && [...next].every(([id, item]) => now.get(id) === item)
      if (!same) set(next)
    },
  }
}

/** The nouns are plain data, so their JSON tells them apart. */
const sameValue = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b)
