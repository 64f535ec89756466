// Short questions over few connections: what the engine may answer, in whatever pieces, and what it may not.
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { connect } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createLeanQuestions, type LeanQuestions } from '../../main/engine/lean-questions'

let server: Server
let sockets: Socket[]
let asked: string[]
let answer: (socket: Socket, path: string) => void
let questions: LeanQuestions

beforeEach(async () => {
  sockets = []
  asked = []
  server = createServer((socket) => {
    sockets.push(socket)
    socket.on('error', () => {})
    socket.on('data', (chunk) => {
      const [, path = ''] = /^GET (\S+) HTTP\/1\.1\r\nHost: engine\r\n\r\n$/.exec(chunk.toString()) ?? []
      asked.push(path)
      answer(socket, path)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  questions = createLeanQuestions(
    () =>
      new Promise((resolve) => {
        const socket = connect(port, '127.0.0.1', () => resolve(socket))
      }),
  )
})
afterEach(async () => {
  questions.close()
  for (const socket of sockets) socket.destroy()
  await new Promise((resolve) => server.close(resolve))
})

const plain = (text: string, status = '200 OK', more = ''): string =>
  `HTTP/1.1 ${status}\r\n${more}Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`

it('asks one after the other over one connection, and beside each other over as many as needed', async () => {
  answer = (socket, path) => socket.write(plain(JSON.stringify({ path })))
  expect(await questions.get('/a')).toEqual({ path: '/a' })
  expect(await questions.get('/b')).toEqual({ path: '/b' })
  expect(sockets).toHaveLength(1)
  const all = ['/1', '/2', '/3']
  expect(await Promise.all(all.map((path) => questions.get(path)))).toEqual(all.map((path) => ({ path })))
  expect(sockets).toHaveLength(3)
})

it('reads an answer in chunks that are cut anywhere, byte by byte too', async () => {
  const text = JSON.stringify({ name: '데이터베이스', size: 12 })
  const bytes = Buffer.from(text)
  const piece = (part: Buffer) => [Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n')]
  const whole = Buffer.concat([
    Buffer.from('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'),
    ...piece(bytes.subarray(0, 11)),
    ...piece(bytes.subarray(11)),
    Buffer.from('0\r\n\r\n'),
  ])
  answer = (socket) => {
    socket.setNoDelay(true)
    for (const byte of whole) socket.write(Buffer.from([byte]))
  }
  expect(await questions.get('/a')).toEqual({ name: '데이터베이스', size: 12 })
  expect(await questions.get('/b')).toEqual({ name: '데이터베이스', size: 12 })
  expect(sockets).toHaveLength(1)
})

it('tells a refusal as the other client does, and goes on', async () => {
  answer = (socket, path) =>
    socket.write(
      path === '/gone' ? plain('{"message":"No such container: x"}', '404 Not Found') : plain('[]'),
    )
  await expect(questions.get('/gone')).rejects.toMatchObject({
    ...{ statusCode: 404, json: { message: 'No such container: x' } },
  })
  expect(await questions.get('/b')).toEqual([])
  expect(sockets).toHaveLength(1)
})

it('takes another connection where the engine ends the first', async () => {
  answer = (socket) => socket.end(plain('1', '200 OK', 'Connection: close\r\n'))
  expect(await questions.get('/a')).toBe(1)
  expect(await questions.get('/b')).toBe(1)
  expect(sockets).toHaveLength(2)
})

it.each([
  ['no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n\r\n', SyntaxError],
  ['a length that is no number', 'HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n', SyntaxError],
  ['no JSON', plain('<html>'), SyntaxError],
  ['a head without an end', 'x'.repeat(70_000), RangeError],
  ['an end before the answer is whole', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{', Error],
])('fails for %s, and asks again over another connection', async (_what, text, kind) => {
  answer = (socket) => socket.end(text)
  await expect(questions.get('/a')).rejects.toBeInstanceOf(kind)
  answer = (socket) => socket.write(plain('2'))
  expect(await questions.get('/b')).toBe(2)
})

it('fails what is open when it is closed', async () => {
  answer = () => questions.close()
  await expect(questions.get('/a')).rejects.toThrow('the connection was closed')
})
