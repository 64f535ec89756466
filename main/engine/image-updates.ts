// Whether registries have newer images than this computer under the same names: asked only when a person asks.
import type { StoreApi } from 'zustand/vanilla'
import { isAbort, serialiseError } from '../../preload/errors'
import type { Image, ImageUpdate, UpdateCheck } from '../../preload/model'
import { createCollection, type Collection, type Items } from '../base/collection'
import { parseReference } from './reference'
import type { RegistryClient } from './registries/registry-client'

export interface ImageUpdates {
  /** What is known since somebody asked; of a name that means another image by now, nothing. */
  readonly store: StoreApi<Items<ImageUpdate>>
  /** Asks for these names, or for all that came from a registry. */
  check(references: readonly string[] | undefined, signal?: AbortSignal): Promise<UpdateCheck>
  dispose(): void
}

type Named = readonly [image: Image, reference: string]

const asksInParallel = 2

export function createImageUpdates(images: Collection<Image>, client: RegistryClient): ImageUpdates {
  const updates = createCollection<ImageUpdate>()
  const forget = (): void => {
    if (updates.values().length === 0) return
    const present = new Map(namedOf(images).map(([image, reference]) => [reference, image.id]))
    const gone = updates.values().filter(({ id, imageId }) => present.get(id) !== imageId)
    if (gone.length > 0) updates.remove(...gone.map(({ id }) => id))
  }
  const one = async ([image, reference]: Named, signal: AbortSignal | undefined): Promise<void> => {
    const about = { id: reference, imageId: image.id }
    const before = updates.get(reference)
    const checking: ImageUpdate = { ...about, state: 'checking' }
    updates.upsert(checking)
    const take = (result: Pick<ImageUpdate, 'state' | 'error'>): void => {
      // The name may mean another image since, or be gone.
      if (updates.get(reference) === checking) updates.upsert({ ...about, ...result, checkedAt: Date.now() })
    }
    try {
      const digest = await client.digestOf(reference, signal)
      if (digest === undefined) return take({ state: 'unknown' })
      take({ state: digestsOf(image, reference).includes(digest) ? 'current' : 'newer' })
    } catch (error) {
      if (!signal?.aborted && !isAbort(error)) return take({ state: 'unknown', error: serialiseError(error) })
      if (updates.get(reference) !== checking) return
      if (before && before.state !== 'checking') updates.upsert(before)
      else updates.remove(reference)
    }
  }
  return {
    store: updates.store,
    check: async (references, signal) => {
      const wanted = namedOf(images).filter(([, reference]) => references?.includes(reference) ?? true)
      const left = [...wanted]
      const work = async (): Promise<void> => {
        for (let next = left.shift(); next && !signal?.aborted; next = left.shift()) await one(next, signal)
      }
      await Promise.all(Array.from({ length: asksInParallel }, work))
      signal?.throwIfAborted()
      const found = (state: ImageUpdate['state']): readonly string[] =>
        wanted.map(([, reference]) => reference).filter((name) => updates.get(name)?.state === state)
      return { newer: found('newer'), current: found('current'), unknown: found('unknown') }
    },
    dispose: images.store.subscribe(forget),
  }
}

/** Only what came from a registry can be newer there. */
const namedOf = (images: Collection<Image>): readonly Named[] =>
  images
    .values()
    .flatMap((image) =>
      image.tags.filter((tag) => digestsOf(image, tag).length > 0).map((tag) => [image, tag] as const),
    )

/** The digest of a name is that of the index where there are several platforms: here as there. */
function digestsOf({ digests }: Image, reference: string): readonly string[] {
  const { repository } = parseReference(reference)
  return digests.flatMap((one) => {
    const at = one.lastIndexOf('@')
    return parseReference(one).repository === repository ? [one.slice(at + 1)] : []
  })
}
