// The machine as everyone sees it: one store, changed only by entering a state.
import { createStore, type StoreApi } from 'zustand/vanilla'
import { serialiseError } from '../../preload/errors'
import type { Machine, MachineState } from '../../preload/model'
import type { Log } from '../base/log'
import type { Driver, MachineShape } from './driver'

export interface MachineStateStore {
  readonly store: StoreApi<Machine>
  /** Forgets the last failure, that it slept, and with the end of a run how soon it woke. */
  enter(state: MachineState, change?: Partial<Machine>): void
  fail(error: unknown): void
  /** Tells what the machine has now, in whatever state it is. */
  reshape(): void
  /** The state of a machine that does not run: `stopped`, or `absent` when there is none. */
  rest(change?: Partial<Machine>): Promise<void>
}

/** Where it still is the same run that was resumed. */
const alive: ReadonlySet<MachineState> = new Set(['running', 'pausing', 'paused', 'stopping'])

/** `planned` is what a machine that does not run would have. */
export function createMachineState(driver: Driver, planned: () => MachineShape, log: Log): MachineStateStore {
  const shape = (): MachineShape => driver.shape() ?? planned()
  const store = createStore<Machine>(() => ({
    driver: driver.name,
    features: [...driver.features],
    state: 'absent',
    since: Date.now(),
    ...shape(),
    steps: [],
  }))
  const enter: MachineStateStore['enter'] = (state, change = {}) => {
    log.info(state)
    store.setState(
      ({ failure: _ended, asleep: _awake, resumeMs, ...now }) => ({
        ...now,
        ...(resumeMs !== undefined && alive.has(state) ? { resumeMs } : {}),
        state,
        since: Date.now(),
        ...change,
      }),
      true,
    )
  }
  return {
    store,
    enter,
    fail: (error) => {
      log.error('failed', error)
      enter('failed', { failure: serialiseError(error) })
    },
    reshape: () => store.setState(shape()),
    rest: async (change) => {
      const state = (await driver.exists()) ? 'stopped' : 'absent'
      enter(state, { ...shape(), ...change })
    },
  }
}
