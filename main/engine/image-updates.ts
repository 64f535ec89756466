// Whether registries have newer images than this computer under the same names: asked while somebody looks, not always.
import type { StoreApi } from 'zustand/vanilla'
import { isAbort, serialiseError } from '../../preload/errors'
import type { Image, ImageUpdate } from '../../preload/model'
import { createCollection, type Collection, type Items } from '../base/collection'
import { parseReference } from './reference'
import type { RegistryClient } from './registries/registry-client'

export interface ImageUpdates {
  readonly store: StoreApi<Items<ImageUpdate>>
  /** Checks what was not checked for hours, now and while this lasts. Returns what ends it. */
  hold(): () => void
  /** Checks these names now, or all. */
  check(references: readonly string[] | undefined, signal?: AbortSignal): Promise<void>
  dispose(): void
}

/** Registries count questions, and images seldom change more often. */
const freshMs = 6 * 3_600_000
const asksInParallel = 2

export function createImageUpdates(images: Collection<Image>, client: RegistryClient): ImageUpdates {
  const updates = createCollection<ImageUpdate>()
  let watchers = 0
  let holding: AbortController | undefined
  let stopFollowing: (() => void) | undefined

  function refreshStale(): void {
    forgetGone(images, updates)
    const stale = named(images).filter(([image, reference]) => isStale(image, updates.get(reference)))
    if (holding && stale.length > 0) void checkAll(stale, holding.signal)
  }

  const checkOne = async (
    image: Image,
    reference: string,
    signal: AbortSignal | undefined,
  ): Promise<void> => {
    const about = { id: reference, imageId: image.id }
    const before = updates.get(reference)
    updates.upsert({ ...about, state: 'checking' })
    try {
      const digest = await client.digestOf(reference, signal)
      const state = digest === undefined ? 'unknown' : isSame(image, reference, digest) ? 'current' : 'newer'
      updates.upsert({ ...about, state, checkedAt: Date.now() })
    } catch (error) {
      if (signal?.aborted || isAbort(error)) {
        if (before) updates.upsert(before)
        else updates.remove(reference)
        // Somebody who came meanwhile took it for being looked at.
        return refreshStale()
      }
      updates.upsert({ ...about, state: 'unknown', checkedAt: Date.now(), error: serialiseError(error) })
    }
  }

  const checkAll = async (
    wanted: readonly (readonly [Image, string])[],
    signal: AbortSignal | undefined,
  ): Promise<void> => {
    const left = [...wanted]
    const work = async (): Promise<void> => {
      for (let next = left.shift(); next && !signal?.aborted; next = left.shift())
        await checkOne(...next, signal)
    }
    await Promise.all(Array.from({ length: asksInParallel }, work))
  }

  const end = (): void => {
    holding?.abort()
    holding = undefined
    stopFollowing?.()
    stopFollowing = undefined
  }

  return {
    store: updates.store,
    hold: () => {
      if (watchers++ === 0) {
        holding = new AbortController()
        const timer = setInterval(refreshStale, freshMs).unref()
        const stop = images.store.subscribe(refreshStale)
        stopFollowing = () => {
          stop()
          clearInterval(timer)
        }
        refreshStale()
      }
      return () => {
        if (--watchers === 0) end()
      }
    },
    check: (references, signal) => {
      forgetGone(images, updates)
      const all = named(images)
      return checkAll(
        references ? all.filter(([, reference]) => references.includes(reference)) : all,
        signal,
      )
    },
    dispose: end,
  }
}

/** Only what came from a registry can be newer there. */
const named = (images: Collection<Image>): readonly (readonly [Image, string])[] =>
  images
    .values()
    .flatMap((image) =>
      image.tags.filter((tag) => digestsOf(image, tag).length > 0).map((tag) => [image, tag] as const),
    )

function isStale(image: Image, known: ImageUpdate | undefined): boolean {
  if (!known || known.imageId !== image.id) return true
  return known.state !== 'checking' && Date.now() - (known.checkedAt ?? 0) > freshMs
}

function forgetGone(images: Collection<Image>, updates: Collection<ImageUpdate>): void {
  const present = new Set(named(images).map(([, reference]) => reference))
  updates.remove(...updates.values().flatMap(({ id }) => (present.has(id) ? [] : [id])))
}

/** The digest of a name is that of the index where there are several platforms: here as there. */
const isSame = (image: Image, reference: string, digest: string): boolean =>
  digestsOf(image, reference).includes(digest)

function digestsOf({ digests }: Image, reference: string): readonly string[] {
  const { repository } = parseReference(reference)
  return digests.flatMap((one) => {
    const at = one.lastIndexOf('@')
    return parseReference(one).repository === repository ? [one.slice(at + 1)] : []
  })
}
