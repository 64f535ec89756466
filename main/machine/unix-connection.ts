// Opens connections, so that a failure or an abort on the way leaves none behind.
import { connect, type OnReadOpts, type Socket } from 'node:net'
import type { DialOptions } from '../base/dial'

/** Each piece is read into it and taken out before the next is, whatever connection it comes over. In bytes. */
const pieceBytes = 64 * 1024
let piece: Buffer | undefined

/**
 * A connection to a Unix socket or named pipe that keeps each direction open by itself. With `onBytes` it gives no
 * `data`, and saves what Node spends on a stream and a Buffer for each piece: two thirds of reading small ones.
 * @throws its error, or the abort reason
 */
export async function connectUnix(
  path: string,
  signal?: AbortSignal,
  onBytes?: DialOptions['onBytes'],
): Promise<Socket> {
  signal?.throwIfAborted()
  const socket = connect({ path, allowHalfOpen: true, ...(onBytes ? { onread: readInto(onBytes) } : {}) })
  await opened(socket, 'connect', signal)
  return socket
}

function readInto(take: NonNullable<DialOptions['onBytes']>): OnReadOpts {
  const buffer = (piece ??= Buffer.allocUnsafeSlow(pieceBytes))
  return {
    buffer,
    callback: (bytes) => {
      take(buffer.subarray(0, bytes))
      return true
    },
  }
}

/** Waits for the event that says that a connection is open; destroys it when that cannot happen any more. */
export function opened(
  socket: Socket,
  event: 'connect' | 'secureConnect',
  signal?: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      signal?.removeEventListener('abort', onAbort)
      socket.off('error', fail)
      socket.off('end', onEarlyEnd)
      socket.off('close', onEarlyEnd)
    }
    const fail = (error: Error): void => {
      settle()
      // What is destroyed may still complain; nobody is interested.
      socket.on('error', () => {})
      socket.destroy()
      reject(error)
    }
    const onAbort = (): void => fail(signal?.reason as Error)
    const onEarlyEnd = (): void => fail(new Error('the other end closed the connection at once'))
    signal?.addEventListener('abort', onAbort, { once: true })
    socket.once('error', fail)
    socket.once('end', onEarlyEnd)
    socket.once('close', onEarlyEnd)
    socket.once(event, () => {
      settle()
      resolve()
    })
    if (signal?.aborted) onAbort()
  })
}
