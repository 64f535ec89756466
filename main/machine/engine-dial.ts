// Connections to Docker Engine inside the machine: mutual TLS over a carrier that only this user can open.
import type { Duplex } from 'node:stream'
import { connect as connectTls } from 'node:tls'
import { linkAbort } from '../base/linked-abort'
import { until } from '../base/until'
import type { Credentials } from './certificates'
import { connectUnix, opened } from './unix-connection'
import { unendedSocket } from './unended-socket'
import { httpOnce } from './unix-http'

const firstTryMs = 400
const pingTimeoutMs = 5_000

export type Dial = (signal?: AbortSignal) => Promise<Duplex>

/** Carries a connection over a Unix socket of this user. */
export const overSocket =
  (path: string): Dial =>
  async (signal) =>
    unendedSocket(await connectUnix(path, signal))

/** A session is kept for the next connection: resuming one saves most of the handshake. */
export function engineDial(carry: Dial, credentials: Credentials): Dial {
  let session: Buffer | undefined
  return async (signal) => {
    const carrier = await carry(signal)
    const socket = connectTls({
      socket: carrier,
      servername: 'localhost',
      ca: credentials.authority,
      cert: credentials.clientCertificate,
      key: credentials.clientKey,
      minVersion: 'TLSv1.3',
      ...(session ? { session } : {}),
    })
    socket.on('session', (fresh: Buffer) => (session = fresh))
    await opened(socket, 'secureConnect', signal)
    return socket
  }
}

/** The connection or the answer took too long. */
class PingTimeout extends Error {
  constructor(timeoutMs: number) {
    super(`Docker Engine did not answer within ${timeoutMs} ms`)
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
    if (limit.timedOut) throw new PingTimeout(timeoutMs)
    throw error
  } finally {
    limit.dispose()
    socket?.destroy()
  }
}

/** Whether the engine answers now; an error of the connection is a no. */
export async function engineAnswersNow(
  driver: { dial(options?: { readonly signal?: AbortSignal }): Promise<Duplex> },
  signal: AbortSignal,
): Promise<boolean> {
  try {
    return (await enginePing((own) => driver.dial(own ? { signal: own } : {}), signal)) ?? false
  } catch {
    return false
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
    { deadlineMs, everyMs: 50, signal, waitingFor: 'Docker Engine' },
  )
}
