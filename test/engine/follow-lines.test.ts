// Lines straight from a connection: whole whatever the pieces, and a clear end for everything that is no such answer.
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { followLines } from '../../main/engine/follow-lines'
import { makeTestFolder } from '../support/test-folder'

let folder: string
let server: Server
/** What the engine does with a request. */
let answer: (socket: Socket, request: string) => void
let lines: string[]

beforeAll(async () => {
  folder = await makeTestFolder('l')
  server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => {})
    socket.once('data', (request) => answer(socket, String(request)))
  }).listen(join(folder, 's'))
  await once(server, 'listening')
})
afterAll(async () => {
  server.close()
  await rm(folder, { recursive: true, force: true })
})
beforeEach(() => {
  lines = []
})

async function dial(): Promise<Socket> {
  const socket = connect({ path: join(folder, 's'), allowHalfOpen: true })
  await once(socket, 'connect')
  return socket
}

const follow = (onLine: (line: string) => void, signal = new AbortController().signal): Promise<void> =>
  followLines({ dial, path: '/v1.41/containers/x/stats?stream=true', signal, onLine })
const keep = (line: string): unknown => lines.push(line)

const ok = 'HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n'

it('gives whole lines, though each byte comes by itself', async () => {
  let asked = ''
  answer = (socket, request) => {
    asked = request
    const bytes = Buffer.from(`${ok}{"name":"웹"}\n\n{"name":"b"}\n{"name":"the last"}`)
    const next = (at: number): void => {
      if (at === bytes.length) socket.end()
      else socket.write(bytes.subarray(at, at + 1), () => setImmediate(() => next(at + 1)))
    }
    next(0)
  }
  await follow(keep)
  expect(lines).toEqual(['{"name":"웹"}', '{"name":"b"}', '{"name":"the last"}'])
  // An answer to HTTP/1.1 might come in chunks.
  expect(asked).toBe('GET /v1.41/containers/x/stats?stream=true HTTP/1.0\r\nHost: engine\r\n\r\n')
})

it('tells a refusal as the other calls do', async () => {
  answer = (socket) => socket.end('HTTP/1.0 404 Not Found\r\n\r\n{"message":"No such container: x"}\n')
  await expect(follow(keep)).rejects.toMatchObject({
    statusCode: 404,
    json: { message: 'No such container: x' },
  })
  answer = (socket) => socket.end('HTTP/1.0 502 Bad Gateway\r\n\r\n<html>')
  await expect(follow(keep)).rejects.toMatchObject({ statusCode: 502, message: '<html>' })
})

it.each([
  ['no HTTP', 'hello\r\n\r\n', SyntaxError],
  ['an end without a head', 'HTTP/1.0 200 OK\r\n', SyntaxError],
  ['a head without an end', `HTTP/1.0 200 OK\r\n${'x: y\r\n'.repeat(12_000)}`, RangeError],
  ['a line without an end', ok + 'x'.repeat(4 * 1024 * 1024 + 1), RangeError],
])('is not fooled by %s', async (_name, text, error) => {
  answer = (socket) => socket.end(text)
  await expect(follow(keep)).rejects.toBeInstanceOf(error)
  expect(lines).toEqual([])
})

it('lets go of the connection when given up, when cut off, and when the reader throws', async () => {
  const closed: Promise<unknown>[] = []
  answer = (socket) => {
    closed.push(once(socket, 'close'))
    socket.on('end', () => socket.end())
    socket.write(`${ok}first\n`)
  }
  const abort = new AbortController()
  await expect(follow(() => abort.abort(new Error('enough')), abort.signal)).rejects.toThrow('enough')
  const fail = (): void => {
    throw new SyntaxError('not that')
  }
  await expect(follow(fail)).rejects.toThrow('not that')
  await Promise.all(closed)
  expect(closed).toHaveLength(2)
  answer = (socket) => socket.destroy()
  await expect(follow(keep)).rejects.toThrow('the connection was cut off')
})

it('takes what has come at the steps of a pace, and the end with them', async () => {
  let send: ((text: string) => void) | undefined
  answer = (socket) => {
    send = (text) => void (text === '' ? socket.end() : socket.write(text))
    socket.write(`${ok}{"n":1}\n`)
  }
  const due: (() => void)[] = []
  const step = (): void => due.splice(0).forEach((work) => work())
  const pace = { then: (work: () => void) => void due.push(work) }
  const { signal } = new AbortController()
  const over = followLines({ dial, path: '/stats', signal, onLine: keep, pace })
  await vi.waitFor(() => expect(due).toHaveLength(1))
  for (const text of ['{"n":2}\n', '{"n":3', '}\n']) send?.(text)
  // It has come, and waits in the connection.
  await new Promise((resolve) => setImmediate(resolve))
  expect(lines).toEqual(['{"n":1}'])
  while (lines.length < 3) {
    step()
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(lines).toEqual(['{"n":1}', '{"n":2}', '{"n":3}'])
  send?.('')
  step()
  await over
})
