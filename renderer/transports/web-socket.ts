// Frames over a WebSocket to the app that served this page: each frame is one binary message.
import { decodeFrame, encodeFrame } from '../../preload/frame-codec'
import type { Frame, Transport } from '../../preload/rpc'

/** Resolves once the socket is open. @throws when it cannot be opened: app gone, or the token is of another run */
export function openWebSocket(url: string, signal: AbortSignal): Promise<Transport> {
  const socket = new WebSocket(url)
  socket.binaryType = 'arraybuffer'
  return new Promise((resolve, reject) => {
    const giveUp = (): void => socket.close()
    signal.addEventListener('abort', giveUp, { once: true })
    socket.addEventListener('open', () => resolve(transportOf(socket)), { once: true })
    socket.addEventListener(
      'close',
      () => {
        signal.removeEventListener('abort', giveUp)
        reject(new Error('The connection to the app could not be opened.'))
      },
      { once: true },
    )
  })
}

function transportOf(socket: WebSocket): Transport {
  return {
    send: (frame: Frame) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(encodeFrame(frame))
    },
    onMessage: (listener) =>
      socket.addEventListener('message', (event: MessageEvent<unknown>) => {
        const frame = event.data instanceof ArrayBuffer ? parse(event.data) : undefined
        if (frame) listener(frame)
        else socket.close(4000, 'not a frame')
      }),
    onClose: (listener) => {
      if (socket.readyState >= WebSocket.CLOSING) queueMicrotask(listener)
      else socket.addEventListener('close', listener, { once: true })
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
