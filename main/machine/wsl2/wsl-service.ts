// The WSL service of the contract, on Windows and where there is none.
import { createStore } from 'zustand/vanilla'
import type { WslService } from '../../../preload/contract'
import { AppError } from '../../../preload/errors'
import type { WslLimitsState, WslSetup } from '../../../preload/model'
import type { Log } from '../../base/log'
import { watchValue } from '../../base/watch'
import type { MachineShape } from '../driver'
import { networkingMode } from './guest-requests'
import { createSetup } from './setup'
import type { WindowsPrograms } from './windows-programs'
import { planLimits, readConfigFile, readLimits, writeLimits } from './wsl-limits'
import { parseQuietList } from './wsl-listing'
import { createWsl } from './wsl-program'

export interface WslServiceOptions {
  readonly programs: WindowsPrograms
  /** Name of our distribution. */
  readonly distribution: string
  /** Path of `.wslconfig`. */
  readonly configFile: string
  readonly machine: {
    /** Starts the machine once WSL is there; what still stands in its way is told as any failed start is. */
    start(): Promise<void>
    /** Of the VM that runs; undefined while the machine does not. */
    shape(): MachineShape | undefined
  }
  readonly log: Log
}

export function createWslService(options: WslServiceOptions): WslService {
  const { programs, machine, configFile, log } = options
  const setup = createSetup(programs, log)
  const setUp =
    (kind: 'install' | 'update'): WslService['install'] =>
    async ({ signal } = {}) => {
      await setup.run(kind, signal)
      await machine.start()
    }
  return {
    watchSetup: ({ signal } = {}) => watchValue(setup.store, signal),
    install: setUp('install'),
    update: setUp('update'),
    cancelSetup: async () => setup.cancel(),
    getLimits: ({ signal } = {}) => limitsState(options, signal),
    planLimits: async ({ change }) => {
      const { lines, lowers, basis } = planLimits(await readConfigFile(configFile), change)
      return { lines, lowers, basis }
    },
    applyLimits: ({ change, basis }) => writeLimits(configFile, change, basis),
  }
}

async function limitsState(options: WslServiceOptions, signal?: AbortSignal): Promise<WslLimitsState> {
  const { programs, distribution, configFile, machine } = options
  const wsl = createWsl(programs.wsl, distribution, '')
  const shape = machine.shape()
  const limits = readLimits(await readConfigFile(configFile))
  const { exitCode, output } = await wsl.run(['--list', '--running', '--quiet'], { signal })
  const running = exitCode === 0 ? parseQuietList(output) : []
  const mode = shape && (await networkingMode(wsl, signal))
  return {
    file: configFile,
    limits,
    othersRunning: running.filter((name) => name !== distribution),
    ...(shape ? { inEffect: { processors: shape.cpus, memoryBytes: shape.memoryBytes } } : {}),
    ...(mode === undefined ? {} : { networkingMode: mode }),
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
    getLimits: refuse,
    planLimits: refuse,
    applyLimits: refuse,
  }
}
