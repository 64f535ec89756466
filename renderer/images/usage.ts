// What images take on the disk together, asked for anew when images came or went while the page is shown.
import { useEffect } from 'react'
import { create } from 'zustand'
import { isAbort, isAppError } from '../../preload/errors'
import type { Image, ImageUsage } from '../../preload/model'
import { images, useEngineReady } from '../stores/mirrors'
import { useSession } from '../stores/session'
import { reportError } from '../stores/toasts'

export const useUsage = create<{ readonly usage: ImageUsage | undefined }>(() => ({ usage: undefined }))

/** Bytes that removing this image alone frees; all of them while nothing is known about sharing. */
export const ownBytes = (usage: ImageUsage | undefined, { id, sizeBytes }: Image): number =>
  Math.max(0, sizeBytes - (usage?.sharedBytes[id] ?? 0))

/** What is worth telling in a list: another processor than the engine's, or several. */
export const otherPlatforms = (usage: ImageUsage | undefined, id: string): readonly string[] => {
  const platforms = usage?.platforms[id] ?? []
  const [first = '', ...more] = platforms
  // Variants of one processor are left to the engine.
  const own = more.length === 0 && (first === '' || first.split('/', 2).join('/') === usage?.platform)
  return own ? [] : platforms
}

/** Another platform of an image that is here changes its size only. */
const presentKey = (items: Iterable<Image>): string =>
  [...items]
    .map(({ id, sizeBytes }) => `${id} ${sizeBytes}`)
    .sort()
    .join(' ')

export function useFreshUsage(): void {
  const contract = useSession((state) => state.contract)
  const ready = useEngineReady()
  const present = images.use((state) => (state.loaded ? presentKey(state.items.values()) : undefined))
  useEffect(() => {
    if (!contract || !ready || present === undefined) return
    const abort = new AbortController()
    contract.images.getUsage({ signal: abort.signal }).then(
      (usage) => useUsage.setState({ usage }),
      (error: unknown) => {
        if (abort.signal.aborted || isAbort(error) || isAppError(error, 'internal.disconnected')) return
        reportError(error)
      },
    )
    return () => abort.abort()
  }, [contract, ready, present])
}
