// Starting and stopping: one at a time, joined by all who ask for the same.
import { AppError } from '../../preload/errors'
import type { Machine, MachineState } from '../../preload/model'
import { leave } from '../base/leave'
import { linkAbort } from '../base/linked-abort'
import type { Log } from '../base/log'
import type { Driver, StartContext } from './driver'
import { runSave } from './machine-save'
import type { MachineStateStore } from './machine-state'
import { keepStepTimes, readStepTimes, stepContext, waitingSteps, type stepDeadlines } from './machine-steps'

export interface MachineWork {
  start(signal?: AbortSignal): Promise<void>
  stop(signal?: AbortSignal): Promise<void>
  /**
   * Ends the machine, in order where it can, then does the work while nothing else goes on.
   * @throws what the work throws; the machine has failed then
   */
  endAnd(work: () => Promise<void>, signal?: AbortSignal): Promise<void>
  /** Keeps its state for a quicker start, and stops it where that fails. */
  saveOrStop(): Promise<void>
  /** After a start under way. @throws machine.not-running, machine.pause-failed, machine.pause-unsupported */
  pause(signal?: AbortSignal): Promise<void>
  /** As `pause`, and told as sleep. */
  sleep(): Promise<void>
  /** Harmless when it runs. @throws machine.not-running, machine.pause-failed */
  resume(signal?: AbortSignal): Promise<void>
  /** Resumes what is paused or being paused, and does nothing else. */
  wake(signal?: AbortSignal): Promise<void>
  /** After what is under way. @throws machine.not-running, machine.save-unsupported, machine.save-failed */
  save(signal?: AbortSignal): Promise<void>
  /** Whether a start, a stop or a save is under way, which tells by itself how the machine ended. */
  endsByItself(): boolean
}

interface WorkOptions {
  readonly driver: Driver
  readonly state: MachineStateStore
  readonly startWith?: (driver: Driver, context: StartContext) => Promise<void>
  /** Where the times of the last start are kept. */
  readonly timesFile: string
  readonly deadlines?: typeof stepDeadlines
  readonly log: Log
}

interface Current {
  readonly kind: 'start' | 'stop' | 'pause' | 'resume' | 'save'
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
  /** What must end first, however it ends, before work of one of these kinds is joined or begun. */
  const before = (...kinds: readonly Current['kind'][]): Promise<void> | undefined =>
    current && !kinds.includes(current.kind) ? current.done.catch(ignored) : undefined
  const join = (
    kind: Current['kind'],
    run: (own: AbortSignal) => Promise<void>,
    signal?: AbortSignal,
  ): Promise<void> => leave(current?.kind === kind ? current.done : begin(kind, run), signal)

  /** Interrupts what goes on, and is waited for by whatever comes. */
  const end = (run: (all: WorkOptions, interrupted: Current | undefined) => Promise<void>): Promise<void> => {
    const interrupted = current
    return begin('stop', () => run(options, interrupted))
  }

  const resume = async (signal?: AbortSignal): Promise<void> => {
    signal?.throwIfAborted()
    for (let first; (first = before('resume'));) await leave(first, signal)
    if (!current && store.getState().state === 'running') return
    await join('resume', () => runResume(options), signal)
  }
  const pause = async (told: Partial<Machine>, signal?: AbortSignal): Promise<void> => {
    signal?.throwIfAborted()
    for (let first; (first = before('pause'));) await leave(first, signal)
    if (!current && store.getState().state === 'paused') return
    await join('pause', () => runPause(options, told), signal)
  }
  return {
    endsByItself: () => endings.has(store.getState().state) || current?.kind === 'save',
    start: async (signal) => {
      signal?.throwIfAborted()
      for (let first; (first = before('start', 'resume'));) await leave(first, signal)
      if (current) return leave(current.done, signal)
      const { state } = store.getState()
      if (state === 'paused') return resume(signal)
      if (state === 'running') return
      return leave(
        begin('start', (own) => runStart(options, own)),
        signal,
      )
    },
    stop: async (signal) => {
      if (current?.kind === 'stop') return leave(current.done, signal)
      return leave(end(runStop), signal)
    },
    save: async (signal) => {
      signal?.throwIfAborted()
      for (let first; (first = before('save'));) await leave(first, signal)
      await join('save', (own) => runSave(options, own), signal)
    },
    endAnd: (work, signal) =>
      leave(
        end((all, interrupted) => runEndAnd(all, interrupted, work)),
        signal,
      ),
    saveOrStop: () => end(runSaveOrStop),
    pause: (signal) => pause({}, signal),
    sleep: () => pause({ asleep: true }),
    resume,
    wake: async (signal) => {
      const { state } = store.getState()
      if (state === 'paused' || state === 'pausing') await resume(signal)
    },
  }
}

