// Restart loops: told from a program that fails now and then.
import { expect, it, vi } from 'vitest'
import { createRestartLoops } from '../../main/engine/restart-loops'
import { containerOf } from '../renderer/fake-app/fake-app'

const minute = 60_000

it('tells restarts close to each other as a loop, until they stop or lie apart', () => {
  let now = 0
  const loops = createRestartLoops(
    () => {},
    () => now,
  )
  const one = containerOf({ id: 'a', state: 'restarting' })
  const seen = (restarts: number) => loops.note(one, restarts).loop
  expect(seen(0)).toBeUndefined()
  expect(seen(2)).toBeUndefined()
  now = minute
  expect(seen(3)).toEqual({ restarts: 3, since: 0, last: minute })
  expect(loops.note(containerOf({ id: 'a', state: 'exited' }), 3).loop).toBeUndefined()
  now = 15 * minute
  expect(seen(4)).toBeUndefined()
  // Started by a person: the engine counts from 0 again.
  expect(seen(0)).toBeUndefined()
})

it('knows a loop that began before it looked by its next restarts', () => {
  let now = 0
  const loops = createRestartLoops(
    () => {},
    () => (now += 1000),
  )
  const one = containerOf({ id: 'b', state: 'restarting' })
  loops.note(one, 57)
  loops.note(one, 58)
  expect(loops.note(one, 59).loop?.restarts).toBe(3)
})

it('is over when it runs on, though nothing tells', () => {
  vi.useFakeTimers({ now: 0 })
  try {
    const running = containerOf({ id: 'c', state: 'running' })
    const seen: unknown[] = []
    const loops = createRestartLoops((id) => seen.push([id, loops.note(running, 4).loop]))
    loops.note(running, 0)
    vi.advanceTimersByTime(minute)
    expect(loops.note(running, 4).loop?.restarts).toBe(4)
    vi.advanceTimersByTime(10 * minute - 1_000)
    expect(seen).toEqual([])
    vi.advanceTimersByTime(minute)
    expect(seen).toEqual([['c', undefined]])
  } finally {
    vi.useRealTimers()
  }
})
