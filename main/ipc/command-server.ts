// Serves the contract to the `portside` command over a socket that only this user can open.
import { chmod, rm } from 'node:fs/promises'
import { connect as connectSocket, createServer, type Server, type Socket } from 'node:net'
import { serve, type CallTarget } from '../../preload/rpc-server'
import { streamTransport } from '../base/stream-transport'

export interface CommandServer {
  close(): Promise<void>
}

/** True when something answers on the socket; a file left by a dead app does not. */
export const answers = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = connectSocket(path)
    probe.once('connect', () => {
      probe.destroy()
      resolve(true)
    })
    probe.once('error', () => resolve(false))
  })

/** The caller holds the app's lock, so a socket file that is here belongs to nobody. */
export async function startCommandServer(path: string, target: CallTarget): Promise<CommandServer> {
  const open = new Set<Socket>()
  const server: Server = createServer((socket) => {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
    serve(streamTransport(socket), target)
  })
  const isPipe = path.startsWith('\\\\')
  if (!isPipe) await rm(path, { force: true })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, resolve)
  })
  if (!isPipe) await chmod(path, 0o600)
  return {
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      for (const socket of open) socket.destroy()
      await closed
    },
  }
}
