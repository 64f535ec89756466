// Two ends in one process: for tests, and for parts of the app that speak the contract to themselves.
import type { Frame, Transport } from './rpc'

interface End extends Transport {
  deliver(frame: Frame): void
  shut(): void
}

/** Frames arrive in a later microtask, as they would over a wire, and never after either end has closed. */
export function memoryTransports(): [Transport, Transport] {
  let closed = false
  const close = (): void => {
    if (closed) return
    closed = true
    left.shut()
    right.shut()
  }
  const end = (other: () => End): End => {
    const onMessage: ((frame: Frame) => void)[] = []
    const onClose: (() => void)[] = []
    return {
      send: (frame) => {
        if (!closed) queueMicrotask(() => other().deliver(frame))
      },
      deliver: (frame) => {
        if (!closed) for (const listener of onMessage) listener(frame)
      },
      shut: () => {
        for (const listener of onClose.splice(0)) listener()
      },
      onMessage: (listener) => void onMessage.push(listener),
      onClose: (listener) => {
        if (closed) queueMicrotask(listener)
        else onClose.push(listener)
      },
      close,
    }
  }
  const left: End = end(() => right)
  const right: End = end(() => left)
  return [left, right]
}
