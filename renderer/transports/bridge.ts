// Frames over the bridge that the desktop shell puts into the page.
import type { Frame, Transport } from '../../preload/rpc'

export interface Bridge {
  send(frame: Frame): void
  onMessage(listener: (frame: Frame) => void): void
  onClose?(listener: () => void): void
  /** Absolute path of a file or folder that was dropped; empty where there is none. */
  pathOf?(file: File): string | Promise<string>
}

declare global {
  interface Window {
    /** Present in the desktop app only. */
    readonly portside?: Bridge
  }
}

/** The bridge lives as long as the page, so it closes only when the shell says so. */
export function bridgeTransport(bridge: Bridge): Transport {
  const listeners: (() => void)[] = []
  let closed = false
  const close = (): void => {
    if (closed) return
    closed = true
    for (const listener of listeners.splice(0)) listener()
  }
  bridge.onClose?.(close)
  return {
    send: (frame) => {
      if (!closed) bridge.send(frame)
    },
    onMessage: (listener) => bridge.onMessage(listener),
    onClose: (listener) => {
      if (closed) queueMicrotask(listener)
      else listeners.push(listener)
    },
    close,
  }
}
