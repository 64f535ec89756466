// The figures of one container, followed only while they are shown; the last minutes are kept meanwhile.
import { useEffect, useState } from 'react'
import { isAbort, isAppError } from '../../preload/errors'
import type { ContainerStats } from '../../preload/model'
import { useContainer } from '../stores/mirrors'
import { useSession } from '../stores/session'
import { reportError } from '../stores/toasts'

/** About five minutes. */
export const keptSamples = 300

export function useStats(id: string): readonly ContainerStats[] {
  const contract = useSession((state) => state.contract)
  const container = useContainer(id)
  const startedAt = container?.startedAt
  const stopped = container?.state !== 'running' && container?.state !== 'paused'
  const [samples, setSamples] = useState<readonly ContainerStats[]>([])
  useEffect(() => {
    if (!contract || stopped) return
    const abort = new AbortController()
    const follow = async (): Promise<void> => {
      for await (const sample of contract.containers.watchStats({ id, signal: abort.signal })) {
        setSamples((before) => [...before, sample].slice(-keptSamples))
      }
    }
    void follow().catch((error: unknown) => {
      // A lost connection has its own banner, and the figures go on after it.
      const told = isAbort(error) || isAppError(error, 'internal.disconnected')
      if (!abort.signal.aborted && !told) reportError(error)
    })
    return () => abort.abort()
  }, [contract, id, startedAt, stopped])
  return samples
}
