// A client that reads slowly has all of an answer, also when the engine has long closed its end.
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { silentLog } from '../../main/base/log'
import { openEndpoint } from '../../main/engine/endpoint'
import type { StartGuard } from '../../main/engine/start-guard'

const guard: StartGuard = {
  refuses: async () => undefined,
  refusesService: async () => undefined,
  starts: async () => false,
  explains: async () => undefined,
}
const bytes = 3 * 1024 * 1024

/** Takes a little at a time, as a terminal does that has much to draw. */
async function readSlowly(client: Socket): Promise<number> {
  let read = 0
  client.on('data', (chunk: Buffer) => {
    read += chunk.length
    client.pause()
    // Others have their turns meanwhile, so that the engine's end comes before the last bytes are taken.
    void (async () => {
      for (let n = 0; n < 20; n++) await turn()
      client.resume()
    })()
  })
  await once(client, 'close')
  return read
}

it.each([
  ['that looks into starts', guard],
  ['that looks into nothing', undefined],
])('over an endpoint %s', async (_name, looks) => {
  const folder = await mkdtemp(join(tmpdir(), 'slow-'))
  // As an exec does whose input ended: it sends what is left, and closes.
  const engine = createServer({ allowHalfOpen: true }, (socket) => {
    socket.resume().on('end', () => socket.end(Buffer.alloc(bytes)))
  })
  engine.listen(join(folder, 'engine'))
  await once(engine, 'listening')
  const endpoint = await openEndpoint({
    path: join(folder, 'docker'),
    dial: async () => connect({ path: join(folder, 'engine'), allowHalfOpen: true }),
    log: silentLog,
    ...(looks ? { guard: looks } : {}),
  })
  try {
    const client = connect({ path: join(folder, 'docker'), allowHalfOpen: true })
    client.end('POST /exec/1/start HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\ninput')
    expect(await readSlowly(client)).toBe(bytes)
    // Nothing stays behind it.
    expect(endpoint.connections.getState()).toBe(0)
  } finally {
    await endpoint.close()
    engine.close()
    await rm(folder, { recursive: true })
  }
})
