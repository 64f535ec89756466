// What a person opened this form for would take to get here: its registry is asked once, and never for what is typed.
import { useEffect, useState } from 'react'
import type { ImageDownload } from '../../preload/model'
import { images, useEngineReady } from '../stores/mirrors'
import { useSession } from '../stores/session'

/** Undefined for what nobody asked about; `unknown` where nobody could tell. */
export type AskedDownload = ImageDownload | 'unknown' | undefined

/** `opened` is the image that the form came with. */
export function useDownload(opened: string, image: string, isLocal: boolean): AskedDownload {
  const [answer, setAnswer] = useState<AskedDownload>()
  const contract = useSession((state) => state.contract)
  const ready = useEngineReady()
  const listed = images.use((state) => state.loaded)
  const wanted = opened !== '' && !isLocal && ready && listed
  useEffect(() => {
    if (!wanted || !contract) return
    const abort = new AbortController()
    contract.images.getDownload({ reference: opened, signal: abort.signal }).then(setAnswer, () => {
      // What keeps it from being asked is told by the download itself.
      if (!abort.signal.aborted) setAnswer('unknown')
    })
    return () => abort.abort()
  }, [opened, wanted, contract])
  return wanted && image.trim() === opened ? answer : undefined
}
