// Puts a restore point back into its volume: what uses the volume stands still, and nothing of now is mixed with then.
import type Docker from 'dockerode'
import { AppError } from '../../preload/errors'
import type { Container, Image, VolumeBackup } from '../../preload/model'
import type { Collection } from '../base/collection'
import { isUp, type Calls } from './calls'
import { statusOf } from './engine-words'
import { outputOf } from './output-of'
import type { VolumeContents } from './volume-contents'
import { volumePlace, type VolumeHelpers } from './volume-helpers'

export interface PutBackOptions {
  readonly calls: Calls
  readonly contents: VolumeContents
  readonly containers: Collection<Container>
  readonly images: Collection<Image>
  readonly helpers: VolumeHelpers
}

export interface PutBackWork {
  readonly backup: VolumeBackup
  /** Saves what is there now, where that is wanted. */
  save(): Promise<VolumeBackup | undefined>
  load(backup: VolumeBackup): Promise<void>
  readonly signal: AbortSignal
}

/** How many images are tried for a shell. */
const mostImages = 5
const waiting = ['/bin/sh', '-c', 'trap "exit 0" TERM INT; while :; do sleep 3600 & wait $!; done']
/** Names that begin with dots as well; what is not there is no error. */
const emptied = `cd ${volumePlace} && rm -rf -- ./* ./.[!.]* ./..?*`

/** Until the volume is emptied it can be given up; from then on it goes to its end. */
export async function putBack(options: PutBackOptions, work: PutBackWork): Promise<void> {
  const { backup, signal } = work
  const { volume } = backup
  const { containers } = options
  const users = containers.values().filter((one) => isUp(one) && one.volumes.includes(volume))
  signal.throwIfAborted()
  try {
    for (const user of users)
      await options.calls.call({ container: user.name }, (docker) => stopped(docker.getContainer(user.id)))
    const before = await work.save()
    signal.throwIfAborted()
    await replace(options, work, before)
  } finally {
    for (const user of users.toReversed())
      await options.calls.call({ container: user.name }, (docker) => started(docker.getContainer(user.id)))
  }
}

async function replace(
  options: PutBackOptions,
  { backup, load }: PutBackWork,
  before: VolumeBackup | undefined,
): Promise<void> {
  const { volume } = backup
  await empty(options, volume)
  try {
    await load(backup)
  } catch (error) {
    const detail = String(error)
    if (!before) throw new AppError('volume.not-put-back', { params: { volume }, detail, cause: error })
    await empty(options, volume)
    await load(before)
    throw new AppError('volume.put-back-undone', { params: { volume }, detail, cause: error })
  }
}

/** @throws volume.cannot-empty where no image here has a shell, before anything is lost */
async function empty({ calls, containers, images, helpers }: PutBackOptions, volume: string): Promise<void> {
  const used = containers.values().filter((one) => one.volumes.includes(volume))
  const bySize = images.values().sort((a, b) => b.sizeBytes - a.sizeBytes)
  const candidates = new Set([...used.map(({ imageId }) => imageId), ...bySize.map(({ id }) => id)])
  for (const image of [...candidates].filter((id) => images.get(id)).slice(0, mostImages)) {
    const isEmpty = await calls.call({ volume, reference: image }, async (docker) => {
      const helper = await helpers.make(docker, { volume, image, run: waiting })
      try {
        await helper.container.start()
        return (await outputOf(helper.container, ['/bin/sh', '-c', emptied])) !== undefined
      } catch (error) {
        // It has no shell, or is made for another processor.
        if (statusOf(error) === undefined) throw error
        return false
      } finally {
        await helper.remove()
      }
    })
    if (isEmpty) return
  }
  throw new AppError('volume.cannot-empty', { params: { volume } })
}

/** 304: it is as it should be; 404: it is gone. */
async function unlessSo(asked: Promise<unknown>): Promise<void> {
  try {
    await asked
  } catch (error) {
    if (statusOf(error) !== 304 && statusOf(error) !== 404) throw error
  }
}

const stopped = (container: Docker.Container): Promise<void> => unlessSo(container.stop())
const started = (container: Docker.Container): Promise<void> => unlessSo(container.start())
