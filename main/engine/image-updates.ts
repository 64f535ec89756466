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
  const checks = new Checks(images, client)
  let watchers = 0
  let stopFollowing: (() => void) | undefined
  const end = (): void => {
    checks.whileHeld?.abort()
    checks.whileHeld = undefined
    stopFollowing?.()
    stopFollowing = undefined
  }
  const begin = (): void => {
    checks.whileHeld = new AbortController()
    const timer = setInterval(() => checks.refreshStale(), freshMs).unref()
    const stop = images.store.subscribe(() => checks.refreshStale())
    stopFollowing = () => {
      stop()
      clearInterval(timer)
    }
    checks.refreshStale()
  }
  return {
    store: checks.updates.store,
    hold: () => {
      if (watchers++ === 0) begin()
      return () => {
        if (--watchers === 0) end()
      }
    },
    check: (references, signal) => checks.check(references, signal),
    dispose: end,
  }
}

class Checks {
  readonly updates = createCollection<ImageUpdate>()
  /** There while somebody watches; its end gives up what is under way. */
  whileHeld: AbortController | undefined
  readonly #images: Collection<Image>
  readonly #client: RegistryClient

  constructor(images: Collection<Image>, client: RegistryClient) {
    this.#images = images
    this.#client = client
  }

  refreshStale(): void {
    const stale = this.#named().filter(([image, reference]) => isStale(image, this.updates.get(reference)))
    if (this.whileHeld && stale.length > 0) void this.#all(stale, this.whileHeld.signal)
  }

  check(references: readonly string[] | undefined, signal: AbortSignal | undefined): Promise<void> {
    const all = this.#named()
    return this.#all(references ? all.filter(([, reference]) => references.includes(reference)) : all, signal)
  }

  /** Only what came from a registry can be newer there; what is gone is forgotten. */
  #named(): readonly (readonly [Image, string])[] {
    const all = this.#images
      .values()
      .flatMap((image) =>
        image.tags.filter((tag) => digestsOf(image, tag).length > 0).map((tag) => [image, tag] as const),
      )
    const present = new Set(all.map(([, reference]) => reference))
    this.updates.remove(...this.updates.values().flatMap(({ id }) => (present.has(id) ? [] : [id])))
    return all
  }

  async #all(wanted: readonly (readonly [Image, string])[], signal: AbortSignal | undefined): Promise<void> {
    const left = [...wanted]
    const work = async (): Promise<void> => {
      for (let next = left.shift(); next && !signal?.aborted; next = left.shift())
        await this.#one(...next, signal)
    }
    await Promise.all(Array.from({ length: asksInParallel }, work))
  }

  async #one(image: Image, reference: string, signal: AbortSignal | undefined): Promise<void> {
    const about = { id: reference, imageId: image.id }
    const before = this.updates.get(reference)
    const checking: ImageUpdate = { ...about, state: 'checking' }
    this.updates.upsert(checking)
    try {
      const digest = await this.#client.digestOf(reference, signal)
      const state =
        digest === undefined ? 'unknown' : digestsOf(image, reference).includes(digest) ? 'current' : 'newer'
      this.updates.upsert({ ...about, state, checkedAt: Date.now() })
    } catch (error) {
      if (signal?.aborted || isAbort(error)) return this.#giveUp(checking, before)
      this.updates.upsert({ ...about, state: 'unknown', checkedAt: Date.now(), error: serialiseError(error) })
    }
  }

  #giveUp(checking: ImageUpdate, before: ImageUpdate | undefined): void {
    // Unless a check that was asked for since knows better.
    if (this.updates.get(checking.id) === checking) {
      if (before && before.state !== 'checking') this.updates.upsert(before)
      else this.updates.remove(checking.id)
    }
    // Somebody who came meanwhile took it for being looked at.
    this.refreshStale()
  }
}

function isStale(image: Image, known: ImageUpdate | undefined): boolean {
  if (!known || known.imageId !== image.id) return true
  return known.state !== 'checking' && Date.now() - (known.checkedAt ?? 0) > freshMs
}

/** The digest of a name is that of the index where there are several platforms: here as there. */
function digestsOf({ digests }: Image, reference: string): readonly string[] {
  const { repository } = parseReference(reference)
  return digests.flatMap((one) => {
    const at = one.lastIndexOf('@')
    return parseReference(one).repository === repository ? [one.slice(at + 1)] : []
  })
}
