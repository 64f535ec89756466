// The machine: its state for everyone to see, and starting and stopping it.
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import type { StoreApi } from 'zustand/vanilla'
import { eraseWord } from '../../preload/erase-word'
import { AppError } from '../../preload/errors'
import type { MachineService } from '../../preload/contract'
import type { Machine } from '../../preload/model'
import type { DialOptions } from '../base/dial'
import type { Log } from '../base/log'
import type { Paths } from '../base/paths'
import { watchValue } from '../base/watch'
import { defaultShape } from './machine-config'
import type { Adjustable, Driver, MachineShape, Forwarder, Reclaimable, StartContext } from './driver'
import { readFigures, type MachineFigures } from './figures'
import { createMachineState, type MachineStateStore } from './machine-state'
import type { stepDeadlines } from './machine-steps'
import { createMachineWork } from './machine-work'
import { createUsageWatch } from './usage'

export interface MachineOptions {
  readonly driver: Driver
  readonly paths: Pick<Paths, 'machine'>
  /** What the next start would give the machine; as {@link defaultShape} when absent. */
  readonly planned?: () => MachineShape
  /** Starts it by the driver, and may try in another way what fails; plainly when absent. @throws as the driver's start */
  readonly startWith?: (driver: Driver, context: StartContext) => Promise<void>
  /** A person was shown the notices. */
  readonly noticesSeen?: () => Promise<void>
  readonly log: Log
  /** For tests: the longest that each step may take, in ms. */
  readonly deadlines?: typeof stepDeadlines
}

export interface MachineParts {
  readonly service: MachineService
  readonly store: StoreApi<Machine>
  /** A connection to the engine, for which a paused machine is resumed. @throws machine.not-running */
  dial(options?: DialOptions): Promise<Duplex>
  readonly forwarder: Forwarder | undefined
  /** As the driver's; what the machine has then shows in its store. */
  readonly adjustable: Adjustable | undefined
  /** Undefined while the machine does not run, or where nothing is known of it. */
  readFigures(signal?: AbortSignal): Promise<MachineFigures | undefined>
  /** Pauses it because nothing uses it; a connection to the engine wakes it. @throws as pause */
  sleep(): Promise<void>
  /** This computer is about to sleep. */
  hostSleeps(): Promise<void>
  /** This computer slept and woke. */
  hostWoke(): Promise<void>
  /**
   * Gives up a start and ends the machine: stopped in order, or with its state kept where it can be. One that has not
   * ended within `withinMs` is ended by its process.
   */
  dispose(how?: 'stop' | 'save', withinMs?: number): Promise<void>
}

/** What ends again within it is not started again by itself, in ms. */
const restartPauseMs = 60_000

function reclaimable(driver: Driver): Reclaimable {
  if (driver.reclaimable) return driver.reclaimable
  throw new AppError('machine.not-running')
}

/** @throws machine.not-ours */
function own(driver: Driver): Driver {
  if (driver.name === 'none') throw new AppError('machine.not-ours')
  return driver
}

const shownAdjustable = ({ adjust }: Adjustable, state: MachineStateStore): Adjustable => ({
  adjust: async (limits, options) => {
    const followed = await adjust(limits, options)
    state.reshape()
    return followed
  },
})

export async function createMachine(options: MachineOptions): Promise<MachineParts> {
  const { driver, log } = options
  const timesFile = join(options.paths.machine, 'start-times.json')
  const state = createMachineState(driver, options.planned ?? defaultShape, log)
  const work = createMachineWork({ ...options, state, timesFile })
  const usage = createUsageWatch(driver, log)
  let lastRestart = -Infinity
  const unlisten = driver.onExit(({ error }) => {
    if (work.endsByItself()) return
    state.fail(error)
    // The machine itself was well. What keeps ending is told instead.
    if (error.code !== 'machine.wsl-holder-ended' || performance.now() - lastRestart < restartPauseMs) return
    lastRestart = performance.now()
    void work.start().catch((failure: unknown) => log.error('not started again', failure))
  })
  await state.rest()
  return {
    store: state.store,
    dial: async (options) => {
      await work.wake(options?.signal)
      return driver.dial(options)
    },
    forwarder: driver.forwarder,
    adjustable: driver.adjustable && shownAdjustable(driver.adjustable, state),
    readFigures: async (signal) => {
      const { state: now } = state.store.getState()
      if (now !== 'running' && now !== 'paused') return undefined
      return readFigures(driver, now === 'paused', signal)
    },
    sleep: () => work.sleep(),
    hostSleeps: async () => driver.hostSleeps?.(),
    hostWoke: async () => driver.hostWoke?.(),
    service: {
      watchMachine: (call) => watchValue(state.store, call?.signal),
      watchUsage: (call) => usage.watch(call?.signal),
      start: (call) => work.start(call?.signal),
      stop: (call) => work.stop(call?.signal),
      restart: async (call) => {
        await work.stop(call?.signal)
        await work.start(call?.signal)
      },
      save: (call) => work.save(call?.signal),
      repair: async (call) => {
        const { repair } = own(driver)
        await work.endAnd(repair, call?.signal)
        await work.start(call?.signal)
      },
      erase: async ({ confirmation, signal }) => {
        const { delete: erase } = own(driver)
        if (confirmation !== eraseWord)
          throw new AppError('machine.erase-unconfirmed', { params: { word: eraseWord } })
        await work.endAnd(erase, signal)
      },
      pause: (call) => work.pause(call?.signal),
      resume: (call) => work.resume(call?.signal),
      reclaimMemory: async (call) => ({ freedBytes: await reclaimable(driver).memory(call) }),
      reclaimDisk: async (call) => ({ freedBytes: await reclaimable(driver).disk(call) }),
      seeNotices: async () => options.noticesSeen?.(),
      getConsole: () => driver.console(),
    },
    dispose: async (how = 'stop', withinMs) => {
      await usage.dispose()
      const ending = (how === 'save' ? work.saveOrStop() : work.stop()).catch((error: unknown) =>
        log.error('could not be stopped in order', error),
      )
      const late =
        withinMs === undefined
          ? undefined
          : setTimeout(() => {
              log.warn('did not end in time and is ended by its process', { withinMs })
              void driver.kill().catch((error: unknown) => log.error('could not be ended', error))
            }, withinMs)
      await ending
      clearTimeout(late)
      unlisten()
    },
  }
}
