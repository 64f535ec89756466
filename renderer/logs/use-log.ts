// Follows the log of one container while it is shown; begins anew when the container or the connection does.
import { useEffect, useState, useSyncExternalStore } from 'react'
import type { Contract } from '../../preload/contract'
import { isAbort, isAppError } from '../../preload/errors'
import { useContainer } from '../stores/mirrors'
import { useSession } from '../stores/session'
import { reportError } from '../stores/toasts'
import { LogRing, type LogSnapshot } from './log-ring'

/** As many lines as the view keeps. */
export const keptLines = 10_000

export interface Log extends LogSnapshot {
  /** True after the container ended and said all it had to say. */
  readonly ended: boolean
  /** False until the first answer. */
  readonly asked: boolean
  clear(): void
}

/** One run of a container, followed over one connection. */
interface Run {
  readonly contract: Contract
  readonly startedAt: number | undefined
}

export function useLog(id: string): Log {
  const [ring] = useState(() => new LogRing(keptLines))
  const [endedRun, setEndedRun] = useState<Run>()
  const [asked, setAsked] = useState(false)
  const contract = useSession((state) => state.contract)
  const startedAt = useContainer(id)?.startedAt
  useEffect(() => {
    if (!contract) return
    const abort = new AbortController()
    const follow = async (): Promise<void> => {
      const batches = contract.containers.watchLogs({
        id,
        tail: keptLines,
        follow: true,
        signal: abort.signal,
      })
      let first = true
      for await (const batch of batches) {
        // The new tail holds what the old one said, so the view starts over with the first batch of it.
        if (first) ring.clear()
        first = false
        ring.push(batch)
        setAsked(true)
      }
    }
    void follow()
      .then(() => {
        if (!abort.signal.aborted) setEndedRun({ contract, startedAt })
      })
      .catch((error: unknown) => {
        // A lost connection has its own banner, and the log begins anew after it.
        const told = isAbort(error) || isAppError(error, 'internal.disconnected')
        if (!abort.signal.aborted && !told) reportError(error)
      })
      .finally(() => setAsked(true))
    return () => abort.abort()
  }, [contract, id, ring, startedAt])
  const snapshot = useSyncExternalStore(ring.subscribe, ring.snapshot)
  const ended = endedRun !== undefined && endedRun.contract === contract && endedRun.startedAt === startedAt
  return { ...snapshot, ended, asked, clear: () => ring.clear() }
}
