// Whoever would remove what stands still waits for all that does.
import { expect, it } from 'vitest'
import { quietOf, type Quiet } from '../../main/engine/quiet'

/** Something that can be at work, and ends when told. */
function work() {
  let end: (() => void) | undefined
  let over: Promise<boolean> = Promise.resolve(false)
  const part: Quiet = { quiet: () => over }
  const begin = (): void => {
    over = new Promise((resolve) => {
      end = () => {
        over = Promise.resolve(false)
        resolve(true)
      }
    })
  }
  return { part, begin, end: () => end?.() }
}

const soon = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

it.each([0, 1])('what begins at one while another is waited for is waited for, too', async (first) => {
  const both = [work(), work()] as const
  const [one, other] = [both[first], both[1 - first]]
  one?.begin()
  let isQuiet = false
  const all = quietOf(both[0].part, both[1].part)().then(() => (isQuiet = true))
  await soon()
  other?.begin()
  one?.end()
  await soon()
  expect(isQuiet).toBe(false)
  other?.end()
  await all
})
