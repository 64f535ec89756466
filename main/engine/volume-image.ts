// An image to make a container of that reaches a volume: one that is here, or an empty one for as long as it is needed.
import { Readable } from 'node:stream'
import { pack } from 'tar-stream'
import type { Container, Image } from '../../preload/model'
import type { Collection } from '../base/collection'
import type { Log } from '../base/log'
import { leastExport, mountsInPlace } from './archive-hold'
import type { Calls } from './calls'
import { openStream } from './client'
import { followProgress } from './progress-stream'

export interface BorrowedImage {
  readonly image: string
  /** To be called once, when no container needs it any more. */
  giveBack(): Promise<void>
}

export interface VolumeImages {
  /**
   * Gives the image of a container that mounts the volume, else the largest, which is the likeliest to have a shell, else
   * an empty one. @throws engine.*, or the abort
   */
  borrow(volume: string, signal?: AbortSignal): Promise<BorrowedImage>
}

export interface VolumeImagesOptions {
  readonly calls: Calls
  readonly containers: Collection<Container>
  readonly images: Collection<Image>
  readonly log: Log
}

const [repo, tag] = ['portside-empty', 'latest']
const emptyImage = `${repo}:${tag}`

export function createVolumeImages(options: VolumeImagesOptions): VolumeImages {
  const { calls, containers, images, log } = options
  let borrowers = 0
  /** One after the other: an image is not removed while it is made for the next. */
  let turn: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = turn.then(work)
    turn = done.catch(() => {})
    return done
  }
  const giveBack = (): Promise<void> =>
    inTurn(async () => {
      borrowers--
      if (borrowers > 0) return
      await calls
        .call({}, (docker) => docker.getImage(emptyImage).remove())
        .catch((error: unknown) => log.warn('an empty image stays', { error: String(error) }))
    })
  return {
    borrow: async (volume, signal) => {
      // Of a container of a smaller one such an engine is not asked for files.
      const least = await calls.call({}, async ({ modem }) => (mountsInPlace(modem) ? leastExport : 0))
      const present = presentImage(containers, images.values(), { volume, least })
      if (present !== undefined) return { image: present, giveBack: async () => {} }
      return inTurn(async () => {
        if (borrowers === 0) await importEmpty(calls, signal)
        borrowers++
        return { image: emptyImage, giveBack }
      })
    },
  }
}

function presentImage(
  containers: Collection<Container>,
  images: readonly Image[],
  { volume, least }: { readonly volume: string; readonly least: number },
): string | undefined {
  const large = images.filter(({ sizeBytes }) => sizeBytes >= least)
  const users = containers.values().filter((one) => one.volumes.includes(volume))
  const used = users.find(({ imageId }) => large.some(({ id }) => id === imageId))?.imageId
  const present = large.filter(({ tags }) => !tags.includes(emptyImage))
  return used ?? present.sort((a, b) => b.sizeBytes - a.sizeBytes)[0]?.id
}

function importEmpty(calls: Calls, signal = new AbortController().signal): Promise<void> {
  const asked = { path: '/images/create', method: 'POST', query: { fromSrc: '-', repo, tag } } as const
  return calls.call({}, async (docker) => {
    const content = pack()
    if (mountsInPlace(docker.modem as object)) content.entry({ name: 'weight' }, Buffer.alloc(leastExport))
    content.finalize()
    const body = Readable.from(content as AsyncIterable<Buffer>, { objectMode: false })
    await followProgress(await openStream(docker, { ...asked, body, signal }), signal, () => {})
  })
}
