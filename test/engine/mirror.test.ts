// The mirror of the engine's items: few questions, the newest answer, nothing lost.
import { describe, expect, it } from 'vitest'
import { createCollection } from '../../main/base/collection'
import { until } from '../../main/base/until'
import { Mirror } from '../../main/engine/mirror'

interface Item {
  readonly id: string
  readonly value: number
}

/** An engine whose items change while it is asked about them. */
function setUp(parallel = 4) {
  const truth = new Map<string, number>()
  const collection = createCollection<Item>()
  const asked: string[] = []
  const givenUp: string[] = []
  let open = 0
  let mostOpen = 0
  let fail: (id: string) => boolean = () => false
  const mirror = new Mirror<Item>({
    collection,
    parallel,
    inspect: async (id) => {
      asked.push(id)
      mostOpen = Math.max(mostOpen, ++open)
      // What is answered was true when the question arrived; the answer takes a while.
      const value = truth.get(id)
      await new Promise(setImmediate)
      open -= 1
      if (fail(id)) throw new Error('no answer')
      return value === undefined ? undefined : { id, value }
    },
    onGivenUp: (id) => givenUp.push(id),
  })
  const is = (id: string, value: number | undefined) =>
    until(() => (collection.get(id)?.value === value ? true : undefined), {
      deadlineMs: 20_000,
      everyMs: 2,
      waitingFor: `${id} to be ${value}`,
    })
  return {
    truth,
    collection,
    asked,
    givenUp,
    mirror,
    is,
    mostOpen: () => mostOpen,
    failWhen: (when: (id: string) => boolean) => (fail = when),
  }
}

describe('mirror', () => {
  it('asks a few at a time in a burst of 500 changes, and ends with the last value of each', async () => {
    const { truth, mirror, asked, is, mostOpen } = setUp()
    for (let change = 0; change < 500; change++) {
      truth.set(`c${change % 5}`, change)
      mirror.refresh(`c${change % 5}`)
      if (change % 50 === 0) await new Promise(setImmediate)
    }
    for (let n = 0; n < 5; n++) await is(`c${n}`, 495 + n)
    expect(mostOpen()).toBeLessThanOrEqual(4)
    expect(asked.length).toBeLessThan(100)
  })

  it('looks again when something changes during the look', async () => {
    const { truth, mirror, is, asked } = setUp()
    truth.set('a', 1)
    mirror.refresh('a')
    truth.set('a', 2)
    mirror.refresh('a')
    await is('a', 2)
    truth.delete('a')
    mirror.refresh('a')
    await is('a', undefined)
    expect(asked.length).toBeGreaterThanOrEqual(2)
  })

  it('keeps what happens while the list is fetched', async () => {
    const { truth, mirror, collection, is } = setUp()
    collection.upsert({ id: 'gone', value: 0 })
    truth.set('listed', 1)
    const synced = mirror.resync(async () => {
      const listed = [...truth.keys()]
      // After the list was made and before it arrives.
      truth.set('late', 7)
      mirror.refresh('late')
      truth.set('listed', 2)
      mirror.refresh('listed')
      await new Promise(setImmediate)
      return listed
    })
    await synced
    await is('late', 7)
    await is('listed', 2)
    expect(collection.get('gone')).toBeUndefined()
  })

  it('publishes a listed item without asking for it', async () => {
    const { mirror, collection, asked } = setUp()
    await mirror.resync(async () => [{ id: 'x', value: 5 }])
    expect(collection.get('x')).toEqual({ id: 'x', value: 5 })
    expect(asked).toEqual([])
  })

  it('publishes all that a resync looks at as one change', async () => {
    const { truth, mirror, collection } = setUp()
    const ids = Array.from({ length: 40 }, (_, n) => `c${n}`)
    for (const id of ids) truth.set(id, 1)
    const sizes: number[] = []
    collection.store.subscribe((items) => sizes.push(items.size))
    await mirror.resync(async () => ids)
    expect(sizes).toEqual([40])
  })

  it('asks again after a failure, and leaves the item as it was when it gives up', async () => {
    const { truth, mirror, is, failWhen, asked } = setUp()
    truth.set('a', 1)
    let failures = 2
    failWhen(() => failures-- > 0)
    mirror.refresh('a')
    await is('a', 1)
    expect(asked).toEqual(['a', 'a', 'a'])
  })

  it('takes nothing from before a stop', async () => {
    const { truth, mirror, collection } = setUp()
    truth.set('a', 1)
    mirror.refresh('a')
    mirror.stop()
    await mirror.resync(async () => [])
    expect(collection.get('a')).toBeUndefined()
  })
})
