// One look at a time, and another for what was asked for meanwhile.
import { expect, it } from 'vitest'
import { createLooks } from '../../../main/base/looks'

function setUp(over = false) {
  const begun: (() => void)[] = []
  const told: unknown[] = []
  const looks = createLooks({
    look: async () => {
      await new Promise<void>((go) => begun.push(go))
      if (begun.length === 1) throw new Error('first')
    },
    failed: (error) => told.push(String(error)),
    isOver: () => over,
    settled: () => told.push('settled'),
  })
  return { looks, begun, told }
}

it('looks once more for all that is asked for during a look, also after one that failed', async () => {
  const { looks, begun, told } = setUp()
  const all = [looks.soon(), looks.soon(), looks.soon()]
  expect(begun).toHaveLength(1)
  begun[0]?.()
  await expect.poll(() => begun.length).toBe(2)
  expect(looks.underWay()).toBeDefined()
  begun[1]?.()
  await Promise.all(all)
  expect(begun).toHaveLength(2)
  expect(told).toEqual(['Error: first', 'settled'])
  expect(looks.underWay()).toBeUndefined()
})

it('looks no more once it is over', async () => {
  const { looks, begun } = setUp(true)
  const asked = looks.soon()
  void looks.soon()
  begun[0]?.()
  await asked
  expect(begun).toHaveLength(1)
})
