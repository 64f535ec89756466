// Streams on their way to and from the engine: through something, counted, looked into, and ended with the request that carries them.
import { once } from 'node:events'
import { pipeline, Transform, type Duplex, type Readable } from 'node:stream'

/** An error on either side ends both; whoever reads the result is told. */
export function through<T extends Duplex>(content: Readable, transform: T): T {
  pipeline(content, transform, () => {})
  return transform
}

/** Sends a stream whose own error must end the sending: the engine would wait for the rest. @throws that error first */
export async function feed(
  send: (content: Readable, signal: AbortSignal) => Promise<void>,
  content: Readable,
  signal: AbortSignal,
): Promise<void> {
  const broken = new AbortController()
  let failure: Error | undefined
  content.once('error', (error) => {
    failure = error
    broken.abort()
  })
  try {
    await send(content, AbortSignal.any([signal, broken.signal]))
  } catch (error) {
    throw failure ?? error
  }
  if (failure) throw failure
}

/** The same bytes at the reader's pace; their sum is told as they go by. */
export const counted = (content: Readable, onBytes: (doneBytes: number) => void): Readable => {
  let doneBytes = 0
  return through(
    content,
    new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        onBytes((doneBytes += chunk.length))
        done(null, chunk)
      },
    }),
  )
}

/** Peeks: what was looked at is read again. */
export async function firstBytes(body: Readable): Promise<Buffer> {
  for (;;) {
    const chunk = body.read() as Buffer | null
    if (chunk !== null) {
      body.unshift(chunk)
      return chunk
    }
    if (body.readableEnded || body.destroyed) return Buffer.alloc(0)
    await Promise.race([once(body, 'readable'), once(body, 'end'), once(body, 'close')])
  }
}
