// Joins the resources to the machine and the engine whose figures they are, by their interfaces alone.
import type { Log } from '../base/log'
import type { Paths } from '../base/paths'
import type { EngineParts } from '../engine/engine'
import type { Driver } from '../machine/driver'
import type { MachineParts } from '../machine/machine'
import { createReclaim, type Reclaim } from './reclaim'
import { createResources, type ResourcesParts } from './resources'

export interface ResourcesNeeds {
  readonly paths: Paths
  readonly driver: Pick<Driver, 'guest' | 'reclaimable' | 'cost'>
  readonly machine: Pick<MachineParts, 'readFigures'>
  readonly engine: EngineParts
  readonly log: Log
}

export const wireResources = (needs: ResourcesNeeds): Promise<ResourcesParts> =>
  createResources({
    containers: needs.engine.containers,
    watchStats: (id, signal) => needs.engine.containersService.watchStats({ id, signal }),
    reclaim: wireReclaim(needs),
    setLimits: needs.engine.setLimits,
    readMachine: needs.machine.readFigures,
    folder: needs.paths.home,
    historyFile: needs.paths.historyFile,
    log: needs.log.named('resources'),
  })

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
