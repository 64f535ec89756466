// A name server on this computer that has one address for every name.
import { createSocket } from 'node:dgram'
import { once } from 'node:events'

const headerBytes = 12
const addressRecord = 1

export interface TestNameServer {
  readonly port: number
  close(): void
}

/** Questions other than for an IPv4 address get an empty answer. */
export async function startNameServer(address: string): Promise<TestNameServer> {
  const socket = createSocket('udp4')
  socket.on('message', (question, { port, address: from }) =>
    socket.send(answerTo(question, address), port, from),
  )
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return { port: socket.address().port, close: () => void socket.close() }
}

function answerTo(question: Buffer, address: string): Buffer {
  const end = question.indexOf(0, headerBytes) + 5
  const wanted = question.readUInt16BE(end - 4) === addressRecord
  const header = Buffer.from(question.subarray(0, headerBytes))
  // An answer, with recursion; one question, and nothing but answers after it.
  header.writeUInt16BE(0x8180, 2)
  header.writeUInt16BE(1, 4)
  header.writeUInt16BE(wanted ? 1 : 0, 6)
  header.writeUInt32BE(0, 8)
  // The name of the question; type A, class IN, a TTL of 0 s, 4 bytes.
  const record = Buffer.from([
    0xc0,
    headerBytes,
    0,
    1,
    0,
    1,
    0,
    0,
    0,
    0,
    0,
    4,
    ...address.split('.').map(Number),
  ])
  return Buffer.concat([header, question.subarray(headerBytes, end), ...(wanted ? [record] : [])])
}
