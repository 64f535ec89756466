// What WSL tells about itself before anything is started, and its part in making this computer ready.
import type { WslLimits } from '../../../preload/model'
import type { WslService } from '../../../preload/contract'
import { run } from '../../base/child'
import type { Log } from '../../base/log'
import { checkWsl } from './preflight'
import { platformService, reopenAfterRestart, restartIsDue } from './restart'
import { createWindowsRegistry } from './windows-registry'
import type { WindowsPrograms } from './windows-programs'
import { planLimits, readConfigFile, readLimits, writeLimits } from './wsl-limits'
import { createWsl } from './wsl-program'

export interface WslReadinessOptions {
  readonly programs: WindowsPrograms
  /** Path of `.wslconfig`. */
  readonly configFile: string
  readonly service: Pick<WslService, 'install' | 'update'>
  /** The program and arguments that open Portside; absent in a checkout. */
  readonly reopen?: readonly string[]
  readonly log: Log
}

export function createWslReadiness(options: WslReadinessOptions) {
  const { programs, configFile, service } = options
  const registry = createWindowsRegistry(programs.registry)
  // Nothing is asked of a distribution here, so none needs to be named.
  const wsl = createWsl(programs.wsl, '', '')
  const withSignal = (signal?: AbortSignal): { signal?: AbortSignal } => (signal ? { signal } : {})
  return {
    version: async (signal: AbortSignal): Promise<string> => (await checkWsl(wsl, signal)).version,
    restartIsDue: (): Promise<boolean> => restartIsDue(registry),
    hasPlatform: (): Promise<boolean> => registry.hasKey(platformService),
    getLimits: async (): Promise<WslLimits> => readLimits(await readConfigFile(configFile)),
    setMemory: async (bytes: number): Promise<void> => {
      const change = { memoryBytes: bytes }
      await writeLimits(configFile, change, planLimits(await readConfigFile(configFile), change).basis)
    },
    install: (signal?: AbortSignal): Promise<void> => service.install(withSignal(signal)),
    update: (signal?: AbortSignal): Promise<void> => service.update(withSignal(signal)),
    restartWindows: async (): Promise<void> => {
      await reopenAfterRestart({ ...options, registry })
      // Without a delay no program is forced to end: one with unsaved work keeps Windows from restarting.
      await run(programs.shutdown, ['/r', '/t', '0'], { windowsHide: true })
    },
  }
}
