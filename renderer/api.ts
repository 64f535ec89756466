// Picks how this page reaches the app: the desktop shell's bridge, or a WebSocket to where the page came from.
import type { Transport } from '../preload/rpc'
import { bridgeTransport } from './transports/bridge'
import { takeToken } from './transports/token'
import { openWebSocket } from './transports/web-socket'

/** Opens one connection; called again after it closed. @throws when the app does not answer */
export type Dial = (signal: AbortSignal) => Promise<Transport>

export const inDesktopApp = (): boolean => window.portside !== undefined

export function pickDial(): Dial {
  const bridge = window.portside
  if (bridge) return async () => bridgeTransport(bridge)
  const token = takeToken(window)
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws'
  return (signal) =>
    openWebSocket(`${scheme}://${location.host}/rpc?token=${encodeURIComponent(token)}`, signal)
}
