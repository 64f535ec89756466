// What registries have newer, as far as the person asked them, and the ways to ask and to follow.
import { useEffect } from 'react'
import type { Container, ImageUpdate } from '../../preload/model'
import { createMirror } from '../stores/mirror'
import { images, useEngineReady } from '../stores/mirrors'
import { contract, useSession } from '../stores/session'
import { reportError, say, sayMeanwhile, sayWarning } from '../stores/toasts'
import { whileVisible } from '../stores/visible'
import { follow } from '../stores/watches'

/** Up to date only while a page calls {@link useUpdates}. */
export const updates = createMirror<ImageUpdate>()

/** For a page that shows badges. Registries are asked by {@link checkAll} and its like, never by this. */
export function useUpdates(): void {
  const session = useSession((state) => state.contract)
  const ready = useEngineReady()
  useEffect(() => {
    if (!session || !ready) return
    const abort = new AbortController()
    whileVisible(abort.signal, (shown) => {
      void follow(session.images.watchUpdates({ signal: shown }), updates.apply, shown)
    })
    return () => abort.abort()
  }, [session, ready])
}

/** The name under which the registry has a newer image than this one; undefined when none is known. */
export const useNewerName = (imageId: string): string | undefined =>
  updates.use(
    (state) => [...state.items.values()].find((one) => one.imageId === imageId && one.state === 'newer')?.id,
  )

/** As the app calls it: with a tag, and without what Docker Hub's own images may be called besides. */
export const taggedName = (image: string): string => {
  const bare = image.replace(/^(?:index\.)?docker\.io\//, '').replace(/^library\//, '')
  return bare.includes(':', bare.lastIndexOf('/') + 1) ? bare : `${bare}:latest`
}

/**
 * The name that a container would be brought up to date with: its image is older than the registry's, or than the one
 * that has the name on this computer by now.
 */
export function useOutdatedName({
  image,
  imageId,
}: Pick<Container, 'image' | 'imageId'>): string | undefined {
  const name = taggedName(image)
  const newer = updates.use((state) => {
    const told = state.items.get(name)
    return told?.imageId === imageId && told.state === 'newer' ? name : undefined
  })
  const moved = images.use((state) =>
    [...state.items.values()].some(({ id, tags }) => id !== imageId && tags.includes(name)),
  )
  return newer ?? (moved ? name : undefined)
}

const namedInToast = 5
const someOf = (names: readonly string[]): string =>
  `${names.slice(0, namedInToast).join(', ')}${names.length > namedInToast ? ' …' : ''}`

/** Asks the registries of all images, and says what came of it. */
export function checkAll(): void {
  const asking = sayMeanwhile('images.checking')
  contract()
    .images.checkUpdates({})
    .then(({ newer, current, unknown }) => {
      if (newer.length > 0) say('images.foundNewer', { count: newer.length, names: someOf(newer) })
      else if (current.length > 0) say('images.foundNone', { count: current.length })
      if (unknown.length > 0)
        sayWarning('images.foundUnknown', { count: unknown.length, names: someOf(unknown) })
      if (newer.length + current.length + unknown.length === 0) say('images.foundNothing')
    })
    .catch(reportError)
    .finally(asking)
}

/** Pulls the name and makes its containers again; the download shows in the list, the end in a toast. */
export function bringUpToDate(reference: string): void {
  contract()
    .images.update({ reference })
    .then(({ recreated, kept, aside }) => {
      for (const { error } of kept) reportError(error)
      if (kept.length === 0) say('images.updated', { name: reference, count: recreated.length })
      const names = someOf(aside.map(({ name, path }) => `${name}:${path}`))
      if (aside.length > 0) say('images.updatedAside', { count: aside.length, names })
    }, reportError)
}
