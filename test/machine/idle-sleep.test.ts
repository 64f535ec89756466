// The machine falls asleep when nothing uses it, and only then.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { watchClockJumps } from '../../main/base/clock-jumps'
import { silentLog } from '../../main/base/log'
import { sleepWhenIdle } from '../../main/machine/idle-sleep'
import type { Container, Machine, Pull } from '../../preload/model'
import { containerOf, stoppedMachine } from '../renderer/fake-app/fake-app'
import { activePull } from '../renderer/fake-app/fake-images'

const minuteMs = 60_000

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const make = (features: Machine['features'] = ['pause']) => {
  const store = createStore<Machine>(() => ({ ...stoppedMachine, state: 'running', features }))
  const sleep = vi.fn<() => Promise<void>>(async () => store.setState({ state: 'paused' }))
  const containers = createStore<ReadonlyMap<string, Container>>(() => new Map())
  const pulls = createStore<ReadonlyMap<string, Pull>>(() => new Map())
  const connections = createStore(() => 0)
  const settings = createStore(() => ({ sleepAfterMinutes: 10 }))
  const end = sleepWhenIdle({
    machine: { store, sleep },
    ...{ containers, jobs: [pulls], connections, settings },
    log: silentLog,
  })
  const put = (state: Container['state']): void =>
    containers.setState(new Map([['a', containerOf({ id: 'a', state })]]), true)
  return { store, sleep, containers, pulls, connections, settings, end, put }
}

describe('an idle machine', () => {
  it('sleeps after the chosen time', async () => {
    const { sleep } = make()
    await vi.advanceTimersByTimeAsync(10 * minuteMs - 1)
    expect(sleep).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    expect(sleep).toHaveBeenCalledOnce()
  })

  it.each(['running', 'paused', 'restarting'] as const)(
    'stays awake while a container is %s',
    async (state) => {
      const { sleep, put } = make()
      put(state)
      await vi.advanceTimersByTimeAsync(60 * minuteMs)
      expect(sleep).not.toHaveBeenCalled()
      put('exited')
      await vi.advanceTimersByTimeAsync(10 * minuteMs)
      expect(sleep).toHaveBeenCalledOnce()
    },
  )

  it('stays awake while something is connected or downloaded', async () => {
    const { sleep, connections, pulls } = make()
    connections.setState(1, true)
    pulls.setState(new Map([['p', activePull('p', 'redis')]]), true)
    await vi.advanceTimersByTimeAsync(60 * minuteMs)
    connections.setState(0, true)
    await vi.advanceTimersByTimeAsync(60 * minuteMs)
    expect(sleep).not.toHaveBeenCalled()
    pulls.setState(new Map([['p', { ...activePull('p', 'redis'), state: 'done' as const }]]), true)
    await vi.advanceTimersByTimeAsync(10 * minuteMs)
    expect(sleep).toHaveBeenCalledOnce()
  })

  it('begins to count anew whenever it was used', async () => {
    const { sleep, connections } = make()
    for (let times = 0; times < 5; times++) {
      await vi.advanceTimersByTimeAsync(9 * minuteMs)
      connections.setState(1, true)
      connections.setState(0, true)
    }
    expect(sleep).not.toHaveBeenCalled()
  })

  it('never sleeps when that was chosen, when it cannot, or when it does not run', async () => {
    const never = make()
    never.settings.setState({ sleepAfterMinutes: 0 })
    const unable = make([])
    const stopped = make()
    stopped.store.setState({ state: 'stopped' })
    const ended = make()
    ended.end()
    await vi.advanceTimersByTimeAsync(600 * minuteMs)
    for (const { sleep } of [never, unable, stopped, ended]) expect(sleep).not.toHaveBeenCalled()
  })

  it('follows a change of the time at once', async () => {
    const { sleep, settings } = make()
    await vi.advanceTimersByTimeAsync(5 * minuteMs)
    settings.setState({ sleepAfterMinutes: 1 })
    await vi.advanceTimersByTimeAsync(minuteMs)
    expect(sleep).toHaveBeenCalledOnce()
  })
})

describe('the clock of this computer', () => {
  it('tells of a sleep and of a time that was set, not of ordinary ticks', async () => {
    let ahead = 0
    const onJump = vi.fn<() => void>()
    const end = watchClockJumps({ onJump, now: () => Date.now() + ahead, paceMs: 1_000 })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(onJump).not.toHaveBeenCalled()
    ahead = 3_600_000
    await vi.advanceTimersByTimeAsync(5_000)
    expect(onJump).toHaveBeenCalledTimes(1)
    ahead = 0
    await vi.advanceTimersByTimeAsync(5_000)
    expect(onJump).toHaveBeenCalledTimes(2)
    end()
    ahead = 1e9
    await vi.advanceTimersByTimeAsync(5_000)
    expect(onJump).toHaveBeenCalledTimes(2)
  })
})
