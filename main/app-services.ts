// The services that speak of the app as a whole: what it is, and a start that ends when the engine answers.
import { availableParallelism, homedir, totalmem } from 'node:os'
import type { AppService, MachineService } from '../preload/contract'
import type { AppInfo } from '../preload/model'
import type { EngineParts } from './engine/engine'
import { parseTarget } from './desktop/links'
import type { Requests } from './desktop/requests'
import type { Host } from './host'
import type { MachineParts } from './machine/machine'

const platforms: Partial<Record<NodeJS.Platform, AppInfo['platform']>> = { win32: 'windows', darwin: 'macos' }

/** A start has ended when the engine's version is known, not when the machine has only just let us in. */
export function startedWithEngine(machine: MachineParts, engine: EngineParts): MachineService {
  const settled = (): boolean =>
    engine.store.getState().state === 'connected' || machine.store.getState().state !== 'running'
  const connected = (signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      const check = (): void => {
        if (!settled() && !signal?.aborted) return
        for (const stop of stops) stop()
        if (signal?.aborted) reject(signal.reason as Error)
        else resolve()
      }
      signal?.addEventListener('abort', check, { once: true })
      const stops = [
        engine.store.subscribe(check),
        machine.store.subscribe(check),
        () => signal?.removeEventListener('abort', check),
      ]
      check()
    })
  return {
    ...machine.service,
    start: async (options) => {
      await machine.service.start(options)
      await connected(options?.signal)
    },
    resume: async (options) => {
      await machine.service.resume(options)
      await connected(options?.signal)
    },
    restart: async (options) => {
      await machine.service.restart(options)
      await connected(options?.signal)
    },
    repair: async (options) => {
      await machine.service.repair(options)
      await connected(options?.signal)
    },
  }
}

export function appService(
  host: Host,
  machine: MachineParts,
  engine: EngineParts,
  requests: Requests,
): AppService {
  return {
    getInfo: async () => ({
      version: host.version,
      platform: platforms[process.platform] ?? 'linux',
      shell: host.shell,
      home: host.paths.home,
      userHome: homedir(),
      canStartAtLogin: host.loginItem !== undefined,
      hostCpus: availableParallelism(),
      hostMemoryBytes: totalmem(),
    }),
    getStatus: async () => {
      const { state, driver, failure, notices } = machine.store.getState()
      const { version, endpoint, state: engineState } = engine.store.getState()
      const url = host.windowUrl()
      return {
        app: { version: host.version, pid: process.pid, home: host.paths.home },
        machine: { state, driver, ...(failure ? { failure } : {}), ...(notices ? { notices } : {}) },
        engine: { state: engineState, ...(version ? { version } : {}), ...(endpoint ? { endpoint } : {}) },
        window: url === undefined ? {} : { url },
      }
    },
    show: async () => host.show(),
    quit: async ({ ask = false } = {}) => host.quit(ask),
    watchQuits: (call) => requests.quits.watch(call?.signal),
    watchRequests: (call) => requests.watch(call?.signal),
    open: async ({ target }) => {
      requests.push(await parseTarget(target))
      host.show()
    },
  }
}
