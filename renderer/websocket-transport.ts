// Frames over a browser's WebSocket that is already open: each frame is one binary message.
import { decodeFrame, encodeFrame } from '../preload/frame-codec'
import type { Frame, Transport } from '../preload/rpc'

export function webSocketClientTransport(socket: WebSocket): Transport {
  socket.binaryType = 'arraybuffer'
  const onClose: (() => void)[] = []
  let closed = socket.readyState === socket.CLOSED
  socket.addEventListener('close', () => {
    closed = true
    for (const listener of onClose.splice(0)) listener()
  })
  return {
    send: (frame) => {
      if (socket.readyState === socket.OPEN) socket.send(encodeFrame(frame))
    },
    onMessage: (listener) =>
      socket.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        const frame = data instanceof ArrayBuffer ? parse(data) : undefined
        if (frame) listener(frame)
        else socket.close()
      }),
    onClose: (listener) => {
      if (closed) queueMicrotask(listener)
      else onClose.push(listener)
    },
    close: () => socket.close(),
  }
}

function parse(data: ArrayBuffer): Frame | undefined {
  try {
    return decodeFrame(new Uint8Array(data))
  } catch {
    return undefined
  }
}
