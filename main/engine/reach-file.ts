// Reaches a file of a container again that may be gone by now: what lies on a volume is there without it.
import { posix } from 'node:path'
import type Docker from 'dockerode'
import type { Calls } from './calls'
import { statusOf, type Asked } from './engine-words'
import { volumePlace, type VolumeHelpers } from './volume-helpers'
import type { VolumeImages } from './volume-image'

export interface ReachOptions {
  readonly calls: Calls
  readonly helpers: VolumeHelpers
  readonly images: VolumeImages
}

/** Where a file is. */
export interface FileAt {
  /** Id. */
  readonly container: string
  /** In the container, links followed. */
  readonly path: string
  /** Where it is on a volume: other containers reach it there, too. */
  readonly volume?: { readonly name: string; readonly path: string } | undefined
}

/** Tells whether two are one. */
export const keyOfFile = ({ container, path, volume }: FileAt): string =>
  volume ? `volume ${volume.name} ${volume.path}` : `container ${container} ${path}`

export interface Reached {
  readonly container: Docker.Container
  readonly path: string
  /** Whether it may have programs that can be run. */
  readonly running: boolean
  readonly asked: Asked
}

/** False when what it was in is gone. @throws as a call */
export async function reachFile(
  { calls, helpers, images }: ReachOptions,
  { container, path, volume }: FileAt,
  work: (reached: Reached) => Promise<void>,
): Promise<boolean> {
  const asked = calls.asked({ path, ...(volume ? { volume: volume.name } : { container }) })
  const isThere = (question: (docker: Docker) => Promise<unknown>): Promise<boolean> =>
    calls.call({}, async (docker) => {
      try {
        await question(docker)
        return true
      } catch (error) {
        if (statusOf(error) === 404) return false
        throw error
      }
    })
  if (!volume) {
    if (!(await isThere((docker) => docker.getContainer(container).inspect()))) return false
    await calls.call({ container, path }, (docker) =>
      work({ container: docker.getContainer(container), path, running: true, asked }),
    )
    return true
  }
  if (!(await isThere((docker) => docker.getVolume(encodeURIComponent(volume.name)).inspect()))) return false
  const { image, giveBack } = await images.borrow(volume.name)
  try {
    await calls.call({ volume: volume.name }, async (docker) => {
      const helper = await helpers.make(docker, { volume: volume.name, image })
      try {
        const at = posix.join(volumePlace, volume.path)
        await work({ container: helper.container, path: at, running: false, asked })
      } finally {
        await helper.remove()
      }
    })
  } finally {
    await giveBack()
  }
  return true
}
