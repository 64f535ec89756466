// What `docker` gets while the engine is down: an answer of HTTP that says so, instead of silence.
import type { Socket } from 'node:net'

/** A client that says nothing, or goes on uploading after the answer, is let go after this. */
const patienceMs = 10_000
const headLimitBytes = 64 * 1024

/** Answers the first request of the connection with 503 and Docker's form of an error, then closes it. */
export function refuse(socket: Socket, message: string): void {
  socket.on('error', () => socket.destroy())
  socket.setTimeout(patienceMs, () => socket.destroy())
  let head = ''
  const onData = (chunk: Buffer): void => {
    head += chunk.toString('latin1')
    const whole = head.includes('\r\n\r\n')
    if (!whole && head.length < headLimitBytes) return
    socket.off('data', onData)
    // Reading on keeps the answer from being lost to a reset while the client still sends its body.
    socket.resume()
    socket.end(answer(message, head.startsWith('HEAD ')))
  }
  socket.on('data', onData)
  socket.on('end', () => {
    if (!socket.writableEnded) socket.end()
  })
  socket.resume()
}

function answer(message: string, headOnly: boolean): string {
  const body = `${JSON.stringify({ message })}\n`
  return [
    'HTTP/1.1 503 Service Unavailable',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
    '',
    headOnly ? '' : body,
  ].join('\r\n')
}
