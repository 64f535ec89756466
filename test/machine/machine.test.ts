// The machine's state machine: joins, cancels, failures, times.
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { silentLog } from '../../main/base/log'
import { until } from '../../main/base/until'
import { createMachine, type MachineParts } from '../../main/machine/machine'
import { stepDeadlines } from '../../main/machine/machine-steps'
import { AppError } from '../../preload/errors'
import { scriptedDriver, type ScriptedDriver } from './scripted-driver'

let folder: string
let driver: ScriptedDriver
let machine: MachineParts

const make = async (exists = true, deadlines = stepDeadlines): Promise<void> => {
  driver = scriptedDriver({ exists })
  machine = await createMachine({ driver, paths: { machine: folder }, log: silentLog, deadlines })
}
const state = (): string => machine.store.getState().state
const active = (): Promise<true> =>
  until(() => (machine.store.getState().steps[0]?.state === 'active' ? true : undefined), {
    deadlineMs: 20_000,
    everyMs: 1,
    waitingFor: 'the step to begin',
  })

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pst-machine-'))
  await make()
})
afterEach(async () => {
  await machine.dispose()
  await rm(folder, { recursive: true })
})

/** Starts the machine and forgets what the driver was asked for until then. */
const run = async (): Promise<void> => {
  const start = machine.service.start()
  await active()
  driver.succeed()
  await start
  driver.calls.length = 0
}

describe('starting', () => {
  it('goes from stopped over starting to running, and remembers what each step took', async () => {
    expect(state()).toBe('stopped')
    const start = machine.service.start()
    await active()
    expect(state()).toBe('starting')
    driver.succeed()
    await start
    expect(machine.store.getState()).toMatchObject({ state: 'running', steps: [{ id: 'vm', state: 'done' }] })
    const times = JSON.parse(await readFile(join(folder, 'start-times.json'), 'utf8')) as { vm: number }
    expect(times.vm).toBeTypeOf('number')

    await machine.service.stop()
    const again = machine.service.start()
    await active()
    expect(machine.store.getState().steps[0]?.expectedMs).toBe(times.vm)
    driver.succeed()
    await again
  })

  it('creates first when there is no machine yet', async () => {
    await make(false)
    expect(state()).toBe('absent')
    const seen: string[] = []
    machine.store.subscribe((now, before) => now.state !== before.state && seen.push(now.state))
    const start = machine.service.start()
    await active()
    driver.succeed()
    await start
    expect(seen).toEqual(['creating', 'starting', 'running'])
    expect(driver.calls).toEqual(['create', 'start'])
  })

  it('is joined by a second start, and is done when it runs', async () => {
    const both = [machine.service.start(), machine.service.start()]
    await active()
    driver.succeed()
    await Promise.all(both)
    await machine.service.start()
    expect(driver.calls).toEqual(['start'])
  })

  it('goes on when one of those who wait gives up', async () => {
    const giveUp = new AbortController()
    const impatient = machine.service.start({ signal: giveUp.signal })
    const patient = machine.service.start()
    await active()
    giveUp.abort()
    await expect(impatient).rejects.toMatchObject({ name: 'AbortError' })
    expect(state()).toBe('starting')
    driver.succeed()
    await patient
    expect(state()).toBe('running')
  })

  it('fails with the cause, and can be tried again', async () => {
    const start = machine.service.start()
    await active()
    driver.fail(new AppError('machine.start-failed', { params: { program: 'qemu', reason: 'exit code 1' } }))
    await expect(start).rejects.toMatchObject({ code: 'machine.start-failed' })
    expect(machine.store.getState()).toMatchObject({
      state: 'failed',
      failure: { code: 'machine.start-failed' },
      steps: [{ id: 'vm', state: 'failed' }],
    })
    const again = machine.service.start()
    await active()
    expect(machine.store.getState().failure).toBeUndefined()
    driver.succeed()
    await again
  })

  it('names what it waited for when a step takes too long', async () => {
    await make(true, { ...stepDeadlines, vm: 20 })
    await expect(machine.service.start()).rejects.toMatchObject({
      code: 'machine.step-timeout',
      params: { waitingFor: 'Linux' },
    })
    expect(state()).toBe('failed')
  })

  it('shows what it has once its limits changed while it runs', async () => {
    await run()
    expect(machine.store.getState()).toMatchObject({ cpus: 2 })
    await machine.adjustable?.adjust({ cpus: 1, memoryBytes: 1e9 })
    expect(machine.store.getState()).toMatchObject({ state: 'running', cpus: 1, memoryBytes: 1e9 })
  })
})

