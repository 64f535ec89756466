// The loopback server lets in this run's own page and nobody else.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { createFileExchange } from '../../../main/ipc/file-exchange'
import { startLoopbackServer, type LoopbackServer } from '../../../main/ipc/loopback-server'
import { encodeFrame, maxFrameBytes } from '../../../preload/frame-codec'

const target = {
  call: async () => 'answer',
  async *stream() {
    yield 1
  },
}

let folder: string
let server: LoopbackServer
const exchange = createFileExchange()

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portside-loopback-'))
  await mkdir(join(folder, 'root'))
  await writeFile(join(folder, 'root/index.html'), '<!doctype html>window')
  await writeFile(join(folder, 'secret.txt'), 'secret')
  server = await startLoopbackServer({
    root: join(folder, 'root'),
    port: 0,
    target,
    serveFile: exchange.handle,
    nameHolder: async () => 'x',
  })
})
afterEach(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

const origin = (): string => `http://127.0.0.1:${server.port}`
const token = (): string => new URL(server.url).searchParams.get('token') ?? ''

/** 'open', or the HTTP status that refused the upgrade. */
function upgrade(path: string, headers: Record<string, string>): Promise<'open' | number> {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, { headers })
  return new Promise((resolve, reject) => {
    socket.once('open', () => {
      socket.terminate()
      resolve('open')
    })
    socket.once('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0))
    socket.once('error', reject)
  })
}

describe('loopback server', () => {
  it('lets its own page in', async () => {
    expect(await upgrade(`/rpc?token=${token()}`, { origin: origin() })).toBe('open')
  })

  it.each([
    ['a foreign origin', () => `/rpc?token=${token()}`, () => ({ origin: 'http://evil.example' })],
    ['no origin', () => `/rpc?token=${token()}`, () => ({})],
    [
      'localhost instead of 127.0.0.1',
      () => `/rpc?token=${token()}`,
      () => ({ origin: `http://localhost:${server.port}` }),
    ],
    ['a wrong token', () => '/rpc?token=aaaa', () => ({ origin: origin() })],
    ['no token', () => '/rpc', () => ({ origin: origin() })],
    ['another path', () => `/other?token=${token()}`, () => ({ origin: origin() })],
    [
      'a rebound host name',
      () => `/rpc?token=${token()}`,
      () => ({ origin: origin(), host: `evil.example:${server.port}` }),
    ],
  ])('refuses %s with 403', async (_what, path, headers) => {
    expect(await upgrade(path(), headers())).toBe(403)
  })

  it.each(['/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/%00', '/nothing.js'])(
    'does not serve %s',
    async (path) => {
      const response = await fetch(`${origin()}${path}`)
      expect(response.status).toBe(404)
      expect(await response.text()).not.toContain('secret')
    },
  )

  it('serves the page with headers that keep it to itself', async () => {
    const response = await fetch(origin())
    expect(await response.text()).toContain('window')
    expect(response.headers.get('x-frame-options')).toBe('DENY')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('refuses other methods than reading', async () => {
    expect((await fetch(origin(), { method: 'POST' })).status).toBe(405)
  })

  it.each([
    ['a message that is too large', () => Buffer.alloc(maxFrameBytes + 1), 1009],
    ['bytes that are no frame', () => Buffer.from('{"t":"call"}'), 1007],
    ['a text message', () => '{}', 1007],
  ])('disconnects after %s', async (_what, message, code) => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/rpc?token=${token()}`, {
      headers: { origin: origin() },
    })
    await new Promise((resolve) => socket.once('open', resolve))
    const closed = new Promise<number>((resolve) => socket.once('close', resolve))
    socket.send(message())
    expect(await closed).toBe(code)
    // The server goes on serving others.
    expect(await upgrade(`/rpc?token=${token()}`, { origin: origin() })).toBe('open')
  })

  it('answers calls', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/rpc?token=${token()}`, {
      headers: { origin: origin() },
    })
    await new Promise((resolve) => socket.once('open', resolve))
    const answer = new Promise<Buffer>((resolve) => socket.once('message', (data: Buffer) => resolve(data)))
    socket.send(encodeFrame({ t: 'call', id: 1, service: 'a', method: 'b', args: {} }))
    expect((await answer).toString()).toContain('answer')
    socket.terminate()
  })

  it('names who holds its port', async () => {
    const blocker = createServer()
    await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve))
    const { port } = blocker.address() as { port: number }
    const start = startLoopbackServer({
      root: folder,
      port,
      target,
      nameHolder: async () => 'mysqld (PID 4312)',
    })
    await expect(start).rejects.toMatchObject({
      code: 'host.app-port-taken',
      params: { port, holder: 'mysqld (PID 4312)' },
    })
    await new Promise<void>((resolve) => blocker.close(() => resolve()))
  })
})

