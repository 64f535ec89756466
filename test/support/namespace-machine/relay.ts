// Makes a port of this computer's loopback reachable from one other address of it.
import { createConnection, createServer, type Socket } from 'node:net'

export interface Relay {
  stop(): Promise<void>
}

/** Listens on `host:port` and passes every connection on to `127.0.0.1:port`. */
export async function startRelay(host: string, port: number): Promise<Relay> {
  const sockets = new Set<Socket>()
  const hold = (socket: Socket): Socket => {
    sockets.add(socket)
    // One side's failure ends the other; there is nobody to tell.
    return socket.on('error', () => {}).once('close', () => sockets.delete(socket))
  }
  const server = createServer({ allowHalfOpen: true }, (incoming) => {
    const outgoing = hold(createConnection({ host: '127.0.0.1', port, allowHalfOpen: true }))
    hold(incoming).pipe(outgoing).pipe(incoming)
    incoming.once('close', () => outgoing.destroy())
    outgoing.once('close', () => incoming.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve)
  })
  return {
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}
