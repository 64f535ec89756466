// Asks the app for the sizes of volumes: once when the list is first seen, then only when somebody asks.
import { useEffect } from 'react'
import { useEngineReady, volumeSizes } from '../stores/mirrors'
import { contract } from '../stores/session'
import { reportError } from '../stores/toasts'

const ask = async (): Promise<void> => contract().volumes.measure()

export const measure = (): void => void ask().catch(reportError)

export function useFirstMeasurement(): void {
  const ready = useEngineReady()
  const unmeasured = volumeSizes(({ value }) => value !== undefined && value.measuredAt === undefined)
  useEffect(() => {
    if (ready && unmeasured) measure()
  }, [ready, unmeasured])
}
