// The readings and their history, followed only while the page is shown and the window can be seen.
import { useEffect, useState } from 'react'
import type { HistoryRange, ResourceHistory, ResourceReading } from '../../preload/model'
import { useSession } from '../stores/session'
import { reportError } from '../stores/toasts'
import { whileVisible } from '../stores/visible'
import { follow } from '../stores/watches'

export interface Resources {
  /** The newest; undefined until the first one of this visit. */
  readonly reading: ResourceReading | undefined
  readonly history: ResourceHistory
}

export const rangeMs: Readonly<Record<HistoryRange, number>> = {
  '5m': 5 * 60_000,
  '1h': 60 * 60_000,
  '24h': 24 * 60 * 60_000,
}

const nothing = (range: HistoryRange): ResourceHistory => ({ range, everyMs: 1000, samples: [] })

export function useResources(range: HistoryRange): Resources {
  const contract = useSession((state) => state.contract)
  const [reading, setReading] = useState<ResourceReading>()
  const [history, setHistory] = useState<ResourceHistory>(() => nothing(range))
  useEffect(() => {
    if (!contract) return
    const abort = new AbortController()
    whileVisible(abort.signal, (signal) => {
      void follow(
        contract.resources.watchSamples({ signal }),
        (next) => {
          setReading(next)
          setHistory((known) => appended(known, next))
        },
        signal,
      )
    })
    return () => abort.abort()
  }, [contract])
  // Half minutes are made by the app; the seconds of this visit come with the readings.
  const step = history.range === range && range !== '5m' ? Math.floor((reading?.sample.at ?? 0) / 30_000) : 0
  useEffect(() => {
    if (!contract) return
    const abort = new AbortController()
    contract.resources.getHistory({ range, signal: abort.signal }).then(
      (known) => !abort.signal.aborted && setHistory(known),
      (error: unknown) => !abort.signal.aborted && reportError(error),
    )
    return () => abort.abort()
  }, [contract, range, step])
  return { reading, history: history.range === range ? history : nothing(range) }
}

function appended(known: ResourceHistory, { sample }: ResourceReading): ResourceHistory {
  if (known.range !== '5m' || (known.samples.at(-1)?.at ?? 0) >= sample.at) return known
  const samples = [...known.samples, sample].filter(({ at }) => at > sample.at - rangeMs['5m'])
  return { ...known, samples }
}
