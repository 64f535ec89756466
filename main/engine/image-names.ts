// Names of images: given and taken, never in a way that leaves an image without one or takes it from another.
import type { ImagesService } from '../../preload/contract'
import { AppError } from '../../preload/errors'
import type { Image } from '../../preload/model'
import type { Collection } from '../base/collection'
import type { Calls } from './calls'
import { parseReference } from './reference'

export function createImageNames(
  calls: Calls,
  collection: Collection<Image>,
): Pick<ImagesService, 'tag' | 'untag'> {
  const holderOf = (reference: string): Image | undefined =>
    collection.values().find(({ tags }) => tags.includes(reference))
  return {
    tag: async ({ id, reference, signal }) => {
      const { text, repository, version } = parseReference(reference)
      if (text.includes('@')) throw new AppError('image.bad-reference', { params: { reference } })
      const holder = holderOf(text)
      if (holder?.id === id) return
      if (holder) throw new AppError('image.name-taken', { params: { reference: text } })
      await calls.call({ reference: collection.get(id)?.tags[0] ?? id }, (docker) =>
        docker
          .getImage(id)
          .tag({ repo: repository, tag: version, ...(signal ? { abortSignal: signal } : {}) }),
      )
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
