// Connections to the engine through a relay that, like gvproxy, closes both directions when one has ended.
import { mkdtemp, rm } from 'node:fs/promises'
import { connect, createServer as createRelay, type AddressInfo, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer as createTls } from 'node:tls'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { makeCredentials, type Credentials } from '../../main/machine/certificates'
import { engineAnswers, engineDial, enginePing, overSocket } from '../../main/machine/engine-dial'

let folder: string
let credentials: Credentials
const closing: (() => Promise<void>)[] = []
const never = new AbortController().signal

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pst-dial-'))
  credentials = await makeCredentials(new Date())
})
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})
afterAll(() => rm(folder, { recursive: true }))

async function listen(server: Server, at: string | number): Promise<Server> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => sockets.add(socket))
  await new Promise<void>((resolve) =>
    typeof at === 'string' ? server.listen(at, resolve) : server.listen(at, '127.0.0.1', resolve),
  )
  closing.push(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  return server
}

/** An engine behind the relay; returns the socket to dial. */
async function engine(onConnection: (socket: Socket) => void, name: string): Promise<string> {
  const { authority, serverCertificate, serverKey } = credentials
  const tls = createTls(
    { ca: authority, cert: serverCertificate, key: serverKey, requestCert: true, allowHalfOpen: true },
    onConnection,
  )
  const { port } = (await listen(tls, 0)).address() as AddressInfo
  const path = join(folder, name)
  const relay = createRelay({ allowHalfOpen: true }, (near) => {
    const far = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('data', (data) => to.write(data))
      // What was read is delivered; the other direction is cut off.
      from.on('end', () => {
        from.destroy()
        to.end(() => to.destroy())
      })
      from.on('error', () => to.destroy())
    }
  })
  await listen(relay, path)
  return path
}

it('hears the rest after it has said its last', async () => {
  const big = 'x'.repeat(3_000_000)
  const path = await engine((socket) => {
    const parts: Buffer[] = []
    socket.on('data', (part) => parts.push(part))
    socket.on('end', () => socket.end(`${Buffer.concat(parts).length} ${big}`))
  }, 'half')
  const socket = await engineDial(overSocket(path), credentials)()
  socket.end(big)
  const parts: Buffer[] = []
  for await (const part of socket) parts.push(part as Buffer)
  expect(Buffer.concat(parts).toString()).toBe(`${big.length} ${big}`)
})

it('pings, and resumes its session', async () => {
  const resumed: boolean[] = []
  const path = await engine((socket) => {
    resumed.push((socket as unknown as { isSessionReused(): boolean }).isSessionReused())
    socket.on('error', () => {})
    socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK'))
  }, 'ping')
  const dial = engineDial(overSocket(path), credentials)
  expect(await enginePing(dial, never)).toBe(true)
  expect(await enginePing(dial, never)).toBe(true)
  expect(resumed).toEqual([false, true])
})

it('waits for an engine that answers late, and not for one that never does', async () => {
  let asked = 0
  const path = await engine((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => {
      const status = ++asked < 3 ? '503 Starting' : '200 OK'
      socket.end(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\n\r\n`)
    })
  }, 'late')
  await engineAnswers(engineDial(overSocket(path), credentials), never, 10_000)
  expect(asked).toBe(3)

  const silent = await engine(() => {}, 'silent')
  await expect(engineAnswers(engineDial(overSocket(silent), credentials), never, 500)).rejects.toThrow(
    'Docker Engine',
  )
})

it('does not trust an engine of another machine', async () => {
  const path = await engine((socket) => socket.on('error', () => {}), 'other')
  const others = await makeCredentials(new Date())
  await expect(engineDial(overSocket(path), others)()).rejects.toThrow(/certificate|signature/)
})

it('gives up when told to, and when nothing listens', async () => {
  const path = join(folder, 'mute')
  await listen(
    createRelay(() => {}),
    path,
  )
  const giveUp = new AbortController()
  const dialling = engineDial(overSocket(path), credentials)(giveUp.signal)
  giveUp.abort()
  await expect(dialling).rejects.toMatchObject({ name: 'AbortError' })
  await expect(engineDial(overSocket(join(folder, 'nothing')), credentials)()).rejects.toMatchObject({
    code: 'ENOENT',
  })
})
