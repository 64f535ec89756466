// Opens a volume for looking into it: through a container that runs with it, or one that is made to hold it.
import { randomBytes } from 'node:crypto'
import type Docker from 'dockerode'
import { AppError } from '../../preload/errors'
import type { Container, VolumePlace } from '../../preload/model'
import type { Collection } from '../base/collection'
import { watchValue } from '../base/watch'
import type { Calls } from './calls'
import { getJson } from './client'
import { statusOf } from './engine-words'
import { helperLabel } from './volume-contents'

export interface VolumeBrowseOptions {
  readonly calls: Calls
  readonly containers: Collection<Container>
}

/** Where the volume is in a container that was made to hold it. */
const place = '/portside-volume'
/** Does nothing and ends at once when told to; its shell lists folders much faster than an archive does. */
const waiting = ['/bin/sh', '-c', 'trap "exit 0" TERM INT; while :; do sleep 3600 & wait $!; done']

/**
 * Yields where the volume's files are, and again when that container goes. A container that was made for it is not
 * among the containers, and goes when the watch ends.
 */
export async function* watchPlace(
  { calls, containers }: VolumeBrowseOptions,
  volume: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<VolumePlace, void> {
  // The engine would make one of this name.
  await calls.call({ volume }, (docker) => docker.getVolume(volume).inspect())
  while (!signal?.aborted) {
    const user = containers.values().find((one) => one.state === 'running' && one.volumes.includes(volume))
    const path = user && (await calls.call({ volume }, (docker) => mountedAt(docker, user.id, volume)))
    if (user && path !== undefined) {
      yield { containerId: user.id, path }
      for await (const items of watchValue(containers.store, signal))
        if (items.get(user.id)?.state !== 'running') break
      continue
    }
    const holder = await calls.call({ volume }, (docker) => hold(docker, volume))
    try {
      yield { containerId: holder.id, path: place }
      await new Promise<void>((resolve) => {
        if (signal?.aborted) resolve()
        signal?.addEventListener('abort', () => resolve(), { once: true })
      })
    } finally {
      await remove(holder)
    }
  }
}

/** Removes what an earlier run was kept from removing; those of a Portside that runs beside this one are younger. */
export async function removeLeftHolders(docker: Docker): Promise<void> {
  const left = await docker.listContainers({ all: true, filters: { label: [helperLabel] } })
  const old = left.filter(({ Created }) => Date.now() / 1000 - Created > leftAfterSeconds)
  await Promise.all(old.map(({ Id }) => remove(docker.getContainer(Id))))
}

const leftAfterSeconds = 24 * 3600

interface Mounted {
  readonly Mounts: readonly { readonly Name?: string; readonly Destination: string }[]
}

/** Undefined when the container is gone by now. */
async function mountedAt(docker: Docker, id: string, volume: string): Promise<string | undefined> {
  try {
    const { Mounts } = (await docker.getContainer(id).inspect()) as Mounted
    return Mounts.find(({ Name }) => Name === volume)?.Destination
  } catch (error) {
    if (statusOf(error) === 404) return undefined
    throw error
  }
}

async function hold(docker: Docker, volume: string): Promise<Docker.Container> {
  const made = await docker.createContainer({
    name: `portside-files-${randomBytes(4).toString('hex')}`,
    Image: await anyImage(docker, volume),
    Entrypoint: waiting,
    Cmd: [],
    User: '0',
    Labels: { [helperLabel]: 'files' },
    Healthcheck: { Test: ['NONE'] },
    HostConfig: {
      // The image's own files at this place would be copied into an empty volume.
      Mounts: [{ Type: 'volume', Source: volume, Target: place, VolumeOptions: { NoCopy: true } as never }],
      NetworkMode: 'none',
      RestartPolicy: { Name: 'no' },
    },
  })
  // An image without a shell cannot run this; the files are then read as an archive.
  await made.start().catch(() => {})
  return made
}

/** The image of a container that mounts the volume, else the largest: it is the likeliest to have a shell. */
async function anyImage(docker: Docker, volume: string): Promise<string> {
  const users = await docker.listContainers({ all: true, filters: { volume: [volume] } })
  const images = (await getJson(docker, '/images/json')) as readonly { Id: string; Size: number }[]
  const known = new Set(images.map(({ Id }) => Id))
  const used = users.find(({ ImageID }) => known.has(ImageID))?.ImageID
  const image = used ?? [...images].sort((a, b) => b.Size - a.Size)[0]?.Id
  if (image === undefined) throw new AppError('volume.no-image', { params: { volume } })
  return image
}

async function remove(container: Docker.Container): Promise<void> {
  // Without `v`: the volume stays, whatever becomes of its holder.
  await container.remove({ force: true }).catch((error: unknown) => {
    if (statusOf(error) !== 404 && statusOf(error) !== 409) throw error
  })
}
