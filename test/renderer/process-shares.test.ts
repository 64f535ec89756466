// Shares of processes out of whole seconds of processor time.
import { expect, it } from 'vitest'
import { looksWith, secondsOf, shareOf, type ProcessLook } from '../../renderer/details/process-shares'

it.each([
  ['00:00:05', 5],
  ['0:05', 5],
  ['1:02:03', 3723],
  ['2-00:00:01', 172_801],
  ['1h05', 3900],
  ['?', undefined],
])('reads the time %s', (text, seconds) => expect(secondsOf(text)).toBe(seconds))

const look = (second: number, used: Readonly<Record<string, number>>): ProcessLook => ({
  at: second * 1000,
  seconds: new Map(Object.entries(used)),
})

it('tells a share of all processors once the process was watched for some seconds', () => {
  let looks = looksWith([], look(0, { '1 sh': 10 }))
  expect(shareOf(looks, '1 sh', 2)).toBeUndefined()
  looks = looksWith(looks, look(10, { '1 sh': 15, '2 new': 3 }))
  expect(shareOf(looks, '1 sh', 2)).toBeCloseTo(0.25)
  expect(shareOf(looks, '2 new', 2)).toBeUndefined()
})

it('forgets what is longer than a minute ago', () => {
  const looks = looksWith([look(0, { '1 sh': 0 }), look(30, { '1 sh': 30 })], look(61, { '1 sh': 30 }))
  expect(looks).toHaveLength(2)
  expect(shareOf(looks, '1 sh', 1)).toBe(0)
})

it('tells nothing of a process whose time went back: it is another one', () => {
  const looks = looksWith([look(0, { '1 sh': 9 })], look(20, { '1 sh': 1 }))
  expect(shareOf(looks, '1 sh', 1)).toBeUndefined()
})