describe('stopping', () => {
  it('is stopped at once, although its start had not begun to do anything', async () => {
    const start = machine.service.start()
    await machine.service.stop()
    await expect(start).rejects.toMatchObject({ name: 'AbortError' })
    expect(state()).toBe('stopped')
  })

  it('gives up a start that is under way, and ends stopped', async () => {
    const start = machine.service.start()
    await active()
    const stop = machine.service.stop()
    await expect(start).rejects.toMatchObject({ name: 'AbortError' })
    await stop
    expect(machine.store.getState()).toMatchObject({ state: 'stopped', steps: [] })
    expect(driver.calls).toEqual(['start', 'stop'])
  })

  it('is harmless twice, and when there is no machine', async () => {
    await Promise.all([machine.service.stop(), machine.service.stop()])
    expect(state()).toBe('stopped')
    await make(false)
    await machine.service.stop()
    expect(state()).toBe('absent')
  })

  it('is waited for by a start that comes meanwhile', async () => {
    const first = machine.service.start()
    await active()
    driver.succeed()
    await first
    const stop = machine.service.stop()
    const start = machine.service.start()
    await stop
    await active()
    driver.succeed()
    await start
    expect(driver.calls).toEqual(['start', 'stop', 'start'])
  })

  it('is the first half of a restart', async () => {
    const first = machine.service.start()
    await active()
    driver.succeed()
    await first
    const restart = machine.service.restart()
    await until(() => (state() === 'starting' ? true : undefined), {
      deadlineMs: 20_000,
      waitingFor: 'starting',
    })
    await active()
    driver.succeed()
    await restart
    expect(state()).toBe('running')
  })
})

describe('pausing', () => {
  it('is done once for all who ask, and undone by resume or start', async () => {
    await run()
    await Promise.all([machine.service.pause(), machine.service.pause()])
    expect(state()).toBe('paused')
    await machine.service.pause()
    await Promise.all([machine.service.resume(), machine.service.start()])
    expect(state()).toBe('running')
    await machine.service.resume()
    expect(driver.calls).toEqual(['pause', 'resume'])
  })

  it('ends with the next connection to the engine', async () => {
    await run()
    const pause = machine.service.pause()
    expect(state()).toBe('pausing')
    await Promise.all([machine.dial().catch(() => {}), machine.dial().catch(() => {}), pause])
    expect(driver.calls).toEqual(['pause', 'resume', 'dial', 'dial'])
    expect(state()).toBe('running')
  })

  it('needs a machine that runs', async () => {
    await expect(machine.service.pause()).rejects.toMatchObject({ code: 'machine.not-running' })
    await expect(machine.service.resume()).rejects.toMatchObject({ code: 'machine.not-running' })
    expect(state()).toBe('stopped')
  })

  it('that fails leaves the machine running, and a resume that fails leaves it paused', async () => {
    await run()
    const failure = new AppError('machine.pause-failed')
    driver.onHold(() => Promise.reject(failure))
    await expect(machine.service.pause()).rejects.toBe(failure)
    expect(state()).toBe('running')
    driver.onHold(async () => {})
    await machine.service.pause()
    driver.onHold(() => Promise.reject(failure))
    await expect(machine.service.resume()).rejects.toBe(failure)
    expect(state()).toBe('paused')
  })

  it('of a machine that dies meanwhile ends failed', async () => {
    await run()
    driver.onHold(async () => driver.die())
    await machine.service.pause()
    expect(state()).toBe('failed')
  })

  it('is given up for a stop', async () => {
    await run()
    await machine.service.pause()
    await machine.service.stop()
    expect(driver.calls).toEqual(['pause', 'stop'])
    expect(state()).toBe('stopped')
  })
})

describe('saving', () => {
  it('is done once for all who ask, and leaves a machine that stands still', async () => {
    await run()
    await Promise.all([machine.service.save(), machine.service.save()])
    expect(driver.calls).toEqual(['save'])
    expect(state()).toBe('stopped')
    await expect(machine.service.save()).rejects.toMatchObject({ code: 'machine.not-running' })
  })

  it('that fails leaves the machine running', async () => {
    await run()
    const failure = new AppError('machine.save-failed')
    driver.onHold(() => Promise.reject(failure))
    await expect(machine.service.save()).rejects.toBe(failure)
    expect(state()).toBe('running')
  })
})