describe('files through the browser', () => {
  const never = new AbortController().signal
  const text = async (content: AsyncIterable<Buffer>): Promise<string> => {
    const parts: Buffer[] = []
    for await (const part of content) parts.push(part)
    return Buffer.concat(parts).toString()
  }

  it('are downloaded once, under their name', async () => {
    const target = await exchange.picker.target('나 a.tar')
    const written = target?.write(Readable.from(['hel', 'lo']), never)
    const answer = await fetch(`${origin()}${target?.url}`)
    expect(answer.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''%EB%82%98%20a.tar")
    expect(await answer.text()).toBe('hello')
    await written
    expect((await fetch(`${origin()}${target?.url}`)).status).toBe(404)
  })

  it('are uploaded once, with their size', async () => {
    const source = await exchange.picker.source('a.tar')
    const read = source?.read(async (content, bytes) => `${await text(content)} ${bytes}`, never)
    const answer = await fetch(`${origin()}${source?.url}`, {
      method: 'PUT',
      body: 'hello',
      headers: { origin: origin() },
    })
    expect(answer.status).toBe(204)
    expect(await read).toBe('hello 5')
  })

  it('are taken to their end where the work does not want them: the page has nothing to say about that', async () => {
    const source = await exchange.picker.source('a.tar')
    const read = source?.read(async (content) => {
      for await (const _ of content) throw new Error('no archive')
    }, never)
    const body = new Uint8Array(8_000_000)
    const put = fetch(`${origin()}${source?.url}`, {
      method: 'PUT',
      body,
      headers: { origin: origin() },
    })
    await Promise.all([
      expect(read).rejects.toThrow('no archive'),
      expect(put).resolves.toMatchObject({ status: 204 }),
    ])
  })

  it('end for the work when the page goes away', async () => {
    const source = await exchange.picker.source('a.tar')
    const page = new AbortController()
    const read = source?.read(async (content) => {
      for await (const _ of content) page.abort()
    }, never)
    const endless = new ReadableStream({
      start: (controller) => controller.enqueue(new TextEncoder().encode('hel')),
    })
    const sent = fetch(`${origin()}${source?.url}`, {
      ...{ method: 'PUT', body: endless, duplex: 'half', signal: page.signal },
      headers: { origin: origin() },
    } as RequestInit)
    await Promise.all([
      expect(read).rejects.toThrow(/aborted|took its file back/),
      expect(sent).rejects.toMatchObject({ name: 'AbortError' }),
    ])
  })

  it('break off visibly on both sides', async () => {
    const target = await exchange.picker.target('a.tar')
    const broken = Readable.from(
      (async function* () {
        yield 'hel'
        throw new Error('the engine is gone')
      })(),
    )
    const written = target?.write(broken, never)
    const answer = fetch(`${origin()}${target?.url}`).then((response) => response.text())
    await expect(written).rejects.toThrow('the engine is gone')
    await expect(answer).rejects.toThrow(/terminated|fetch failed/)
  })

  it('are refused for other pages, wrong methods and guessed addresses', async () => {
    const target = await exchange.picker.target('a.tar')
    const url = `${origin()}${target?.url}`
    const foreign = await fetch(url, { headers: { origin: 'http://evil.example' } })
    expect(foreign.status).toBe(404)
    expect((await fetch(url, { method: 'PUT', body: 'x' })).status).toBe(404)
    expect((await fetch(`${origin()}/files/guess`)).status).toBe(404)
  })

  it('are given up with the work', async () => {
    const abort = new AbortController()
    const target = await exchange.picker.target('a.tar')
    const written = target?.write(Readable.from(['x']), abort.signal)
    abort.abort()
    await expect(written).rejects.toMatchObject({ name: 'AbortError' })
  })
})
