// Opens a volume for looking into it: through a container that runs with it, or one that is made to hold it.
import type Docker from 'dockerode'
import type { Container, VolumePlace } from '../../preload/model'
import type { Collection } from '../base/collection'
import { watchValue } from '../base/watch'
import { canBeHeld } from './archive-hold'
import type { Calls } from './calls'
import { statusOf } from './engine-words'
import { volumePlace, type VolumeHelpers } from './volume-helpers'
import type { VolumeImages } from './volume-image'

export interface VolumeBrowseOptions {
  readonly calls: Calls
  readonly containers: Collection<Container>
  readonly helpers: VolumeHelpers
  readonly images: VolumeImages
}

/** Does nothing and ends at once when told to; its shell lists folders much faster than an archive does. */
const waiting = ['/bin/sh', '-c', 'trap "exit 0" TERM INT; while :; do sleep 3600 & wait $!; done']

/**
 * Yields where the volume's files are, and again when that container goes. A container that was made for it is not
 * among the containers, and goes when the watch ends.
 */
export async function* watchPlace(
  { calls, containers, helpers, images }: VolumeBrowseOptions,
  volume: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<VolumePlace, void> {
  // The engine would make one of this name.
  await calls.call({ volume }, (docker) => docker.getVolume(volume).inspect())
  while (!signal?.aborted) {
    const user = await userWithAll(calls, containers, volume)
    if (user) {
      yield user
      for await (const items of watchValue(containers.store, signal))
        if (items.get(user.containerId)?.state !== 'running') break
      continue
    }
    const { image, giveBack } = await images.borrow(volume, signal)
    try {
      const holder = await calls.call({ volume }, (docker) =>
        helpers.make(docker, { volume, image, run: waiting }),
      )
      try {
        // An image without a shell cannot run this; the files are then read as an archive.
        await holder.container.start().catch(() => {})
        yield { containerId: holder.container.id, path: volumePlace }
        await new Promise<void>((resolve) => {
          if (signal?.aborted) resolve()
          signal?.addEventListener('abort', () => resolve(), { once: true })
        })
      } finally {
        await holder.remove()
      }
    } finally {
      await giveBack()
    }
  }
}

async function userWithAll(
  calls: Calls,
  containers: Collection<Container>,
  volume: string,
): Promise<VolumePlace | undefined> {
  for (const { id, state, volumes } of containers.values()) {
    if (state !== 'running' || !volumes.includes(volume)) continue
    const path = await calls.call({ volume }, (docker) => mountedAt(docker, id, volume))
    if (path !== undefined) return { containerId: id, path }
  }
  return undefined
}

interface Mounted {
  readonly Mounts:
    readonly { readonly Name?: string; readonly Destination: string; readonly RW: boolean }[] | null
  readonly HostConfig: {
    readonly Mounts?: readonly {
      readonly Target: string
      readonly VolumeOptions?: { readonly Subpath?: string }
    }[]
  }
}

/**
 * Where all of the volume can be written. Undefined when it has only a part, may only read it, is gone by now, or is so
 * small that its files are not asked for on this engine.
 */
async function mountedAt(docker: Docker, id: string, volume: string): Promise<string | undefined> {
  try {
    const container = docker.getContainer(id)
    const { Mounts: mounts, HostConfig: asked } = (await container.inspect()) as Mounted
    const isPart = (place: string): boolean =>
      asked.Mounts?.some((one) => one.Target === place && Boolean(one.VolumeOptions?.Subpath)) === true
    const place = (mounts ?? []).find((one) => one.Name === volume && one.RW && !isPart(one.Destination))
    return place && (await canBeHeld(container)) ? place.Destination : undefined
  } catch (error) {
    if (statusOf(error) === 404) return undefined
    throw error
  }
}
