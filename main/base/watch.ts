// Turns stores into watches: the present state first, then what changed since the last value was taken.
import type { StoreApi } from 'zustand/vanilla'
import type { CollectionChange } from '../../preload/model'
import type { Items } from './collection'

/** Yields the state now and after each change; a slow consumer skips what lies between. Ends on abort. */
export async function* watchValue<T>(store: StoreApi<T>, signal?: AbortSignal): AsyncGenerator<T, void> {
  const changes = pulse(signal)
  const unsubscribe = store.subscribe(changes.beat)
  try {
    let last: { value: T } | undefined
    while (!signal?.aborted) {
      const value = store.getState()
      if (last?.value !== value) {
        last = { value }
        yield value
      } else await changes.next()
    }
  } finally {
    unsubscribe()
    changes.dispose()
  }
}

/** Yields a snapshot, then only what changed, compared by reference. Changes that pile up are merged. */
export async function* watchCollection<T extends { readonly id: string }>(
  store: StoreApi<Items<T>>,
  signal?: AbortSignal,
): AsyncGenerator<CollectionChange<T>, void> {
  let last: Items<T> | undefined
  for await (const items of watchValue(store, signal)) {
    const change = last === undefined ? snapshot(items) : difference(last, items)
    last = items
    if (change) yield change
  }
}

const snapshot = <T>(items: Items<T>): CollectionChange<T> => ({
  kind: 'snapshot',
  items: [...items.values()],
})

function difference<T>(before: Items<T>, after: Items<T>): CollectionChange<T> | undefined {
  const upsert = [...after].filter(([id, item]) => before.get(id) !== item).map(([, item]) => item)
  const remove = [...before.keys()].filter((id) => !after.has(id))
  return upsert.length + remove.length === 0 ? undefined : { kind: 'change', upsert, remove }
}

/** A wait that a beat or an abort ends; a beat that comes early is not lost. */
function pulse(signal?: AbortSignal): { beat(): void; next(): Promise<void>; dispose(): void } {
  let beaten = false
  let wake: (() => void) | undefined
  const beat = (): void => {
    beaten = true
    wake?.()
  }
  signal?.addEventListener('abort', beat, { once: true })
  return {
    beat,
    next: async () => {
      if (!beaten) await new Promise<void>((resolve) => (wake = resolve))
      beaten = false
      wake = undefined
    },
    dispose: () => signal?.removeEventListener('abort', beat),
  }
}
