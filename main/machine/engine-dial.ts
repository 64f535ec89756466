// Connections to Docker Engine inside the machine: mutual TLS over a Unix socket of this user.
import type { Duplex } from 'node:stream'
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls'
import { linkAbort } from '../base/linked-abort'
import { until } from '../base/until'
import type { Credentials } from './certificates'
import { httpOnce } from './unix-http'

const firstTryMs = 400
const pingTimeoutMs = 5_000

export type Dial = (signal?: AbortSignal) => Promise<Duplex>

/** A session is kept for the next connection: resuming one saves most of the handshake. */
export function engineDial(socketPath: string, credentials: Credentials): Dial {
  let session: Buffer | undefined
  return (signal) =>
    new Promise((resolve, reject) => {
      signal?.throwIfAborted()
      // `path` and `allowHalfOpen` are passed on to the socket; their types are only in node:net.
      const options: ConnectionOptions & { allowHalfOpen: boolean } = {
        path: socketPath,
        allowHalfOpen: true,
        servername: 'localhost',
        ca: credentials.authority,
        cert: credentials.clientCertificate,
        key: credentials.clientKey,
        minVersion: 'TLSv1.3',
        ...(session ? { session } : {}),
      }
      const socket: TLSSocket = connect(options)
      const settle = (): void => {
        signal?.removeEventListener('abort', onAbort)
        socket.off('error', onError)
        socket.off('close', onEarlyClose)
      }
      const onError = (error: Error): void => {
        settle()
        socket.destroy()
        reject(error)
      }
      const onAbort = (): void => onError(signal?.reason as Error)
      const onEarlyClose = (): void => onError(new Error('Docker Engine closed the connection at once'))
      signal?.addEventListener('abort', onAbort, { once: true })
      socket.once('error', onError)
      socket.once('close', onEarlyClose)
      socket.on('session', (fresh: Buffer) => (session = fresh))
      socket.once('secureConnect', () => {
        settle()
        resolve(socket)
      })
    })
}

/** The connection or the answer took too long. */
class PingTimeout extends Error {
  constructor(timeoutMs: number, cause: unknown) {
    super(`Docker Engine did not answer within ${timeoutMs} ms`, { cause })
    this.name = 'PingTimeout'
  }
}

/** Whether the engine answers `GET /_ping` over a new connection. */
export async function enginePing(
  dial: Dial,
  signal: AbortSignal,
  timeoutMs = pingTimeoutMs,
): Promise<true | undefined> {
  const limit = linkAbort([signal], timeoutMs)
  let socket: Duplex | undefined
  try {
    const open = (socket = await dial(limit.signal))
    const { status } = await httpOnce({ createConnection: () => open, path: '/_ping', signal: limit.signal })
    return status === 200 ? true : undefined
  } catch (error) {
    if (limit.timedOut) throw new PingTimeout(timeoutMs, error)
    throw error
  } finally {
    limit.dispose()
    socket?.destroy()
  }
}

/**
 * Resolves when the engine answers. A connection tried before the guest's network is up is lost in silence, so
 * the first tries are short; later ones leave a busy computer the time that it needs.
 */
export async function engineAnswers(dial: Dial, signal: AbortSignal, deadlineMs: number): Promise<void> {
  let timeoutMs = firstTryMs
  await until(
    async () => {
      try {
        return await enginePing(dial, signal, timeoutMs)
      } catch (error) {
        if (error instanceof PingTimeout) timeoutMs = Math.min(timeoutMs * 1.5, pingTimeoutMs)
        throw error
      }
    },
    { deadlineMs, everyMs: 25, signal, waitingFor: 'Docker Engine' },
  )
}
