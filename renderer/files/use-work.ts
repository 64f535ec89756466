// Work that ends with the pane it was begun in; what goes wrong is told.
import { useCallback, useEffect, useRef } from 'react'
import { isAbort } from '../../preload/errors'
import { reportError } from '../stores/toasts'

export type Work = (work: (signal: AbortSignal) => Promise<void>) => Promise<void>

export function useWork(): Work {
  const abort = useRef<AbortController>(undefined)
  useEffect(() => {
    const controller = new AbortController()
    abort.current = controller
    return () => controller.abort()
  }, [])
  return useCallback(async (work) => {
    const signal = abort.current?.signal
    if (!signal) return
    try {
      await work(signal)
    } catch (error) {
      if (!signal.aborted && !isAbort(error)) reportError(error)
    }
  }, [])
}
