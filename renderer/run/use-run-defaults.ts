// What the engine says about an image that is on this computer, for the form.
import { useEffect, useState } from 'react'
import { isAbort, isAppError } from '../../preload/errors'
import type { RunDefaults } from '../../preload/model'
import { useSession } from '../stores/session'
import { reportError } from '../stores/toasts'

/** Asks anew for every other image; undefined until answered, and while there is no such image. */
export function useRunDefaults(
  reference: string | undefined,
  onDefaults: (defaults: RunDefaults) => void,
): RunDefaults | undefined {
  const [answer, setAnswer] = useState<{ readonly of: string; readonly defaults: RunDefaults }>()
  const contract = useSession((state) => state.contract)
  useEffect(() => {
    if (reference === undefined || !contract) return
    const abort = new AbortController()
    const ask = async (): Promise<void> => {
      const defaults = await contract.images.getRunDefaults({ reference, signal: abort.signal })
      if (abort.signal.aborted) return
      setAnswer({ of: reference, defaults })
      onDefaults(defaults)
    }
    void ask().catch((error: unknown) => {
      // It may have been removed since it was listed; then it is downloaded first, which the form says.
      if (!isAbort(error) && !isAppError(error, 'image.not-found')) reportError(error)
    })
    return () => abort.abort()
  }, [reference, contract, onDefaults])
  return answer?.of === reference ? answer?.defaults : undefined
}
