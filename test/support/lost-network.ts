// A way to a registry that does not answer until the network is back, nor after it is lost again.
import { connect, createServer, type Socket } from 'node:net'
import { unusedPort } from './held-port'

export interface Network {
  readonly port: number
  comeBack(): Promise<void>
  close(): Promise<void>
}

/** @param url of the registry */
export async function lostNetwork(url: string): Promise<Network> {
  const { hostname, port: to } = new URL(url)
  const open = new Set<Socket>()
  const server = createServer((socket) => {
    const onwards = connect(Number(to), hostname)
    for (const one of [socket, onwards]) {
      open.add(one)
      one.on('error', () => {})
    }
    socket.pipe(onwards).pipe(socket)
  })
  const port = await unusedPort()
  return {
    port,
    comeBack: () => new Promise((resolve) => server.listen(port, '127.0.0.1', resolve)),
    close: () =>
      new Promise((resolve) => {
        for (const one of open) one.destroy()
        server.close(() => resolve())
      }),
  }
}
