// The search for wasted space in one image: begun and ended by a person, ended too when the drawer closes.
import { useEffect, useRef, useState } from 'react'
import { isAbort, serialiseError, type SerialisedError } from '../../preload/errors'
import type { WasteScan } from '../../preload/model'
import { contract } from '../stores/session'

export interface Waste {
  readonly scan: WasteScan | undefined
  readonly error: SerialisedError | undefined
  begin(): void
  cancel(): void
}

export function useWaste(id: string): Waste {
  const [scan, setScan] = useState<WasteScan>()
  const [error, setError] = useState<SerialisedError>()
  const running = useRef<AbortController>(undefined)
  useEffect(() => () => running.current?.abort(), [])
  const follow = async (signal: AbortSignal): Promise<void> => {
    try {
      for await (const next of contract().images.watchWaste({ id, signal })) setScan(next)
    } catch (failure) {
      if (signal.aborted || isAbort(failure)) return
      setScan(undefined)
      setError(serialiseError(failure))
    }
  }
  return {
    scan,
    error,
    begin: () => {
      running.current?.abort()
      running.current = new AbortController()
      setScan(undefined)
      setError(undefined)
      void follow(running.current.signal)
    },
    cancel: () => {
      running.current?.abort()
      setScan(undefined)
    },
  }
}
