// The computer's sleep, as Electron tells it.
import { powerMonitor } from 'electron'

/** Returns the way to stop listening. */
export function onWoke(listener: () => void): () => void {
  powerMonitor.on('resume', listener)
  return () => powerMonitor.off('resume', listener)
}
