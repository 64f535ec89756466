// Reaches the running app over its command socket.
import { connect as connectSocket, type Socket } from 'node:net'
import type { Contract } from '../../preload/contract'
import { AppError } from '../../preload/errors'
import { connect } from '../../preload/rpc-client'
import type { Paths } from '../base/paths'
import { streamTransport } from '../base/stream-transport'

/** Runs `work` against the app's services. @throws host.not-running */
export async function callApp<T>(paths: Paths, work: (services: Contract) => Promise<T>): Promise<T> {
  const transport = streamTransport(await open(paths))
  try {
    return await work(connect(transport))
  } finally {
    transport.close()
  }
}

const open = (paths: Paths): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connectSocket(paths.commandEndpoint)
    socket.once('connect', () => resolve(socket))
    socket.once('error', (cause) =>
      reject(new AppError('host.not-running', { params: { home: paths.home }, cause })),
    )
  })
