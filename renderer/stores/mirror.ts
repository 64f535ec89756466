// Mirrors of what the app watches: a keyed collection, or one value. Rows select by id and re-render alone.
import { create, type StoreApi, type UseBoundStore } from 'zustand'
import type { CollectionChange } from '../../preload/model'

export interface MirrorState<T> {
  readonly items: ReadonlyMap<string, T>
  /** False until the first snapshot; the last known items stay while the connection is away. */
  readonly loaded: boolean
}

export interface Mirror<T> {
  readonly use: UseBoundStore<StoreApi<MirrorState<T>>>
  apply(change: CollectionChange<T>): void
}

export function createMirror<T extends { readonly id: string }>(): Mirror<T> {
  const use = create<MirrorState<T>>(() => ({ items: new Map<string, T>(), loaded: false }))
  return {
    use,
    apply: (change) => {
      if (change.kind === 'snapshot') {
        const known = use.getState().items
        return use.setState({
          loaded: true,
          items: new Map(change.items.map((item) => [item.id, keepSame(known.get(item.id), item)])),
        })
      }
      const items = new Map(use.getState().items)
      for (const id of change.remove) items.delete(id)
      for (const item of change.upsert) items.set(item.id, item)
      use.setState({ items })
    },
  }
}

/** A snapshot after a reconnect repeats what is known; rows of unchanged items need not render again. */
const keepSame = <T>(known: T | undefined, item: T): T =>
  known !== undefined && JSON.stringify(known) === JSON.stringify(item) ? known : item

/** One watched value; undefined until it is known. */
export const createValue = <T>(): UseBoundStore<StoreApi<{ readonly value: T | undefined }>> =>
  create<{ readonly value: T | undefined }>(() => ({ value: undefined }))
