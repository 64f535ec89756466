// The computer's sleep and end, as Electron tells them.
import { powerMonitor } from 'electron'

/** Returns the way to stop listening. */
export function onWoke(listener: () => void): () => void {
  powerMonitor.on('resume', listener)
  return () => powerMonitor.off('resume', listener)
}

/** The computer shuts down or the person logs out: there is no time for questions. macOS and Linux. */
export function onShutdown(listener: () => void): void {
  powerMonitor.on('shutdown', listener)
}
