// A connection whose end of input is said by TLS alone, never by the socket underneath.
// gvproxy closes both directions as soon as one has ended, and what was still to come would be lost.
import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'

/** Carries the bytes of a connected socket both ways; ending it ends nothing, destroying it closes the socket. */
export function unendedSocket(socket: Socket): Duplex {
  const carrier = new Duplex({
    allowHalfOpen: true,
    read: () => socket.resume(),
    write: (chunk: Buffer, _encoding, done) => socket.write(chunk, done),
    writev: (chunks, done) => {
      socket.cork()
      for (const { chunk } of chunks.slice(0, -1)) socket.write(chunk as Buffer)
      socket.write(chunks.at(-1)?.chunk as Buffer, done)
      socket.uncork()
    },
    final: (done) => done(),
    destroy: (error, done) => {
      socket.destroy()
      done(error)
    },
  })
  socket.on('data', (chunk: Buffer) => {
    if (!carrier.push(chunk)) socket.pause()
  })
  let ended = false
  socket.on('end', () => {
    ended = true
    carrier.push(null)
  })
  socket.on('error', (error) => carrier.destroy(error))
  socket.on('close', () => {
    // After an end in order, what the carrier still holds is to be read first.
    if (!ended) carrier.destroy()
  })
  return carrier
}
