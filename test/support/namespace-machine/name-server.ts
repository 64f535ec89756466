// A name server that knows no name and says so at once, as a computer without internet does at best.
import { createSocket } from 'node:dgram'

export interface NameServer {
  stop(): Promise<void>
}

/** Answers on UDP port 53 of an address of this computer. */
export async function startNameServer(address: string): Promise<NameServer> {
  const socket = createSocket('udp4')
  socket.on('message', (query, from) => {
    const answer = noSuchName(query)
    if (answer !== undefined) socket.send(answer, from.port, from.address)
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject).bind(53, address, resolve)
  })
  return { stop: () => new Promise((resolve) => socket.close(() => resolve())) }
}

/** RFC 1035, 4.1.1: the question comes back with the response bit, recursion available and code 3. */
function noSuchName(query: Buffer): Buffer | undefined {
  if (query.length < 12) return undefined
  const question = Buffer.from(query.subarray(0, endOfQuestion(query)))
  question.writeUInt16BE(0x8183, 2)
  // One question; no answer, authority or additional record.
  question.writeUInt16BE(1, 4)
  question.fill(0, 6, 12)
  return question
}

/** Labels end with an empty one; type and class follow. */
function endOfQuestion(query: Buffer): number {
  let at = 12
  while (at < query.length && query[at] !== 0) at += 1 + (query[at] ?? 0)
  return Math.min(at + 5, query.length)
}
