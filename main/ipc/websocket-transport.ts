// Frames over one WebSocket: each frame is one binary message.
import type { WebSocket } from 'ws'
import { decodeFrame, encodeFrame } from '../../preload/frame-codec'
import type { Frame, Transport } from '../../preload/rpc'

/** A peer that sends something else than frames is disconnected with 1007 (invalid data, RFC 6455 §7.4.1). */
export function webSocketTransport(socket: WebSocket): Transport {
  let closed = false
  const onClose: (() => void)[] = []
  const shut = (): void => {
    closed = true
    for (const listener of onClose.splice(0)) listener()
  }
  socket.on('close', shut)
  // 'error' is always followed by 'close'; without a listener it would end the process.
  socket.on('error', () => {})
  return {
    send: (frame) => {
      if (socket.readyState === socket.OPEN) socket.send(encodeFrame(frame))
    },
    onMessage: (listener) =>
      void socket.on('message', (data, isBinary) => {
        let frame: Frame
        try {
          if (!isBinary || !(data instanceof Buffer)) throw new SyntaxError('not a binary message')
          frame = decodeFrame(data)
        } catch {
          return socket.close(1007)
        }
        listener(frame)
      }),
    onClose: (listener) => {
      if (closed) queueMicrotask(listener)
      else onClose.push(listener)
    },
    close: () => socket.close(),
  }
}
