// Starts that pass through the endpoint: held until they are let through, answered instead, or explained afterwards.
import { createServer, connect, type Server, type Socket } from 'node:net'
import { mkdtemp, rm } from 'node:fs/promises'
import { Agent, createServer as createHttp, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { silentLog } from '../../main/base/log'
import { until } from '../../main/base/until'
import { askToStart } from '../../main/engine/endpoint-starts'
import { openEndpoint, type Endpoint } from '../../main/engine/endpoint'
import { ChunkedEnd } from '../../main/engine/http-head'
import { startedBy, type StartGuard } from '../../main/engine/start-guard'
import { seededRandom } from '../ports/random'

let folder: string
let engine: Server
let endpoint: Endpoint
let seen: string[]
const agents: Agent[] = []

const words = 'failed to bind host port 0.0.0.0:80/tcp: address already in use'

/** An engine as far as these requests go: over real sockets, with real HTTP. */
function createFakeEngine(): Server {
  return createHttp((incoming, outgoing) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      seen.push(`${incoming.method} ${incoming.url} ${Buffer.concat(chunks).toString()}`.trim())
      const fails = /fails|chunky/.test(incoming.url ?? '')
      outgoing.statusCode = fails ? 500 : 204
      outgoing.setHeader('Api-Version', '1.47')
      const body = fails ? JSON.stringify({ message: words }) : ''
      if (incoming.url?.includes('chunky')) {
        outgoing.write(body.slice(0, 9))
        outgoing.end(body.slice(9))
      } else {
        if (fails) outgoing.setHeader('Content-Length', Buffer.byteLength(body))
        outgoing.end(body)
      }
    })
  })
}

const guard: StartGuard = {
  refuses: async (name) => (name === 'held' ? 'no\nPortside: port 80 is held by x.' : undefined),
  refusesService: async (ports, id) =>
    ports.some(({ hostPort }) => hostPort === 80) ? `no port 80 for ${id ?? 'a new one'}` : undefined,
  starts: async (name, begin) => name === 'range' && (await begin(0)).status === 204,
  explains: async (name, said) => (name === 'other' ? undefined : `line about ${name}, ${said.length}`),
}

const toEngine = async () => connect({ path: join(folder, 'engine'), allowHalfOpen: true })

const listen = (server: Server, path: string) =>
  new Promise<void>((resolve, reject) => server.once('error', reject).listen(path, resolve))

/** Resolves when what stands still for a moment runs again. */
let quiet: Promise<void>

beforeEach(async () => {
  seen = []
  quiet = Promise.resolve()
  folder = await mkdtemp(join(tmpdir(), 'guard-'))
  engine = createFakeEngine()
  await listen(engine, join(folder, 'engine'))
  endpoint = await openEndpoint({
    path: join(folder, 'docker'),
    dial: toEngine,
    log: silentLog,
    guard,
    quiet: () => quiet,
  })
})
afterEach(async () => {
  for (const agent of agents.splice(0)) agent.destroy()
  await endpoint.close()
  await new Promise((resolve) => engine.close(resolve))
  await rm(folder, { recursive: true })
})

/** All calls of one agent go over one connection, as those of `docker` do. */
function client() {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  agents.push(agent)
  return (path: string, body = '', headers = {}): Promise<{ status: number; text: string }> =>
    new Promise((resolve, reject) => {
      const call = request(
        { socketPath: join(folder, 'docker'), agent, path, method: 'POST', headers },
        (answer) => {
          const chunks: Buffer[] = []
          answer.on('data', (chunk: Buffer) => chunks.push(chunk))
          answer.on('end', () =>
            resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString() }),
          )
        },
      )
      call.on('error', reject)
      call.end(body)
    })
}

const message = ({ text }: { text: string }): string => (JSON.parse(text) as { message: string }).message

