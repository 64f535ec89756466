// Notes what was done through the services, whoever asked: the window, the tray or the command.
import type { StoreApi } from 'zustand/vanilla'
import type { Contract } from '../../preload/contract'
import type { Build, Container, PortConflict } from '../../preload/model'
import type { Items } from '../base/collection'
import { watchValue } from '../base/watch'
import type { ActivityLog } from './activity'

export interface Known {
  readonly containers: StoreApi<Items<Container>>
  readonly conflicts: StoreApi<Items<PortConflict>>
}

/** The same services; what did not work is not noted. */
export function recorded(
  services: Omit<Contract, 'activity'>,
  activity: ActivityLog,
  known: Known,
): Contract {
  const { containers, machine, resources, ports } = services
  const nameOf = (id: string): string => known.containers.getState().get(id)?.name ?? id.slice(0, 12)
  return {
    ...services,
    activity: { watchActivity: ({ signal } = {}) => watchValue(activity.store, signal) },
    containers: {
      ...containers,
      run: async (options) => {
        const made = await containers.run(options)
        activity.note({ kind: 'container-run', name: options.request.name || options.request.image })
        return made
      },
      discard: async (options) => {
        const name = nameOf(options.id)
        const result = await containers.discard(options)
        activity.note({ kind: 'container-discarded', name, containerId: options.id })
        return result
      },
      remove: async (options) => {
        const name = nameOf(options.id)
        await containers.remove(options)
        activity.note({ kind: 'container-removed', name })
      },
    },
    machine: {
      ...machine,
      reclaimMemory: async (options) => {
        const result = await machine.reclaimMemory(options)
        const { freedBytes: bytes } = result
        if (bytes > 0) activity.note({ kind: 'memory-returned', name: '', bytes })
        return result
      },
    },
    resources: {
      ...resources,
      reclaim: async (options) => {
        const result = await resources.reclaim(options)
        if (result.removed.length > 0)
          activity.note({ kind: 'disk-returned', name: '', bytes: result.hostBytes ?? result.engineBytes })
        return result
      },
    },
    ports: {
      ...ports,
      applyFix: async (options) => {
        const conflict = known.conflicts.getState().get(options.conflictId)
        await ports.applyFix(options)
        if (conflict) activity.note({ kind: 'port-fixed', name: conflict.containerName })
      },
    },
  }
}

/** Notes builds as they end well, until the signal aborts. */
export async function noteBuilds(
  builds: Contract['builds'],
  activity: ActivityLog,
  signal: AbortSignal,
): Promise<void> {
  const noted = new Set<string>()
  const isNew = ({ id, state, earlier }: Build): boolean =>
    state === 'done' && earlier !== true && !noted.has(id)
  for await (const change of builds.watchBuilds({ signal }))
    for (const build of change.kind === 'snapshot' ? change.items : change.upsert) {
      if (!isNew(build)) continue
      noted.add(build.id)
      activity.note({ kind: 'image-built', name: build.request.tag ?? build.request.folder })
    }
}
