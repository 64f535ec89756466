// What is in volumes, as archives: read and written through a container that is made for it and never runs.
import type { Readable } from 'node:stream'
import { createGunzip, createGzip } from 'node:zlib'
import type Docker from 'dockerode'
import type { FileSource, FileTarget } from '../base/file-tickets'
import type { Calls } from './calls'
import { feed, through } from './stream-parts'
import { throughWholeTar } from './whole-tar'

export interface VolumeContents {
  /** Gives the volume's content as a whole tar to `consume`. `image` is any that is here. @throws engine.* volume.* */
  read<T>(
    volume: string,
    image: string,
    consume: (tar: Readable) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T>
  /** Unpacks a tar, such as {@link read} gave, over what the volume holds. */
  write(volume: string, image: string, tar: Readable, signal?: AbortSignal): Promise<void>
  /**
   * Writes it as .tar.gz; the file is whole or not there. `counting` sees what goes by. @throws files.* engine.* volume.*
   */
  save(
    volume: string,
    image: string,
    target: FileTarget,
    signal?: AbortSignal,
    counting?: (content: Readable) => Readable,
  ): Promise<void>
  /** Unpacks what {@link save} wrote. @throws files.* engine.* volume.* or the error of what is in the file */
  load(volume: string, image: string, source: FileSource, signal?: AbortSignal): Promise<void>
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
      // The engine would make one of this name, and an empty archive of it.
      await docker.getVolume(encodeURIComponent(volume)).inspect()
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
  const read: VolumeContents['read'] = (volume, image, consume, signal) =>
    around(
      volume,
      image,
      async (container) => {
        const abort = signal ? { abortSignal: signal } : {}
        const tar = (await container.getArchive({ path: `${place}/.`, ...abort })) as unknown as Readable
        try {
          return await consume(throughWholeTar(tar))
        } finally {
          tar.destroy()
        }
      },
      signal,
    )
  const write: VolumeContents['write'] = (volume, image, tar, signal) =>
    around(
      volume,
      image,
      async (container) => {
        await container.putArchive(tar, { path: place, ...(signal ? { abortSignal: signal } : {}) })
      },
      signal,
    )
  return {
    read,
    write,
    save: (volume, image, target, signal = new AbortController().signal, counting = (tar) => tar) =>
      read(volume, image, (tar) => target.write(through(counting(tar), createGzip()), signal), signal),
    load: (volume, image, source, signal = new AbortController().signal) =>
      source.read(
        (content) =>
          feed((tar, ended) => write(volume, image, tar, ended), through(content, createGunzip()), signal),
        signal,
      ),
  }
}
