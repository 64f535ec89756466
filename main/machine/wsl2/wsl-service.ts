// The WSL service of the contract, on Windows and where there is none.
import { createStore } from 'zustand/vanilla'
import type { WslService } from '../../../preload/contract'
import { AppError } from '../../../preload/errors'
import type { WslLimitsState, WslSetup } from '../../../preload/model'
import type { Log } from '../../base/log'
import { watchValue } from '../../base/watch'
import type { MachineShape } from '../driver'
import { scripts } from './distribution-scripts'
import { compactDisk } from './compact'
import { createIntegrations, sharedSocket } from './integrations'
import { networkingMode } from './guest-requests'
import { reclaimDisk } from './reclaim'
import { createSetup } from './setup'
import type { WindowsPrograms } from './windows-programs'
import { planLimits, readConfigFile, readLimits, writeLimits } from './wsl-limits'
import { parseQuietList } from './wsl-listing'
import type { WslFiles } from './wsl-files'
import { createWsl, type Wsl } from './wsl-program'

export interface WslServiceOptions {
  readonly programs: WindowsPrograms
  /** Name of our distribution. */
  readonly distribution: string
  /** Path of `.wslconfig`. */
  readonly configFile: string
  readonly machine: {
    /** Starts the machine once WSL is there; what still stands in its way is told as any failed start is. */
    start(): Promise<void>
    stop(): Promise<void>
    /** Of the VM that runs; undefined while the machine does not. */
    shape(): MachineShape | undefined
  }
  readonly files: Pick<WslFiles, 'integrations' | 'disk' | 'compactScript'>
  readonly log: Log
}

export function createWslService(options: WslServiceOptions): WslService {
  const { programs, machine, configFile, log } = options
  const setup = createSetup(programs, log)
  const wsl = createWsl(programs.wsl, options.distribution, options.files.disk)
  const integrations = createIntegrations({ wsl, file: options.files.integrations })
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
    getLimits: ({ signal } = {}) => limitsState(options, wsl, signal),
    planLimits: async ({ change }) => {
      const { lines, lowers, basis } = planLimits(await readConfigFile(configFile), change)
      return { lines, lowers, basis }
    },
    applyLimits: ({ change, basis }) => writeLimits(configFile, change, basis),
    getDistributions: async ({ signal } = {}) => ({
      distributions: await integrations.list(signal),
      needsRestart:
        (await integrations.wanted()) && machine.shape() !== undefined && !(await isShared(wsl, signal)),
    }),
    compactDisk: async ({ signal } = {}) => ({ freedBytes: await compactNow(options, wsl, signal) }),
    setIntegration: async ({ name, on, signal }) => {
      await integrations.set(name, on, signal)
      // Nobody is left who may use it.
      if (machine.shape() && !(await integrations.wanted()))
        await wsl.exec([scripts.share, 'off', wsl.distribution], { signal })
    },
  }
}

/** The disk is only free while the distribution does not run, so a machine that does ends for it and starts again. */
async function compactNow(
  { machine, programs, files, log }: WslServiceOptions,
  wsl: Wsl,
  signal = new AbortController().signal,
): Promise<number> {
  const runs = machine.shape() !== undefined
  const trimmed = runs ? await reclaimDisk(wsl, files.disk, signal) : 0
  if (runs) await machine.stop()
  try {
    const { disk, compactScript: script } = files
    const compacted = await compactDisk({ programs, disk, script }, signal)
    log.info('the disk was compacted', { trimmed, compacted })
    return trimmed + compacted
  } finally {
    if (runs) await machine.start()
  }
}

/** Asked only while the distribution runs: it would be started otherwise. */
const isShared = async (wsl: Wsl, signal?: AbortSignal): Promise<boolean> =>
  (await wsl.exec(['/bin/test', '-S', sharedSocket(wsl.distribution)], { signal })).exitCode === 0

async function limitsState(
  { distribution, configFile, machine }: WslServiceOptions,
  wsl: Wsl,
  signal?: AbortSignal,
): Promise<WslLimitsState> {
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
    getDistributions: refuse,
    compactDisk: refuse,
    setIntegration: refuse,
  }
}
