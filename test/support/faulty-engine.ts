// Stands between the app and a real engine, and does wrong with archives that the app sends, as often as it is told to.
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/**
 * `swallow`: answers that all went well and gives the engine nothing. `cut`: breaks off after so many bytes of the
 * archive. `mute`: the engine gets all of it, its answer is lost. `spoil`: turns every `x` of the content into a `y`.
 */
export type Fault = 'swallow' | 'cut' | 'mute' | 'spoil'

export interface FaultyEngine {
  readonly socket: string
  /** One for each of the next archives, in this order. */
  readonly faults: Fault[]
  close(): Promise<void>
}

const answer = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'
/** A header of a tar and the beginning of its file. */
const cutAfter = 512 + 100

export async function startFaultyEngine(real: string, socket: string): Promise<FaultyEngine> {
  const open = new Set<Socket>()
  const faults: Fault[] = []
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const engine = connect({ path: real, allowHalfOpen: true })
    for (const one of [client, engine]) {
      open.add(one)
      const other = one === client ? engine : client
      one.on('error', () => other.destroy())
      one.on('close', () => {
        open.delete(one)
        other.destroy()
      })
    }
    let fault: Fault | undefined
    let left = cutAfter
    client.on('data', (chunk) => {
      const isPut = /^PUT \S*\/archive\?/.test(chunk.toString('latin1', 0, 300))
      if (isPut) {
        fault = faults.shift()
        left = cutAfter + chunk.indexOf('\r\n\r\n')
      }
      if (fault === 'swallow') {
        if (chunk.includes('0\r\n\r\n')) client.end(answer)
      } else if (fault === 'cut') {
        engine.write(chunk.subarray(0, Math.max(0, left)))
        left -= chunk.length
        if (left <= 0) engine.end(() => client.destroy())
      } else if (fault === 'spoil') {
        const body = isPut ? chunk.indexOf('\r\n\r\n') : 0
        const content = chunk.toString('latin1', body).replaceAll('x', 'y')
        engine.write(chunk.subarray(0, body))
        engine.write(Buffer.from(content, 'latin1'))
      } else engine.write(chunk)
    })
    client.on('end', () => engine.end())
    engine.on('data', (chunk) => {
      if (fault === 'mute') client.destroy()
      else client.write(chunk)
    })
    engine.on('end', () => client.end())
  })
  server.listen(socket)
  await once(server, 'listening')
  return {
    socket,
    faults,
    close: async () => {
      const closed = once(server, 'close')
      server.close()
      for (const one of open) one.destroy()
      await closed
    },
  }
}
