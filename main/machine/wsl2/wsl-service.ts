// The WSL service of the contract, on Windows and where there is none.
import { createStore } from 'zustand/vanilla'
import type { WslService } from '../../../preload/contract'
import { AppError } from '../../../preload/errors'
import type { WslSetup } from '../../../preload/model'
import type { Log } from '../../base/log'
import { watchValue } from '../../base/watch'
import { createSetup } from './setup'
import type { WindowsPrograms } from './windows-programs'

export interface WslServiceOptions {
  readonly programs: WindowsPrograms
  /** Starts the machine once WSL is there; what still stands in its way is told as any failed start is. */
  start(): Promise<void>
  readonly log: Log
}

export function createWslService({ programs, start, log }: WslServiceOptions): WslService {
  const setup = createSetup(programs, log)
  const setUp =
    (kind: 'install' | 'update'): WslService['install'] =>
    async ({ signal } = {}) => {
      await setup.run(kind, signal)
      await start()
    }
  return {
    watchSetup: ({ signal } = {}) => watchValue(setup.store, signal),
    install: setUp('install'),
    update: setUp('update'),
    cancelSetup: async () => setup.cancel(),
  }
}

/** For a computer that is not Windows, or an engine that is not ours. */
export function createAbsentWslService(): WslService {
  const store = createStore<WslSetup>(() => ({ state: 'idle' }))
  const refuse = async (): Promise<never> => {
    throw new AppError('machine.wsl-unavailable')
  }
  return {
    watchSetup: ({ signal } = {}) => watchValue(store, signal),
    install: refuse,
    update: refuse,
    cancelSetup: async () => {},
  }
}