describe('a cleanup through the endpoint', () => {
  it('waits until nothing stands still that is to run again: it would be removed with its data', async () => {
    let goOn = (): void => {}
    quiet = new Promise((resolve) => (goOn = resolve))
    const asked = [
      '/v1.47/containers/prune',
      '/volumes/prune?filters=%7B%22all%22%3A%5B%22true%22%5D%7D',
      '/v1.47/images/prune',
      '/v1.47/networks/prune',
    ]
    const pruning = asked.map((path) => client()(path))
    // Whatever else is asked for goes on.
    expect((await client()('/v1.47/containers/prune-me/stop')).status).toBe(204)
    expect(seen).toEqual(['POST /v1.47/containers/prune-me/stop'])
    goOn()
    await Promise.all(pruning)
    expect(seen.slice(1).toSorted()).toEqual(asked.map((path) => `POST ${path}`).toSorted())
  })

  it('is not done for somebody who gave it up while it waited', async () => {
    let goOn = (): void => {}
    quiet = new Promise((resolve) => (goOn = resolve))
    const impatient = connect(join(folder, 'docker'))
    impatient.write('POST /v1.47/containers/prune HTTP/1.1\r\nHost: x\r\n\r\n')
    await client()('/v1.47/containers/first/stop')
    impatient.destroy()
    // By then the end of the other one was seen, too.
    for (const name of ['second', 'third']) await client()(`/v1.47/containers/${name}/stop`)
    goOn()
    for (const agent of agents) agent.destroy()
    await until(() => (endpoint.connections.getState() === 0 ? true : undefined), {
      ...{ deadlineMs: 10_000, waitingFor: 'all to be gone' },
    })
    expect(seen.filter((one) => one.includes('prune'))).toEqual([])
  })
})

describe('a start through the endpoint', () => {
  it('that is refused never reaches the engine, and the connection goes on', async () => {
    const post = client()
    const refused = await post('/v1.47/containers/held/start')
    expect(refused.status).toBe(500)
    expect(message(refused)).toBe('no\nPortside: port 80 is held by x.')
    expect((await post('/containers/free/start')).status).toBe(204)
    expect(await post('/v1.47/containers/held/restart?t=1', '', { 'Content-Length': 0 })).toMatchObject({
      status: 500,
    })
    expect(seen).toEqual(['POST /containers/free/start'])
  })

  it.each(['fails', 'chunky'])('that %s gets a line after the engine’s own words', async (name) => {
    const post = client()
    expect(message(await post(`/v1.47/containers/${name}/start`))).toBe(
      `${words}\nline about ${name}, ${words.length}`,
    )
    expect((await post('/containers/free/start')).status).toBe(204)
  })

  it('is done by the guard where it takes more than to let it through, and answered as by the engine', async () => {
    const post = client()
    expect(await post('/v1.47/containers/range/restart?t=3')).toEqual({ status: 204, text: '' })
    expect((await post('/containers/free/start')).status).toBe(204)
    expect(seen).toEqual(['POST /v1.47/containers/range/restart?t=3', 'POST /containers/free/start'])
    expect(await askToStart(toEngine, 'POST /v1.47/containers/fails/restart?t=3 HTTP/1.1', 1)).toEqual({
      ...{ status: 500, words },
    })
    expect(seen.at(-1)).toBe('POST /v1.47/containers/fails/start')
  })

  it('leaves every other request as it is, bodies of both kinds too', async () => {
    const post = client()
    await post('/containers/create', 'POST /containers/held/start HTTP/1.1\r\n\r\n')
    await post('/build', 'POST /containers/held/start HTTP/1.1\r\n\r\n', { 'Transfer-Encoding': 'chunked' })
    const failed = await post('/containers/fails/stop')
    expect(message(failed)).toBe(words)
    await post('/containers/free/start', 'body')
    await post('/containers/held/start', 'dropped')
    expect(seen).toEqual([
      'POST /containers/create POST /containers/held/start HTTP/1.1',
      'POST /build POST /containers/held/start HTTP/1.1',
      'POST /containers/fails/stop',
      'POST /containers/free/start body',
    ])
  })

  it('of a service of Swarm is judged by its body, whole, and passes as it came', async () => {
    const post = client()
    const spec = (port: number) =>
      JSON.stringify({ Name: 'web', EndpointSpec: { Ports: [{ PublishedPort: port, TargetPort: 80 }] } })
    const refused = await post('/v1.41/services/create', spec(80))
    expect(refused.status).toBe(400)
    expect(message(refused)).toBe('no port 80 for a new one')
    const chunked = { 'Transfer-Encoding': 'chunked' }
    const update = '/v1.41/services/abc/update?version=7'
    expect(message(await post(update, spec(80), chunked))).toBe('no port 80 for abc')
    expect((await post('/services/create', spec(81))).status).toBe(204)
    expect((await post(update, spec(81), chunked)).status).toBe(204)
    expect((await post('/services/create', 'no JSON')).status).toBe(204)
    expect((await post('/services/create', '', { 'Content-Length': 0 })).status).toBe(204)
    expect(seen).toEqual([
      `POST /services/create ${spec(81)}`,
      `POST ${update} ${spec(81)}`,
      'POST /services/create no JSON',
      'POST /services/create',
    ])
  })

  it('is understood in whatever pieces it arrives', async () => {
    const text = `POST /v1.47/containers/held/start HTTP/1.1\r\nHost: docker\r\n\r\n`
    for (let seed = 1; seed <= 20; seed++) {
      const random = seededRandom(seed)
      const socket = connect(join(folder, 'docker'))
      let got = ''
      socket.on('data', (chunk: Buffer) => (got += chunk.toString()))
      for (let at = 0; at < text.length;) {
        const size = 1 + random.int(20)
        await write(socket, text.slice(at, at + size))
        at += size
      }
      await until(() => (got.includes('held by x') ? true : undefined), {
        deadlineMs: 20_000,
        waitingFor: 'the refusal',
        everyMs: 1,
      })
      socket.destroy()
    }
    expect(seen).toEqual([])
  })
})

