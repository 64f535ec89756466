// The Trash of the stand-in, and what a container holds that nobody described.
import type { ContainersService } from '../../../preload/contract'
import type { Container, ContainerData, TrashedContainer } from '../../../preload/model'
import type { WatchedCollection } from './watched'

interface TrashState {
  readonly containers: WatchedCollection<Container>
  readonly trash: WatchedCollection<TrashedContainer>
}

const keptMs = 7 * 24 * 3_600_000

export function fakeTrash(
  app: TrashState,
): Pick<ContainersService, 'discard' | 'restore' | 'deleteDiscarded' | 'watchTrash'> {
  const gone = new Map<string, Container>()
  return {
    watchTrash: (options) => app.trash.watch(options?.signal),
    discard: async ({ id, volumes = false }) => {
      const container = app.containers.items.get(id)
      if (!container) return {}
      app.containers.remove(id)
      if (container.autoRemove) return {}
      gone.set(id, container)
      const { name, image, imageId, volumes: names } = container
      const networks = container.networks.flatMap((one) => [one.id, one.name])
      const removedAt = Date.now()
      const until = removedAt + keptMs
      app.trash.upsert({
        ...{ id, name, image, imageId, removedAt, until, volumesToo: volumes },
        ...{ volumes: names, networks },
      })
      return { until }
    },
    restore: async ({ id }) => {
      const container = gone.get(id)
      app.trash.remove(id)
      if (container) app.containers.upsert(container)
    },
    deleteDiscarded: async ({ ids = [...app.trash.items.keys()] }) => {
      for (const id of ids) app.trash.remove(id)
    },
  }
}

export const noData: ContainerData = {
  layerBytes: 0,
  imageBytes: 48e6,
  changes: [],
  changedFiles: 0,
  complete: true,
  places: [],
}
