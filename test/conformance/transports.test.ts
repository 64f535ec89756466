// Every transport passes the one suite: memory, a Unix socket, and the loopback WebSocket.
import { mkdtemp, rm } from 'node:fs/promises'
import { connect as connectSocket, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket, WebSocketServer } from 'ws'
import { streamTransport } from '../../main/base/stream-transport'
import { webSocketTransport } from '../../main/ipc/websocket-transport'
import { memoryTransports } from '../../preload/memory-transport'
import { webSocketClientTransport } from '../../renderer/websocket-transport'
import { describeTransport } from './transport-suite'

describeTransport('memory transport', async () => {
  const [client, server] = memoryTransports()
  return { client, server, cut: () => server.close(), dispose: async () => client.close() }
})

describeTransport('stream transport over a Unix socket', async () => {
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

describeTransport('WebSocket transport, the window against the app', async () => {
  const listener = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await new Promise<void>((resolve) => listener.once('listening', resolve))
  const accepted = new Promise<WebSocket>((resolve) => listener.once('connection', resolve))
  const { port } = listener.address() as { port: number }
  const near = new WebSocket(`ws://127.0.0.1:${port}`)
  const far = await accepted
  await new Promise<void>((resolve) => near.once('open', resolve))
  return {
    // The window's own code, over a socket with the browser's interface.
    client: webSocketClientTransport(near as unknown as globalThis.WebSocket),
    server: webSocketTransport(far),
    cut: () => far.terminate(),
    dispose: async () => {
      near.terminate()
      far.terminate()
      await new Promise<void>((resolve) => listener.close(() => resolve()))
    },
  }
})
