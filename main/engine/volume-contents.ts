// What is in volumes, as archives: read and written through a container that is made for it and never runs.
import type { Readable } from 'node:stream'
import type Docker from 'dockerode'
import type { Calls } from './calls'

export interface VolumeContents {
  /** Gives the volume's content as a tar to `consume`. `image` is any that is here. @throws engine.* volume.* */
  read<T>(
    volume: string,
    image: string,
    consume: (tar: Readable) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T>
  /** Unpacks a tar, such as {@link read} gave, over what the volume holds. */
  write(volume: string, image: string, tar: Readable, signal?: AbortSignal): Promise<void>
}

/** Where the volume is in the container that nothing runs in. */
const place = '/portside-volume'
export const helperLabel = 'dev.portside.helper'

export function createVolumeContents(calls: Calls): VolumeContents {
  const around = <T>(
    volume: string,
    image: string,
    work: (container: Docker.Container) => Promise<T>,
    signal: AbortSignal | undefined,
  ): Promise<T> =>
    calls.call({ volume, reference: image }, async (docker) => {
      signal?.throwIfAborted()
      const container = await docker.createContainer({
        Image: image,
        // Never started; an image without a command of its own could not be made into a container otherwise.
        Cmd: ['true'],
        Entrypoint: ['true'],
        Labels: { [helperLabel]: 'volume' },
        HostConfig: {
          // The image's own files at this place would be copied into an empty volume.
          Mounts: [
            { Type: 'volume', Source: volume, Target: place, VolumeOptions: { NoCopy: true } as never },
          ],
          NetworkMode: 'none',
        },
      })
      try {
        return await work(container)
      } finally {
        await container.remove({ force: true })
      }
    })
  return {
    read: (volume, image, consume, signal) =>
      around(
        volume,
        image,
        async (container) => {
          const abort = signal ? { abortSignal: signal } : {}
          const tar = (await container.getArchive({ path: `${place}/.`, ...abort })) as unknown as Readable
          try {
            return await consume(tar)
          } finally {
            tar.destroy()
          }
        },
        signal,
      ),
    write: (volume, image, tar, signal) =>
      around(
        volume,
        image,
        async (container) => {
          await container.putArchive(tar, { path: place, ...(signal ? { abortSignal: signal } : {}) })
        },
        signal,
      ),
  }
}
