// Asks the app for the sizes of volumes: when the list is seen and there are new ones, else only when somebody asks.
import { useEffect, useRef } from 'react'
import { useEngineReady, volumes, volumeSizes } from '../stores/mirrors'
import { contract } from '../stores/session'
import { reportError } from '../stores/toasts'

const ask = async (): Promise<void> => contract().volumes.measure()

export const measure = (): void => void ask().catch(reportError)

/** The engine tells when a volume was made in whole seconds. */
const grainMs = 1000

/** Once per visit, and only where nothing was measured yet or a volume was made since. */
export function useMeasurement(): void {
  const ready = useEngineReady()
  const measuredAt = volumeSizes(({ value }) => value && (value.measuredAt ?? 0))
  const newest = volumes.use(({ items }) =>
    Math.max(0, ...[...items.values()].map(({ createdAt = 0 }) => createdAt)),
  )
  const due = ready && measuredAt !== undefined && (measuredAt === 0 || newest + grainMs > measuredAt)
  const asked = useRef(false)
  useEffect(() => {
    if (!ready) asked.current = false
    if (!due || asked.current) return
    asked.current = true
    measure()
  }, [ready, due])
}
