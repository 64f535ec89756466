// Every transport passes the one suite: memory, a Unix socket, and the loopback WebSocket.
import { mkdtemp, rm } from 'node:fs/promises'
import { connect as connectSocket, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, vi } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { streamTransport } from '../../main/base/stream-transport'
import { webSocketTransport } from '../../main/ipc/websocket-transport'
import { memoryTransports } from '../../preload/memory-transport'
import { openWebSocket } from '../../renderer/transports/web-socket'
import { describeTransport } from './transport-suite'

describeTransport('memory', async () => {
  const [client, server] = memoryTransports()
  return { client, server, cut: () => server.close(), dispose: async () => client.close() }
})

describeTransport('Unix socket', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'portside-transport-'))
  const path = join(folder, 's')
  const listener = createServer()
  const accepted = new Promise<Socket>((resolve) => listener.once('connection', resolve))
  await new Promise<void>((resolve) => listener.listen(path, resolve))
  const near = connectSocket(path)
  const far = await accepted
  return {
    client: streamTransport(near),
    server: streamTransport(far),
    cut: () => far.destroy(),
    dispose: async () => {
      near.destroy()
      far.destroy()
      await new Promise<void>((resolve) => listener.close(() => resolve()))
      await rm(folder, { recursive: true })
    },
  }
})

beforeAll(() => void vi.stubGlobal('WebSocket', WebSocket))
afterAll(() => void vi.unstubAllGlobals())

describeTransport('WebSocket', async () => {
  const listener = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await new Promise<void>((resolve) => listener.once('listening', resolve))
  const accepted = new Promise<WebSocket>((resolve) => listener.once('connection', resolve))
  const { port } = listener.address() as { port: number }
  // The window's own code, over a WebSocket with the browser's interface.
  const client = await openWebSocket(`ws://127.0.0.1:${port}`, new AbortController().signal)
  const far = await accepted
  return {
    client,
    server: webSocketTransport(far),
    cut: () => far.terminate(),
    dispose: async () => {
      client.close()
      far.terminate()
      await new Promise<void>((resolve) => listener.close(() => resolve()))
    },
  }
})
