// An engine that answers some questions with nonsense while it is told to: a real one is behind it.
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

export interface LyingEngine {
  readonly socket: string
  lies: boolean
  close(): Promise<void>
}

const head = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n'
/** The stream of figures ends in the middle of a line, after one that is whole. */
const answers: readonly (readonly [RegExp, string])[] = [
  [/^GET \S*\/stats\?/, '{"read":"2026-01-01T00:00:00Z","memory_stats":"much"}\n{"read":"2026-01-01T00:0'],
  [/^GET \S*\/system\/df/, '{"LayersSize":"a lot","Images":"many"}'],
]

export async function startLyingEngine(real: string, socket: string): Promise<LyingEngine> {
  const open = new Set<Socket>()
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const engine = connect({ path: real, allowHalfOpen: true })
    for (const [one, other] of [
      [client, engine],
      [engine, client],
    ] as const) {
      open.add(one)
      one.on('error', () => other.destroy())
      one.on('close', () => {
        open.delete(one)
        other.destroy()
      })
    }
    client.on('data', (chunk) => {
      const request = chunk.toString('latin1', 0, 300)
      const lie = lying.lies && answers.find(([pattern]) => pattern.test(request))
      if (lie) client.end(head + lie[1])
      else if (!engine.write(chunk)) {
        client.pause()
        engine.once('drain', () => client.resume())
      }
    })
    client.on('end', () => engine.end())
    engine.pipe(client)
  })
  server.listen(socket)
  await once(server, 'listening')
  const lying: LyingEngine = {
    socket,
    lies: true,
    close: async () => {
      const closed = once(server, 'close')
      server.close()
      for (const one of open) one.destroy()
      await closed
    },
  }
  return lying
}
