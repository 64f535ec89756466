// This computer goes to sleep and wakes: what is written before, and what is set right after.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Log } from '../../main/base/log'
import { followHostSleep } from '../../main/machine/host-sleep'

const lines: string[] = []
const note = (text: string, details?: object): void => void lines.push(`${text} ${JSON.stringify(details)}`)
const log: Log = { info: note, warn: note, error: note, named: () => log }
const done: string[] = []
let at = 0
let listening: { sleeps: (() => void) | undefined; woke: (() => void) | undefined }
let end: () => void

const follow = (failing?: 'keep' | 'machine' | 'clock'): void => {
  const work = (name: string, fails: boolean) => async (): Promise<void> => {
    done.push(name)
    if (fails) throw new Error(`${name} did not answer`)
  }
  end = followHostSleep({
    machine: {
      hostSleeps: work('machine', failing === 'machine'),
      hostWoke: work('clock', failing === 'clock'),
    },
    engine: { renewStreams: () => void done.push('streams') },
    power: {
      onSleeps: (listener) => {
        listening.sleeps = listener
        return () => (listening.sleeps = undefined)
      },
      onWoke: (listener) => {
        listening.woke = listener
        return () => (listening.woke = undefined)
      },
    },
    keep: work('figures', failing === 'keep'),
    then: work('ports', false),
    log,
    now: () => at,
  })
}

beforeEach(() => {
  vi.useFakeTimers()
  at = 1_000_000
  for (const list of [lines, done]) list.length = 0
  listening = { sleeps: undefined, woke: undefined }
})
afterEach(() => {
  end()
  vi.useRealTimers()
})

describe("this computer's sleep", () => {
  it('is begun with everything written down, and ended with the clock, the streams and the ports set right', async () => {
    follow()
    listening.sleeps?.()
    await vi.advanceTimersByTimeAsync(0)
    expect(done).toEqual(['figures', 'machine'])
    at += 5_400_000
    listening.woke?.()
    await vi.advanceTimersByTimeAsync(0)
    expect(done.slice(2)).toEqual(['clock', 'streams', 'ports'])
    expect(lines).toEqual([
      'this computer goes to sleep undefined',
      'this computer slept, or its clock was set {"seconds":5400}',
    ])
  })

  it.each(['keep', 'machine'] as const)('writes the rest when one part cannot: %s', async (failing) => {
    follow(failing)
    listening.sleeps?.()
    await vi.advanceTimersByTimeAsync(0)
    expect(done).toEqual(['figures', 'machine'])
    expect(lines.at(-1)).toMatch(/^not all was written before the sleep .*did not answer/)
  })

  it('leaves no port closed because the clock could not be set', async () => {
    follow('clock')
    listening.woke?.()
    await vi.advanceTimersByTimeAsync(0)
    expect(done).toEqual(['clock', 'streams', 'ports'])
    expect(lines.at(-1)).toMatch(/^not all is as it was before .*did not answer/)
  })

  it('says how long it was only when it was told of the beginning, and listens no longer than it should', async () => {
    follow()
    listening.woke?.()
    await vi.advanceTimersByTimeAsync(0)
    expect(lines).toEqual(['this computer slept, or its clock was set {}'])
    end()
    expect(listening).toEqual({ sleeps: undefined, woke: undefined })
  })
})