/** Each piece in a packet of its own. */
const write = (socket: Socket, text: string): Promise<void> =>
  new Promise((resolve) => socket.write(text, () => setImmediate(resolve)))

describe('after an upgrade', () => {
  it.each(['Upgrade: tcp\r\nConnection: Upgrade\r\n', ''])(
    'everything passes as it is (%j)',
    async (header) => {
      const raw = createServer((socket) => socket.pipe(socket))
      await listen(raw, join(folder, 'raw'))
      const through = await openEndpoint({
        path: join(folder, 'through'),
        dial: async () => connect(join(folder, 'raw')),
        log: silentLog,
        guard,
      })
      const socket = connect(join(folder, 'through'))
      const text = `POST /v1.47/containers/x/attach HTTP/1.1\r\n${header}\r\nPOST /containers/held/start HTTP/1.1\r\n\r\n\0\r\n`
      let got = ''
      socket.on('data', (chunk: Buffer) => (got += chunk.toString()))
      socket.write(text)
      await until(() => (got === text ? true : undefined), {
        deadlineMs: 20_000,
        waitingFor: 'the echo',
        everyMs: 5,
      })
      expect(got).toBe(text)
      socket.destroy()
      await through.close()
      await new Promise((resolve) => raw.close(resolve))
    },
  )
})

describe('a request line', () => {
  it.each([
    ['POST /v1.47/containers/web/start HTTP/1.1', 'web'],
    ['POST /containers/a%20b/unpause HTTP/1.1', 'a b'],
    ['POST http://docker/v1.47/containers/web/restart?t=5 HTTP/1.1', 'web'],
    ['POST /containers/%ff/start HTTP/1.1', undefined],
    ['POST /exec/web/start HTTP/1.1', undefined],
    ['GET /containers/web/start HTTP/1.1', undefined],
    ['POST /containers/web/stop HTTP/1.1', undefined],
  ])('%s is about %s', (line, name) => expect(startedBy(line)).toBe(name))
})

it('finds the end of chunks in whatever pieces they come', () => {
  const body = Buffer.from('4;x=y\r\nab\r\n\r\n1\r\n0\r\n0\r\nTrailer: x\r\n\r\nnext')
  for (let seed = 1; seed <= 200; seed++) {
    const random = seededRandom(seed)
    const end = new ChunkedEnd()
    let at = 0
    for (let ended = false; !ended;) {
      const piece = body.subarray(at, at + 1 + random.int(12))
      const took = end.take(piece)
      at += took.used
      ended = took.ended
    }
    expect(body.toString('latin1', at)).toBe('next')
  }
})