/** A start has ended for others when it runs, though its times may not be written yet. */
const endings: ReadonlySet<MachineState> = new Set(['creating', 'starting', 'stopping'])

const ignored = (): void => {}

async function runStart(options: WorkOptions, signal: AbortSignal): Promise<void> {
  const { driver, state, timesFile, log } = options
  const known = state.store.getState().state !== 'absent'
  const steps = waitingSteps(driver.steps, await readStepTimes(timesFile))
  // A stop that came meanwhile has seen a machine that does not start, and would leave it as if it did.
  signal.throwIfAborted()
  state.enter(known ? 'starting' : 'creating', { steps, notices: [] })
  const context = stepContext(state.store, signal, options.deadlines)
  try {
    if (!known) {
      await driver.create(context)
      state.enter('starting')
    }
    await (options.startWith ? options.startWith(driver, context) : driver.start(context))
    signal.throwIfAborted()
    state.enter('running', driver.shape())
    await keepStepTimes(timesFile, state.store.getState().steps).catch((error: unknown) =>
      log.warn('start times are not kept', { why: String(error) }),
    )
  } catch (error) {
    if (!signal.aborted) state.fail(error)
    throw error
  }
}

async function runPause({ driver, state }: WorkOptions, told: Partial<Machine>): Promise<void> {
  if (state.store.getState().state !== 'running') throw new AppError('machine.not-running')
  if (!driver.pausable) throw new AppError('machine.pause-unsupported')
  state.enter('pausing')
  await change(state, 'pausing', () => driver.pausable?.pause(), {
    to: 'paused',
    back: 'running',
    told: () => told,
  })
}

async function runResume({ driver, state }: WorkOptions): Promise<void> {
  if (state.store.getState().state !== 'paused') throw new AppError('machine.not-running')
  const began = performance.now()
  const told = () => ({ resumeMs: Math.round(performance.now() - began) })
  await change(state, 'paused', () => driver.pausable?.resume(), { to: 'running', back: 'paused', told })
}

/** A machine that ended meanwhile has failed by then, and is left so. */
async function change(
  { store, enter }: MachineStateStore,
  from: MachineState,
  work: () => Promise<void> | undefined,
  ends: { readonly to: MachineState; readonly back: MachineState; readonly told: () => Partial<Machine> },
): Promise<void> {
  const leaveFor = (state: MachineState, told?: Partial<Machine>): void => {
    if (store.getState().state === from && state !== from) enter(state, told)
  }
  try {
    await work()
    leaveFor(ends.to, ends.told())
  } catch (error) {
    leaveFor(ends.back)
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

async function runEndAnd(
  all: WorkOptions,
  interrupted: Current | undefined,
  work: () => Promise<void>,
): Promise<void> {
  const { driver, state, log } = all
  await runStop(all, interrupted).catch((error: unknown) =>
    log.warn('not stopped in order', { why: String(error) }),
  )
  try {
    await driver.kill()
    await work()
    await state.rest({ steps: [] })
  } catch (error) {
    state.fail(error)
    throw error
  }
}

/** Somebody waits for the app to end: a shutdown in order takes no longer than this. In ms. */
const saveOrStopDeadlineMs = 120_000

async function runSaveOrStop(all: WorkOptions, interrupted: Current | undefined): Promise<void> {
  const { driver, state, log } = all
  const { state: now } = state.store.getState()
  if (!interrupted && driver.saveable && (now === 'running' || now === 'paused')) {
    state.enter('stopping')
    const limit = linkAbort([], saveOrStopDeadlineMs)
    try {
      await driver.saveable.save({ signal: limit.signal })
      return await state.rest({ steps: [] })
    } catch (error) {
      const why = limit.timedOut ? `not saved within ${saveOrStopDeadlineMs} ms` : String(error)
      log.warn('the state was not kept; it is shut down', { why })
    } finally {
      limit.dispose()
    }
  }
  await runStop(all, interrupted)
}
