// Lines straight from a connection: whole whatever the pieces, and a clear end for everything that is no such answer.
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Dial } from '../../main/base/dial'
import type { Gate, Pace } from '../../main/base/pace'
import { followLines } from '../../main/engine/follow-lines'
import { connectUnix } from '../../main/machine/unix-connection'
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

/** As a stream, as the machine's connections are. */
const dialStream: Dial = () => connectUnix(join(folder, 's'))
/** Without one, as an engine of this computer is reached. */
const dialBytes: Dial = ({ signal, onBytes } = {}) => connectUnix(join(folder, 's'), signal, onBytes)

const keep = (line: string): unknown => lines.push(line)

const ok = 'HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n'

describe.each([
  ['a stream', dialStream],
  ['bytes', dialBytes],
])('over %s', (_kind, dial) => {
  const follow = (onLine: (line: string) => void, signal = new AbortController().signal): Promise<void> =>
    followLines({ dial, path: '/v1.41/containers/x/stats?stream=true', signal, onLine })

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

  it('takes what has come at the steps of a pace, all of it, and the end with them', async () => {
    let send: ((text: string) => void) | undefined
    answer = (socket) => {
      send = (text) => void (text === '' ? socket.end() : socket.write(text))
      socket.write(`${ok}{"n":1}\n`)
    }
    let gate: Gate | undefined
    const pace: Pace = {
      join: (given) => {
        gate = given
        return () => (gate = undefined)
      },
    }
    const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
    const step = async (): Promise<void> => {
      gate?.open()
      await turn()
      gate?.close()
    }
    const over = followLines({
      dial,
      path: '/stats',
      signal: new AbortController().signal,
      onLine: keep,
      pace,
    })
    await vi.waitFor(() => expect(gate).toBeDefined())
    gate?.close()
    for (const text of ['{"n":2}\n', '{"n":3', '}\n']) send?.(text)
    // It has come, and waits in the connection.
    for (let n = 0; n < 3; n++) await turn()
    expect(lines).toEqual(['{"n":1}'])
    while (lines.length < 3) await step()
    expect(lines).toEqual(['{"n":1}', '{"n":2}', '{"n":3}'])
    send?.('')
    while (gate) await step()
    await over
  })
})
