// The figures of one container: live ones only while they are shown, and what is known of the time before.
import { useEffect, useState } from 'react'
import { isAbort, isAppError } from '../../preload/errors'
import type { ContainerHistory, ContainerHistoryRange, ContainerStats } from '../../preload/model'
import { useContainer } from '../stores/mirrors'
import { useSession } from '../stores/session'
import { reportError } from '../stores/toasts'

export const spanMs: Readonly<Record<ContainerHistoryRange, number>> = {
  '5m': 5 * 60_000,
  '30m': 30 * 60_000,
  '24h': 24 * 60 * 60_000,
}

/** The app makes a step of the longer spans in this time. */
const stepMs = 30_000

export interface Stats {
  /** The newest of this visit. */
  readonly last: ContainerStats | undefined
  readonly history: ContainerHistory
  /** Whether the app has told what it knows. */
  readonly known: boolean
}

const nothing = (range: ContainerHistoryRange): ContainerHistory => ({ range, everyMs: 1000, samples: [] })

export function useStats(id: string, range: ContainerHistoryRange): Stats {
  const contract = useSession((state) => state.contract)
  const container = useContainer(id)
  const startedAt = container?.startedAt
  const stopped = container?.state !== 'running' && container?.state !== 'paused'
  const [live, setLive] = useState<readonly ContainerStats[]>([])
  const [told, setTold] = useState<ContainerHistory>()
  useEffect(() => {
    if (!contract || stopped) return
    const abort = new AbortController()
    const follow = async (): Promise<void> => {
      for await (const sample of contract.containers.watchStats({ id, signal: abort.signal }))
        setLive((before) => [...before, sample].filter(({ at }) => at > sample.at - spanMs['5m']))
    }
    void follow().catch((error: unknown) => {
      // A lost connection has its own banner, and the figures go on after it.
      const banner = isAbort(error) || isAppError(error, 'internal.disconnected')
      if (!abort.signal.aborted && !banner) reportError(error)
    })
    return () => {
      abort.abort()
      setLive([])
    }
  }, [contract, id, startedAt, stopped])
  const last = live.at(-1)
  // The seconds of this visit come by themselves; longer steps are made by the app.
  const step = range === '5m' ? 0 : Math.floor((last?.at ?? 0) / stepMs)
  useEffect(() => {
    if (!contract) return
    const abort = new AbortController()
    contract.containers.getStatsHistory({ id, range, signal: abort.signal }).then(
      (history) => !abort.signal.aborted && setTold(history),
      (error: unknown) => !abort.signal.aborted && !isAbort(error) && reportError(error),
    )
    return () => abort.abort()
  }, [contract, id, range, step, stopped])
  const history = told?.range === range ? told : nothing(range)
  return { last, known: told?.range === range, history: range === '5m' ? joined(history, live) : history }
}

/** What the app knew when it was asked, and what came since. */
function joined(history: ContainerHistory, live: readonly ContainerStats[]): ContainerHistory {
  const since = history.samples.at(-1)?.at ?? -Infinity
  return { ...history, samples: [...history.samples, ...live.filter(({ at }) => at > since)] }
}
