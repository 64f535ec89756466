// Whose turn it is: one at a time, a start after the stop that goes on, and everything that waits can be given up.
import { beforeEach, describe, expect, it } from 'vitest'
import { Turns, type Coming } from '../../main/workspaces/turns'

let turns: Turns
let coming: (Coming | undefined)[]
let order: string[]

beforeEach(() => {
  coming = []
  order = []
  turns = new Turns({
    nameOf: (id) => `The ${id}`,
    isEnding: () => false,
    claim: async () => {},
    onComing: (_id, now) => void coming.push(now),
  })
})

/** Work that ends when it is told to. */
const held = (name: string) => {
  let resolve = (): void => {}
  let reject: (error: Error) => void = resolve
  const promise = new Promise<void>((done, failed) => {
    resolve = done
    reject = failed
  })
  const work = async (): Promise<void> => {
    order.push(`${name} begins`)
    await promise.finally(() => order.push(`${name} ends`))
  }
  return { work, end: resolve, fail: reject }
}
const begin = async (): Promise<void> => void order.push('start')
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
const busy = { code: 'workspace.busy', params: { title: 'The shop' } }
const givenUp = { code: 'workspace.given-up', params: { title: 'The shop' } }

describe('a start that comes while a stop goes on', () => {
  it('waits for its end, says so, and then begins', async () => {
    const stop = held('stop')
    const stopped = turns.stop('shop', stop.work)
    const started = turns.start('shop', begin)
    await settled()
    expect([order, coming]).toEqual([['stop begins'], ['waits']])
    stop.end()
    await Promise.all([stopped, started])
    expect(order).toEqual(['stop begins', 'stop ends', 'start'])
    expect(coming).toEqual(['waits', 'begins', undefined])
  })

  it('begins although the stop failed', async () => {
    const stop = held('stop')
    const stopped = turns.stop('shop', stop.work)
    const started = turns.start('shop', begin)
    stop.fail(new Error('the engine is gone'))
    await expect(stopped).rejects.toThrow('the engine is gone')
    await started
    expect(order.at(-1)).toBe('start')
  })

  it('is refused when there is one that waits', async () => {
    const stop = held('stop')
    const stopped = turns.stop('shop', stop.work)
    const started = turns.start('shop', begin)
    await expect(turns.start('shop', begin)).rejects.toMatchObject(busy)
    stop.end()
    await Promise.all([stopped, started])
    expect(order.filter((one) => one === 'start')).toEqual(['start'])
  })

  it('does not begin when it is given up, and the stop goes on', async () => {
    const stop = held('stop')
    const stopped = turns.stop('shop', stop.work)
    const started = turns.start('shop', begin)
    const [refused] = await Promise.allSettled([started, turns.giveUp('shop')])
    expect(refused).toMatchObject({ status: 'rejected', reason: givenUp })
    expect([order, coming]).toEqual([['stop begins'], ['waits', undefined]])
    stop.end()
    await stopped
    await settled()
    expect(order).toEqual(['stop begins', 'stop ends'])
    await turns.start('shop', begin)
    expect(order.at(-1)).toBe('start')
  })

  it('is given up by a second stop, which is the same as the first', async () => {
    const stop = held('stop')
    const stopped = turns.stop('shop', stop.work)
    const started = turns.start('shop', begin)
    const again = turns.stop('shop', stop.work)
    stop.end()
    const [first, refused, second] = await Promise.allSettled([stopped, started, again])
    expect(refused).toMatchObject({ status: 'rejected', reason: givenUp })
    expect([first.status, second.status, order]).toEqual([
      ...['fulfilled', 'fulfilled'],
      ['stop begins', 'stop ends'],
    ])
  })

  it('does not wait for that of another workspace', async () => {
    const stop = held('stop')
    const stopped = turns.stop('blog', stop.work)
    await settled()
    await turns.start('shop', begin)
    stop.end()
    await stopped
    expect(order).toEqual(['stop begins', 'start', 'stop ends'])
  })
})

describe('turns', () => {
  it('make one of two stops, and let the rest wait for it', async () => {
    const stop = held('stop')
    const both = [turns.stop('shop', stop.work), turns.stop('shop', stop.work)]
    const removed = turns.alone('shop', async () => void order.push('remove'))
    await settled()
    stop.end()
    await Promise.all([...both, removed])
    expect(order).toEqual(['stop begins', 'stop ends', 'remove'])
  })

  it('refuse a second start, before the first has begun and while it goes on', async () => {
    const work = held('work')
    const first = held('first')
    const started = turns.start('shop', async () => {
      await first.work()
      turns.goOn('shop', work.work)
    })
    await expect(turns.start('shop', begin)).rejects.toMatchObject(busy)
    first.end()
    await started
    await expect(turns.start('shop', begin)).rejects.toMatchObject(busy)
    await expect(turns.alone('shop', begin)).rejects.toMatchObject(busy)
    work.end()
    await settled()
    await turns.start('shop', begin)
    expect(order).toEqual(['first begins', 'first ends', 'work begins', 'work ends', 'start'])
  })

  it('wait at the end for a stop that goes on', async () => {
    const stop = held('stop')
    const stopped = turns.stop('shop', stop.work)
    const over = turns.dispose().then(() => order.push('over'))
    await settled()
    stop.end()
    await Promise.all([stopped, over])
    expect(order).toEqual(['stop begins', 'stop ends', 'over'])
  })

  it('give up a start that still looks, and one that goes on', async () => {
    const looks = turns.start('shop', async (signal) => {
      await settled()
      signal.throwIfAborted()
    })
    const [refused] = await Promise.allSettled([looks, turns.giveUp('shop')])
    expect(refused).toMatchObject({ status: 'rejected', reason: givenUp })
    await turns.start('shop', async () =>
      turns.goOn(
        'shop',
        (signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve())),
      ),
    )
    await turns.dispose()
    await turns.start('shop', begin)
    expect(order).toEqual(['start'])
  })
})
