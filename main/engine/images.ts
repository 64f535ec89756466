// The images service: what the window and the command can do with images on this computer.
import type Docker from 'dockerode'
import type { ImagesService } from '../../preload/contract'
import { AppError } from '../../preload/errors'
import type { Container, Image } from '../../preload/model'
import type { Collection } from '../base/collection'
import { watchCollection } from '../base/watch'
import { checkContainerId, stillThere, type Calls } from './calls'
import type { Connection } from './connection'
import { createImageDetails } from './image-details'
import { readRunDefaults } from './image-model'
import { watchWaste } from './image-waste'
import { createImageNames, type ImageNames } from './image-names'
import type { ImageDownloads } from './image-downloads'
import type { Pulls } from './pulls'
import { parseReference } from './reference'
import { removeEach } from '../base/remove-each'
import type { Transfers } from './transfers'

export interface ImagesOptions {
  readonly connection: Connection
  readonly calls: Calls
  readonly collection: Collection<Image>
  readonly containers: Collection<Container>
  readonly pulls: Pulls
  readonly transfers: Transfers
  readonly downloads: Pick<ImageDownloads, 'get'>
}

/** They are of a part of their own. */
export type UpdateCalls = 'watchUpdates' | 'checkUpdates' | 'update'

const imageId = /^(?:sha256:)?[0-9a-f]{12,64}$/

/** @throws image.bad-reference */
const checkImageId = (id: string): string => (imageId.test(id) ? id : parseReference(id).text)

export function createImagesService(options: ImagesOptions): Omit<ImagesService, UpdateCalls> {
  const { connection, calls, collection, containers, pulls, transfers, downloads } = options
  const platform = (): string => connection.client().platform
  const names = createImageNames(calls, collection)
  const details = createImageDetails({ calls, collection, platform })

  const remove: ImagesService['remove'] = async ({ id, force = false, signal }) => {
    const target = checkImageId(id)
    const image = collection.get(target)
    await calls.call({ reference: nameOf(target) }, async (docker) => {
      if (image && !force) {
        await refuseWhenInUse(docker, containers.values(), image)
        if (image.tags.length > 1) await refuseWhenInTrash(docker, calls, image)
      }
      for (const name of namesToRemove(image, target, force)) {
        signal?.throwIfAborted()
        await docker.getImage(name).remove({ force, ...(signal ? { abortSignal: signal } : {}) })
      }
    })
  }
  const nameOf = (id: string): string => collection.get(id)?.tags[0] ?? shortId(id)

  return {
    watchImages: ({ signal } = {}) => watchCollection(collection.store, signal),
    watchPulls: ({ signal } = {}) => watchCollection(pulls.store, signal),
    pull: async ({ reference, platform }) => ({
      pullId: pulls.begin(parseReference(reference).text, platform),
    }),
    getDownload: ({ reference, signal }) => downloads.get(reference, signal),
    cancelPull: async ({ pullId }) => pulls.cancel(pullId),
    dismissPull: async ({ pullId }) => pulls.dismiss(pullId),
    remove,
    prune: ({ ids, signal }) =>
      removeEach(ids, (id) => remove({ id, ...(signal ? { signal } : {}) }), signal),
    getDetails: ({ id, signal }) =>
      details.getDetails({ id: checkImageId(id), ...(signal ? { signal } : {}) }),
    getUsage: details.getUsage,
    watchWaste: ({ id, signal }) => {
      const target = checkImageId(id)
      const sizeBytes = collection.get(target)?.sizeBytes ?? 0
      return watchWaste({ connection, id: target, shown: nameOf(target), sizeBytes, signal })
    },
    tag: names.tag,
    untag: names.untag,
    ...transferCalls(transfers, collection, containers, names),
    getRunDefaults: async ({ reference }) => {
      const target = checkImageId(reference.trim())
      return calls.call({ reference: target }, async (docker) => {
        const info = await docker.getImage(target).inspect()
        return readRunDefaults(target, info, new Set(containers.values().map((one) => one.name)))
      })
    },
  }
}

const transferCalls = (
  transfers: Transfers,
  collection: Collection<Image>,
  containers: Collection<Container>,
  names: ImageNames,
): Pick<
  ImagesService,
  | 'watchTransfers'
  | 'push'
  | 'save'
  | 'load'
  | 'importArchive'
  | 'exportContainer'
  | 'cancelTransfer'
  | 'dismissTransfer'
> => ({
  watchTransfers: ({ signal } = {}) => watchCollection(transfers.store, signal),
  push: async ({ reference, id }) => {
    const { text } = parseReference(reference)
    const lent = id === undefined ? undefined : await names.lend(checkImageId(id), text)
    return { transferId: transfers.push(text, lent) }
  },
  save: async ({ id, target }) => {
    const image = collection.get(checkImageId(id))
    const names = image && image.tags.length > 0 ? image.tags : [checkImageId(id)]
    return { transferId: transfers.save(names, image?.sizeBytes ?? 0, target) }
  },
  load: async ({ source }) => ({ transferId: transfers.load(source) }),
  importArchive: async ({ source, reference }) => ({
    transferId: transfers.importArchive(source, parseReference(reference).text),
  }),
  exportContainer: async ({ id, target }) => {
    const name = containers.get(checkContainerId(id))?.name ?? id.slice(0, 12)
    return { transferId: transfers.exportContainer(id, name, target) }
  },
  cancelTransfer: async ({ transferId }) => transfers.cancel(transferId),
  dismissTransfer: async ({ transferId }) => transfers.dismiss(transferId),
})

const shortId = (id: string): string => (imageId.test(id) ? id.replace(/^sha256:/, '').slice(0, 12) : id)

/** Asked before anything is removed, so that an image with several names keeps all of them. */
async function refuseWhenInUse(
  docker: Docker,
  containers: readonly Container[],
  image: Image,
): Promise<void> {
  const user = await stillThere(
    docker,
    containers.filter((one) => one.imageId === image.id),
  )
  if (!user) return
  throw new AppError('image.in-use', {
    params: { image: image.tags[0] ?? shortId(image.id), container: user.name },
  })
}

/** Of a single name the engine refuses by itself; of several it would take away all but the last one first. */
async function refuseWhenInTrash(docker: Docker, calls: Calls, image: Image): Promise<void> {
  const users = await docker.listContainers({ all: true, filters: { ancestor: [image.id] } })
  const { trashedName } = calls.asked({})
  for (const { Id, ImageID } of users) {
    const container = ImageID === image.id ? trashedName?.(Id) : undefined
    if (container !== undefined)
      throw new AppError('image.in-trash', {
        params: { image: image.tags[0] ?? shortId(image.id), container },
      })
  }
}

/** Without force the engine removes an image only name by name; the last one takes the layers along. */
const namesToRemove = (image: Image | undefined, target: string, force: boolean): readonly string[] =>
  image === undefined || force || image.tags.length === 0 ? [target] : image.tags
