// Watches start with everything, then bring only what changed, and merge what piles up.
import { describe, expect, it } from 'vitest'
import { createCollection } from '../../../main/base/collection'
import { watchCollection } from '../../../main/base/watch'

interface Item {
  readonly id: string
  readonly n: number
}

describe('watchCollection', () => {
  it('yields a snapshot, then upserts and removals', async () => {
    const items = createCollection<Item>()
    items.upsert({ id: 'a', n: 1 }, { id: 'b', n: 1 })
    const watch = watchCollection(items.store)
    expect((await watch.next()).value).toEqual({
      kind: 'snapshot',
      items: [
        { id: 'a', n: 1 },
        { id: 'b', n: 1 },
      ],
    })
    items.upsert({ id: 'a', n: 2 })
    expect((await watch.next()).value).toEqual({ kind: 'change', upsert: [{ id: 'a', n: 2 }], remove: [] })
    items.remove('b')
    expect((await watch.next()).value).toEqual({ kind: 'change', upsert: [], remove: ['b'] })
    await watch.return()
  })

  it('merges changes that nobody took, and skips what came and went', async () => {
    const items = createCollection<Item>()
    const watch = watchCollection(items.store)
    await watch.next()
    for (let n = 0; n < 500; n++) items.upsert({ id: 'a', n })
    items.upsert({ id: 'gone', n: 1 })
    items.remove('gone')
    expect((await watch.next()).value).toEqual({ kind: 'change', upsert: [{ id: 'a', n: 499 }], remove: [] })
    await watch.return()
  })

  it('says nothing for an item that stayed the same by value', async () => {
    const items = createCollection<Item>()
    items.upsert({ id: 'a', n: 1 })
    const before = items.get('a')
    items.upsert({ id: 'a', n: 1 })
    items.replace([{ id: 'a', n: 1 }])
    expect(items.get('a')).toBe(before)
  })

  it('ends when it is aborted while waiting', async () => {
    const abort = new AbortController()
    const watch = watchCollection(createCollection<Item>().store, abort.signal)
    await watch.next()
    const waiting = watch.next()
    abort.abort()
    expect((await waiting).done).toBe(true)
  })
})
