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

export function useFreshUsage(): void {
  const contract = useSession((state) => state.contract)
  const ready = useEngineReady()
  const present = images.use((state) => (state.loaded ? [...state.items.keys()].sort().join(' ') : undefined))
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
