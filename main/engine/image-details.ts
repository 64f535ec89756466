// One image in depth: its steps with their sizes, the image it is built on, and what images take together.
import type Docker from 'dockerode'
import type { ImageInspectInfo } from 'dockerode'
import type { ImagesService } from '../../preload/contract'
import type { Image, ImageDetails, ImageStep, ImageUsage, SharedBase } from '../../preload/model'
import type { Collection } from '../base/collection'
import type { Calls } from './calls'
import { getJson } from './client'
import { commonLayers, layersOfSteps, readSteps, type HistoryEntry } from './image-steps'
import { platformOf } from './image-model'
import { listPlatforms } from './image-platforms'
import { askUsage } from './usage-answer'

export interface ImageDetailsOptions {
  readonly calls: Calls
  readonly collection: Collection<Image>
  /** Of the engine. */
  readonly platform: () => string
}

/** Images never change, so each is asked for its layers and its platform once. */
const asksInParallel = 4

interface KnownImage {
  readonly layers: readonly string[]
  readonly platform: string
}

export function createImageDetails({
  calls,
  collection,
  platform: enginePlatform,
}: ImageDetailsOptions): Pick<ImagesService, 'getDetails' | 'getUsage'> {
  const knownById = new Map<string, KnownImage>()

  /** Layers and platform of every image on this computer, by image id. */
  const allKnown = async (docker: Docker, signal?: AbortSignal): Promise<typeof knownById> => {
    const present = new Set(collection.values().map(({ id }) => id))
    for (const id of knownById.keys()) if (!present.has(id)) knownById.delete(id)
    const missing = [...present].filter((id) => !knownById.has(id))
    const ask = async (): Promise<void> => {
      for (let id = missing.pop(); id !== undefined; id = missing.pop()) {
        signal?.throwIfAborted()
        // One that went meanwhile shares nothing any more.
        const info = await docker
          .getImage(id)
          .inspect()
          .catch(() => undefined)
        if (info) knownById.set(id, { layers: info.RootFS.Layers ?? [], platform: platformOf(info) })
      }
    }
    await Promise.all(Array.from({ length: asksInParallel }, ask))
    return knownById
  }

  const allPlatforms = async (
    docker: Docker,
    signal?: AbortSignal,
  ): Promise<Record<string, readonly string[]>> => {
    const listed = await listPlatforms(docker, signal)
    if (listed.size > 0) return Object.fromEntries(listed)
    const known = await allKnown(docker, signal)
    return Object.fromEntries([...known].map(([id, { platform }]) => [id, [platform]]))
  }

  const getDetails: ImagesService['getDetails'] = ({ id, signal }) =>
    calls.call({ reference: collection.get(id)?.tags[0] ?? id }, async (docker) => {
      const path = `/images/${encodeURIComponent(id)}`
      const info = (await getJson(docker, `${path}/json`, signal)) as ImageInspectInfo
      const steps = readSteps((await getJson(docker, `${path}/history`, signal)) as HistoryEntry[])
      const base = findBase(info, steps, await allKnown(docker, signal), collection)
      return readImageDetails(info, steps, base)
    })

  const getUsage: ImagesService['getUsage'] = ({ signal } = {}) =>
    calls.call({}, async (docker) => {
      const [taken, platforms] = await Promise.all([
        askUsage(docker, 'image', signal),
        allPlatforms(docker, signal),
      ])
      return { ...readImageUsage(taken), platforms, platform: enginePlatform() }
    })

  return { getDetails, getUsage }
}

function readImageDetails(
  info: ImageInspectInfo,
  steps: readonly ImageStep[],
  base: SharedBase | undefined,
): ImageDetails {
  return {
    id: info.Id,
    platform: platformOf(info),
    layerCount: info.RootFS.Layers?.length ?? 0,
    steps,
    ...(base ? { base } : {}),
    json: JSON.stringify(info, null, 2),
  }
}

/** The image with the most of our layers; of several such the one with the fewest layers of its own, by name. */
function findBase(
  info: ImageInspectInfo,
  steps: readonly ImageStep[],
  knownById: ReadonlyMap<string, KnownImage>,
  collection: Collection<Image>,
): SharedBase | undefined {
  const own = info.RootFS.Layers ?? []
  const stepOfLayer = layersOfSteps(steps, own.length)
  if (!stepOfLayer) return undefined
  const candidates = [...knownById].flatMap(([id, { layers }]) => {
    const name = collection.get(id)?.tags[0]
    const shared = commonLayers(own, layers)
    if (id === info.Id || name === undefined || shared === 0) return []
    // What has all of our layers is made from this image, or is another one from the same base.
    if (shared === own.length && (layers.length > shared || !isOlder(collection.get(id), info))) return []
    return [{ name, shared, all: layers.length }]
  })
  candidates.sort((a, b) => b.shared - a.shared || a.all - b.all || (a.name < b.name ? -1 : 1))
  const [best] = candidates
  const last = best && stepOfLayer[best.shared - 1]
  if (best === undefined || last === undefined) return undefined
  const ofBase = steps.slice(0, last + 1)
  return {
    image: best.name,
    steps: ofBase.length,
    layers: best.shared,
    sizeBytes: ofBase.reduce((sum, step) => sum + step.sizeBytes, 0),
  }
}

/** One with the same layers is the base when only settings came after it, as by ENV. */
const isOlder = (other: Image | undefined, { Created: created }: ImageInspectInfo): boolean =>
  other !== undefined && other.createdAt < Date.parse(created)

interface Usage {
  readonly LayersSize?: number
  readonly Images?: readonly { readonly Id: string; readonly SharedSize?: number }[] | null
}

/** A shared size of -1 means that the engine did not look. */
export function readImageUsage(answer: unknown): Pick<ImageUsage, 'layersBytes' | 'sharedBytes'> {
  const { LayersSize: layersBytes = 0, Images: images } = answer as Usage
  const known = (images ?? []).filter(({ SharedSize: size = -1 }) => size >= 0)
  return {
    layersBytes,
    sharedBytes: Object.fromEntries(known.map(({ Id: id, SharedSize: size = 0 }) => [id, size])),
  }
}
