// Joins the resources to the machine and the engine whose figures they are, by their interfaces alone.
import type { StoreApi } from 'zustand/vanilla'
import type { MachineLimits } from '../../preload/limits'
import type { SettingsService } from '../../preload/contract'
import { describeWarning } from '../../preload/warning-words'
import { AppError } from '../../preload/errors'
import type { ContainerDetails, Language, Settings } from '../../preload/model'
import type { Log } from '../base/log'
import type { Notifier } from '../base/notifier'
import type { Paths } from '../base/paths'
import type { EngineParts } from '../engine/engine'
import type { Driver } from '../machine/driver'
import type { MachineParts } from '../machine/machine'
import { emptyLog, readLogSizes } from './container-logs'
import { createReclaim, type Reclaim } from './reclaim'
import { createResources, type ResourcesOptions, type ResourcesParts } from './resources'

export interface ResourcesNeeds {
  readonly paths: Paths
  readonly driver: Pick<Driver, 'guest' | 'reclaimable' | 'cost'>
  readonly settings: Pick<SettingsService, 'update'> & { readonly store: StoreApi<Settings> }
  /** Absent where the shell cannot. */
  readonly notify?: Notifier | undefined
  readonly limits: MachineLimits
  readonly machine: Pick<MachineParts, 'readFigures' | 'store'>
  readonly engine: EngineParts
  readonly log: Log
}

export const wireResources = (needs: ResourcesNeeds): Promise<ResourcesParts> =>
  createResources({
    containers: needs.engine.containers,
    followStats: needs.engine.followStats,
    // A question would wake a machine that was paused.
    lookAtStats: async () => {
      if (needs.machine.store.getState().state === 'running') await needs.engine.lookAtStats()
    },
    reclaim: wireReclaim(needs),
    setLimits: needs.engine.setLimits,
    readMachine: needs.machine.readFigures,
    folder: needs.paths.home,
    warnings: wireWarnings(needs),
    historyFile: needs.paths.historyFile,
    log: needs.log.named('resources'),
  })

const languageOf = ({ language }: Settings): Language => {
  if (language !== 'system') return language
  return Intl.DateTimeFormat().resolvedOptions().locale.startsWith('ko') ? 'ko' : 'en'
}

function wireWarnings(needs: ResourcesNeeds): ResourcesOptions['warnings'] {
  const { paths, driver, machine, engine, settings, limits, notify } = needs
  const { guest } = driver
  const run = guest && ((command: string) => guest.exec(command))
  const { containersService } = engine
  const detailsOf = (id: string): Promise<ContainerDetails> => containersService.getDetails({ id })
  return {
    memoryLimit: async (id: string) => (await detailsOf(id)).memoryLimitBytes,
    machineShare: () => Math.min(1, machine.store.getState().cpus / limits.cpus.most || 1),
    mostMachineMemory: machine.store.getState().driver === 'none' ? undefined : limits.memoryBytes.most,
    file: paths.warningsFile,
    ...(notify
      ? { notify: (warning) => notify(describeWarning(languageOf(settings.store.getState()), warning)) }
      : {}),
    ...(run ? { readLogs: () => readLogSizes(run) } : {}),
    actions: {
      setMemory: (id: string, memoryBytes: number) => engine.setLimits(id, { memoryBytes }),
      start: (id: string) => containersService.start({ id }),
      stop: (id: string) => containersService.stop({ id }),
      emptyLog: async (id: string) => {
        if (!run) throw new AppError('machine.not-running')
        await emptyLog(run, id)
      },
      setMachineMemory: async (memoryBytes: number) => {
        await settings.update({ change: { memoryBytes } })
      },
    },
  }
}

function wireReclaim({ driver, engine }: ResourcesNeeds): Reclaim {
  const { guest, reclaimable, cost } = driver
  const given = (signal: AbortSignal | undefined): { signal?: AbortSignal } => (signal ? { signal } : {})
  return createReclaim({
    readUsage: engine.diskUsage.read,
    removeCache: engine.diskUsage.removeCache,
    pruneImages: (ids, signal) => engine.imagesService.prune({ ids, ...given(signal) }),
    pruneVolumes: (ids, signal) => engine.volumesService.prune({ ids, ...given(signal) }),
    removeContainer: (id, signal) => engine.containersService.remove({ id, ...given(signal) }),
    ...(guest ? { runInGuest: (command, signal) => guest.exec(command, given(signal)) } : {}),
    ...(reclaimable ? { trim: (signal) => reclaimable.disk(given(signal)) } : {}),
    takenBytes: async (signal) => (await cost?.(given(signal)))?.diskBytes,
  })
}
