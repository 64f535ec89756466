// Names of images: given, lent for a push and taken, so that none stays without one or loses it to another.
import type { ImagesService } from '../../preload/contract'
import { AppError } from '../../preload/errors'
import type { Image } from '../../preload/model'
import type { Collection } from '../base/collection'
import type { Calls } from './calls'
import { parseReference } from './reference'

/** A name that an image got for a push. */
export interface LentName {
  readonly imageId: string
  /** Leaves it where it is the only one, or means another image by now. */
  takeBack(): Promise<void>
}

export interface ImageNames extends Pick<ImagesService, 'tag' | 'untag'> {
  /** Undefined where the image had the name before. @throws image.name-taken */
  lend(id: string, reference: string): Promise<LentName | undefined>
}

export function createImageNames(calls: Calls, collection: Collection<Image>): ImageNames {
  const holderOf = (reference: string): Image | undefined =>
    collection.values().find(({ tags }) => tags.includes(reference))
  const tag: ImageNames['tag'] = async ({ id, reference, signal }) => {
    const { text, repository, version } = parseReference(reference)
    if (text.includes('@')) throw new AppError('image.bad-reference', { params: { reference } })
    const holder = holderOf(text)
    if (holder?.id === id) return
    if (holder) throw new AppError('image.name-taken', { params: { reference: text } })
    await calls.call({ reference: collection.get(id)?.tags[0] ?? id }, (docker) =>
      docker.getImage(id).tag({ repo: repository, tag: version, ...(signal ? { abortSignal: signal } : {}) }),
    )
  }
  /** Asked of the engine: what was named a moment ago is not listed yet. */
  const namesOf = (id: string): Promise<readonly string[]> =>
    calls.call({ reference: id }, async (docker) => (await docker.getImage(id).inspect()).RepoTags ?? [])
  return {
    tag,
    lend: async (id, reference) => {
      const { text } = parseReference(reference)
      if ((await namesOf(id)).includes(text)) return undefined
      await tag({ id, reference: text })
      return {
        imageId: id,
        takeBack: async () => {
          const names = await namesOf(id)
          if (!names.includes(text) || names.length === 1) return
          await calls.call({ reference: text }, (docker) => docker.getImage(text).remove({ noprune: true }))
        },
      }
    },
    untag: async ({ reference, signal }) => {
      const { text } = parseReference(reference)
      if (holderOf(text)?.tags.length === 1)
        throw new AppError('image.last-name', { params: { reference: text } })
      await calls.call({ reference: text }, (docker) =>
        docker.getImage(text).remove({ noprune: true, ...(signal ? { abortSignal: signal } : {}) }),
      )
    },
  }
}
