// Starting and stopping: one at a time, joined by all who ask for the same.
import type { Log } from '../base/log'
import type { Driver } from './driver'
import type { MachineStateStore } from './machine-state'
import { readStepTimes, stepContext, waitingSteps, writeStepTimes, type stepDeadlines } from './machine-steps'

export interface MachineWork {
  start(signal?: AbortSignal): Promise<void>
  stop(signal?: AbortSignal): Promise<void>
  /** Whether something is under way. */
  busy(): boolean
}

interface WorkOptions {
  readonly driver: Driver
  readonly state: MachineStateStore
  /** Where the times of the last start are kept. */
  readonly timesFile: string
  readonly deadlines?: typeof stepDeadlines
  readonly log: Log
}

interface Current {
  readonly kind: 'start' | 'stop'
  readonly abort: AbortController
  readonly done: Promise<void>
}

export function createMachineWork(options: WorkOptions): MachineWork {
  const { store } = options.state
  let current: Current | undefined
  const begin = (kind: Current['kind'], run: (signal: AbortSignal) => Promise<void>): Promise<void> => {
    const abort = new AbortController()
    const done = run(abort.signal).finally(() => {
      if (current?.done === done) current = undefined
    })
    current = { kind, abort, done }
    return done
  }
  return {
    busy: () => current !== undefined,
    start: async (signal) => {
      signal?.throwIfAborted()
      if (current?.kind === 'stop') await leave(current.done, signal)
      if (current?.kind === 'start') return leave(current.done, signal)
      if (store.getState().state === 'running') return
      return leave(
        begin('start', (own) => runStart(options, own)),
        signal,
      )
    },
    stop: async (signal) => {
      if (current?.kind === 'stop') return leave(current.done, signal)
      const interrupted = current
      return leave(
        begin('stop', () => runStop(options, interrupted)),
        signal,
      )
    },
  }
}

async function runStart(options: WorkOptions, signal: AbortSignal): Promise<void> {
  const { driver, state, timesFile, log } = options
  const known = state.store.getState().state !== 'absent'
  const steps = waitingSteps(driver.steps, await readStepTimes(timesFile))
  state.enter(known ? 'starting' : 'creating', { steps })
  const context = stepContext(state.store, signal, options.deadlines)
  try {
    if (!known) {
      await driver.create(context)
      state.enter('starting')
    }
    await driver.start(context)
    signal.throwIfAborted()
    state.enter('running', driver.shape())
    await writeStepTimes(timesFile, state.store.getState().steps).catch((error: unknown) =>
      log.warn('start times are not kept', { why: String(error) }),
    )
  } catch (error) {
    if (!signal.aborted) state.fail(error)
    throw error
  }
}

async function runStop({ driver, state }: WorkOptions, interrupted: Current | undefined): Promise<void> {
  const before = state.store.getState().state
  if (!interrupted && before === 'absent') return
  if (before !== 'stopped') state.enter('stopping')
  interrupted?.abort.abort()
  await interrupted?.done.catch(() => {})
  try {
    await driver.stop()
    if (before !== 'stopped') await state.rest({ steps: [] })
  } catch (error) {
    state.fail(error)
    throw error
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
