// The computer's sleep and end, as Electron tells them.
import { powerMonitor } from 'electron'
import type { HostPower } from '../base/host-power'

export const power: HostPower = {
  onSleeps: (listener) => {
    powerMonitor.on('suspend', listener)
    return () => powerMonitor.off('suspend', listener)
  },
  onWoke: (listener) => {
    powerMonitor.on('resume', listener)
    return () => powerMonitor.off('resume', listener)
  },
}

/** The computer shuts down or the person logs out: there is no time for questions. macOS and Linux. */
export function onShutdown(listener: () => void): void {
  powerMonitor.on('shutdown', listener)
}
