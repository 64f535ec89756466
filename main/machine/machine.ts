// The machine's state machine: one start or stop at a time, joined by all who ask for the same.
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { MachineService } from '../../preload/contract'
import { serialiseError } from '../../preload/errors'
import type { Machine, MachineState } from '../../preload/model'
import type { Log } from '../base/log'
import type { Paths } from '../base/paths'
import { watchValue } from '../base/watch'
import type { Driver, Forwarder } from './driver'
import { readStepTimes, stepContext, stepDeadlines, waitingSteps, writeStepTimes } from './machine-steps'
import { createUsageWatch } from './usage'

export interface MachineOptions {
  readonly driver: Driver
  readonly paths: Pick<Paths, 'machine'>
  readonly log: Log
  /** For tests: the longest that each step may take, in ms. */
  readonly deadlines?: typeof stepDeadlines
}

export interface MachineParts {
  readonly service: MachineService
  readonly store: StoreApi<Machine>
  /** A connection to the engine; @throws machine.not-running */
  dial(signal?: AbortSignal): Promise<Duplex>
  readonly forwarder: Forwarder | undefined
  /** Gives up a start and stops the machine in order. */
  dispose(): Promise<void>
}

interface Work {
  readonly kind: 'start' | 'stop'
  readonly abort: AbortController
  readonly done: Promise<void>
}

export async function createMachine(options: MachineOptions): Promise<MachineParts> {
  const { driver, log } = options
  const timesFile = join(options.paths.machine, 'start-times.json')
  const store = createStore<Machine>(() => ({
    driver: driver.name,
    state: 'absent',
    since: Date.now(),
    ...driver.shape(),
    steps: [],
  }))
  const enter = (state: MachineState, change: Partial<Machine> = {}): void => {
    log.info(state)
    store.setState(({ failure: _ended, ...now }) => ({ ...now, state, since: Date.now(), ...change }), true)
  }
  const fail = (error: unknown): void => {
    log.error('failed', error)
    enter('failed', { failure: serialiseError(error) })
  }
  const resting = async (): Promise<MachineState> => ((await driver.exists()) ? 'stopped' : 'absent')

  const runStart = async (signal: AbortSignal): Promise<void> => {
    const known = store.getState().state !== 'absent'
    enter(known ? 'starting' : 'creating', {
      steps: waitingSteps(driver.steps, await readStepTimes(timesFile)),
    })
    const context = stepContext(store, signal, options.deadlines)
    try {
      if (!known) {
        await driver.create(context)
        enter('starting')
      }
      await driver.start(context)
      signal.throwIfAborted()
      enter('running', driver.shape())
      await writeStepTimes(timesFile, store.getState().steps).catch((error: unknown) =>
        log.warn('start times are not kept', { why: String(error) }),
      )
    } catch (error) {
      if (!signal.aborted) fail(error)
      throw error
    }
  }
  const runStop = async (interrupted: Work | undefined): Promise<void> => {
    const { state } = store.getState()
    if (!interrupted && state === 'absent') return
    if (state !== 'stopped') enter('stopping')
    interrupted?.abort.abort()
    await interrupted?.done.catch(() => {})
    try {
      await driver.stop()
      if (store.getState().state !== 'stopped') enter(await resting(), { steps: [] })
    } catch (error) {
      fail(error)
      throw error
    }
  }

  let work: Work | undefined
  const begin = (kind: Work['kind'], run: (signal: AbortSignal) => Promise<void>): Promise<void> => {
    const abort = new AbortController()
    const done = run(abort.signal).finally(() => {
      if (work?.done === done) work = undefined
    })
    work = { kind, abort, done }
    return done
  }
  const start = async (signal?: AbortSignal): Promise<void> => {
    signal?.throwIfAborted()
    if (work?.kind === 'stop') await leave(work.done, signal)
    if (work?.kind === 'start') return leave(work.done, signal)
    if (store.getState().state === 'running') return
    return leave(begin('start', runStart), signal)
  }
  const stop = async (signal?: AbortSignal): Promise<void> => {
    if (work?.kind === 'stop') return leave(work.done, signal)
    const interrupted = work
    return leave(
      begin('stop', () => runStop(interrupted)),
      signal,
    )
  }

  const usage = createUsageWatch(driver, log)
  const unlisten = driver.onExit(({ error }) => {
    if (!work) fail(error)
  })
  enter(await resting())
  return {
    store,
    dial: (signal) => driver.dial(signal ? { signal } : {}),
    forwarder: driver.forwarder,
    service: {
      watchMachine: (call) => watchValue(store, call?.signal),
      watchUsage: (call) => usage.watch(call?.signal),
      start: (call) => start(call?.signal),
      stop: (call) => stop(call?.signal),
      restart: async (call) => {
        await stop(call?.signal)
        await start(call?.signal)
      },
      getConsole: () => driver.console(),
    },
    dispose: async () => {
      await usage.dispose()
      await stop().catch((error: unknown) => log.error('could not be stopped in order', error))
      unlisten()
    },
  }
}

/** Who gives up waiting leaves; the work goes on for the others. */
function leave(done: Promise<void>, signal?: AbortSignal): Promise<void> {
  if (!signal) return done
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason as Error)
    if (signal.aborted) return onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    done.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}
