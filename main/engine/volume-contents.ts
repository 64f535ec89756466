// What is in volumes, as archives: read and written through a container that is made for it and never runs.
import type { Readable } from 'node:stream'
import { createGunzip, createGzip } from 'node:zlib'
import type Docker from 'dockerode'
import type { FileSource, FileTarget } from '../base/file-tickets'
import { readArchive, writeArchive } from './archives'
import type { Calls } from './calls'
import { feed, through } from './stream-parts'
import { isHelper, volumePlace, type VolumeHelpers } from './volume-helpers'
import { throughWholeTar } from './whole-tar'

export interface VolumeContents {
  /**
   * Gives the volume's content as a whole tar to `consume`. `image` is any that is here. Containers that run with the
   * volume are paused meanwhile: what is written while it is read would tear a database apart. @throws engine.* volume.*
   */
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

export function createVolumeContents(calls: Calls, helpers: VolumeHelpers): VolumeContents {
  const around = <T>(
    volume: string,
    image: string,
    { signal, still }: { readonly signal: AbortSignal | undefined; readonly still: boolean },
    work: (container: Docker.Container) => Promise<T>,
  ): Promise<T> =>
    calls.call({ volume, reference: image }, async (docker) => {
      signal?.throwIfAborted()
      // The engine would make one of this name, and an empty archive of it.
      await docker.getVolume(encodeURIComponent(volume)).inspect()
      const standing = still ? await runningWith(docker, volume) : []
      const helper = await helpers.make(docker, { volume, image, standing })
      try {
        return await work(helper.container)
      } finally {
        await helper.remove()
      }
    })
  const read: VolumeContents['read'] = (volume, image, consume, signal) =>
    around(volume, image, { signal, still: true }, async (container) => {
      const tar = await readArchive(container, `${volumePlace}/.`, signal)
      try {
        return await consume(throughWholeTar(tar))
      } finally {
        tar.destroy()
      }
    })
  const write: VolumeContents['write'] = (volume, image, tar, signal) =>
    around(volume, image, { signal, still: false }, (container) =>
      writeArchive(container, tar, volumePlace, signal),
    )
  return {
    read,
    write,
    save: (volume, image, target, signal = new AbortController().signal, counting = (tar) => tar) =>
      read(volume, image, (tar) => target.write(through(counting(tar), createGzip()), signal), signal),
    load: (volume, image, source, signal = new AbortController().signal) =>
      source.read(
        (content) =>
          feed(
            (tar, ended) => write(volume, image, tar, ended),
            throughWholeTar(through(content, createGunzip())),
            signal,
          ),
        signal,
      ),
  }
}

async function runningWith(docker: Docker, volume: string): Promise<string[]> {
  const found = await docker.listContainers({ filters: { volume: [volume], status: ['running'] } })
  return found.filter(({ Labels }) => !isHelper(Labels)).map(({ Id }) => Id)
}
