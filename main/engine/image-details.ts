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

export interface ImageDetailsOptions {
  readonly calls: Calls
  readonly collection: Collection<Image>
}

/** Images never change, so each is asked for its layers once. */
const asksInParallel = 4

export function createImageDetails({
  calls,
  collection,
}: ImageDetailsOptions): Pick<ImagesService, 'getDetails' | 'getUsage'> {
  const layersById = new Map<string, readonly string[]>()

  /** The layers of every image on this computer, by image id. */
  const allLayers = async (docker: Docker, signal?: AbortSignal): Promise<typeof layersById> => {
    const present = new Set(collection.values().map(({ id }) => id))
    for (const id of layersById.keys()) if (!present.has(id)) layersById.delete(id)
    const missing = [...present].filter((id) => !layersById.has(id))
    const ask = async (): Promise<void> => {
      for (let id = missing.pop(); id !== undefined; id = missing.pop()) {
        signal?.throwIfAborted()
        // One that went meanwhile shares nothing any more.
        const info = await docker
          .getImage(id)
          .inspect()
          .catch(() => undefined)
        if (info) layersById.set(id, info.RootFS.Layers ?? [])
      }
    }
    await Promise.all(Array.from({ length: asksInParallel }, ask))
    return layersById
  }

  const getDetails: ImagesService['getDetails'] = ({ id, signal }) =>
    calls.call({ reference: collection.get(id)?.tags[0] ?? id }, async (docker) => {
      const path = `/images/${encodeURIComponent(id)}`
      const info = (await getJson(docker, `${path}/json`, signal)) as ImageInspectInfo
      const steps = readSteps((await getJson(docker, `${path}/history`, signal)) as HistoryEntry[])
      const base = findBase(info, steps, await allLayers(docker, signal), collection)
      return readImageDetails(info, steps, base)
    })

  const getUsage: ImagesService['getUsage'] = ({ signal } = {}) =>
    calls.call({}, async (docker) => readImageUsage(await getJson(docker, '/system/df?type=image', signal)))

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
  layersById: ReadonlyMap<string, readonly string[]>,
  collection: Collection<Image>,
): SharedBase | undefined {
  const own = info.RootFS.Layers ?? []
  const stepOfLayer = layersOfSteps(steps, own.length)
  if (!stepOfLayer) return undefined
  const candidates = [...layersById].flatMap(([id, layers]) => {
    const name = collection.get(id)?.tags[0]
    const shared = commonLayers(own, layers)
    return id === info.Id || name === undefined || shared === 0 ? [] : [{ name, shared, all: layers.length }]
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

interface Usage {
  readonly LayersSize?: number
  readonly Images?: readonly { readonly Id: string; readonly SharedSize?: number }[] | null
}

/** A shared size of -1 means that the engine did not look. */
export function readImageUsage(answer: unknown): ImageUsage {
  const { LayersSize: layersBytes = 0, Images: images } = answer as Usage
  const known = (images ?? []).filter(({ SharedSize: size = -1 }) => size >= 0)
  return {
    layersBytes,
    sharedBytes: Object.fromEntries(known.map(({ Id: id, SharedSize: size = 0 }) => [id, size])),
  }
}