describe('a machine that ends by itself', () => {
  it('has failed, with the cause, and starts again', async () => {
    const first = machine.service.start()
    await active()
    driver.succeed()
    await first
    driver.die()
    expect(machine.store.getState()).toMatchObject({ state: 'failed', failure: { code: 'machine.vm-died' } })
    const again = machine.service.start()
    await active()
    driver.succeed()
    await again
    expect(state()).toBe('running')
  })
})

it('starts again by itself when only what holds it ended, and tells when that happens again', async () => {
  await run()
  driver.die('machine.wsl-holder-ended')
  await active()
  driver.succeed()
  await machine.service.start()
  expect(state()).toBe('running')
  driver.die('machine.wsl-holder-ended')
  expect(machine.store.getState()).toMatchObject({
    state: 'failed',
    failure: { code: 'machine.wsl-holder-ended' },
  })
  expect(driver.calls).toEqual(['start'])
})

it('shows the state now and every change', async () => {
  const giveUp = new AbortController()
  const seen: string[] = []
  const watching = (async () => {
    for await (const { state: now } of machine.service.watchMachine({ signal: giveUp.signal })) {
      seen.push(now)
      if (now === 'running') giveUp.abort()
    }
  })()
  const start = machine.service.start()
  await active()
  driver.succeed()
  await start
  await watching
  expect(seen[0]).toMatch(/stopped|starting/)
  expect(seen.at(-1)).toBe('running')
})

describe('repair and erase', () => {
  const run = async (): Promise<void> => {
    const start = machine.service.start()
    await active()
    driver.succeed()
    await start
  }

  it('repair ends the machine, makes it anew and starts it', async () => {
    await run()
    const repair = machine.service.repair()
    await until(() => (driver.calls.includes('repair') ? true : undefined), {
      deadlineMs: 20_000,
      waitingFor: 'it',
    })
    await active()
    driver.succeed()
    await repair
    expect(state()).toBe('running')
    expect(driver.calls).toEqual(['start', 'stop', 'repair', 'start'])
  })

  it('erase asks for the word, and leaves no machine', async () => {
    await run()
    await expect(machine.service.erase({ confirmation: 'yes' })).rejects.toMatchObject({
      code: 'machine.erase-unconfirmed',
    })
    expect(state()).toBe('running')
    await machine.service.erase({ confirmation: 'erase' })
    expect(state()).toBe('absent')
    expect(driver.calls).toEqual(['start', 'stop', 'delete'])
  })

  it('a start that is asked for meanwhile waits for the end of it', async () => {
    await run()
    const erase = machine.service.erase({ confirmation: 'erase' })
    const start = machine.service.start()
    await erase
    await active()
    driver.succeed()
    await start
    expect(driver.calls).toEqual(['start', 'stop', 'delete', 'create', 'start'])
  })

  it('is told as a death when the machine ends while the times of its start are written', async () => {
    const start = machine.service.start()
    await active()
    const unsubscribe = machine.store.subscribe((now) => {
      if (now.state !== 'running') return
      unsubscribe()
      driver.die()
    })
    driver.succeed()
    await start
    expect(state()).toBe('failed')
  })
})

describe('the end of the app', () => {
  it.each([
    ['keeps the state where that was chosen and is possible', async () => {}, []],
    ['stops where that fails', () => Promise.reject(new Error('no room')), ['stop']],
    ['stops where that takes longer than people wait', untilAborted, ['stop']],
  ])('%s', async (_what, save, then) => {
    await make()
    const called = (options: Options) => (driver.calls.push('save'), save(options))
    Object.assign(driver, { saveable: { save: called } })
    const start = machine.service.start()
    await active()
    driver.succeed()
    await start
    vi.useFakeTimers()
    const ended = machine.dispose('save')
    await vi.advanceTimersByTimeAsync(180_000)
    await ended.finally(() => vi.useRealTimers())
    expect(driver.calls).toEqual(['start', 'save', ...then])
  })
})

interface Options {
  readonly signal: AbortSignal
}

const untilAborted = ({ signal }: Options): Promise<void> =>
  new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)))
