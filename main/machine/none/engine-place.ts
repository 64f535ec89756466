// Where an engine that exists already is reached: at its socket, or where a docker context leads.
import { connect, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { AppError } from '../../../preload/errors'
import type { Dial } from '../../base/dial'
import type { EngineChoice } from '../../base/options'
import { connectUnix, opened } from '../unix-connection'
import { readContext, type ContextFolders, type ContextTls } from './docker-context'

export interface EnginePlace {
  /** As a person knows it. */
  readonly address: string
  readonly dial: Dial
}

/** @throws machine.context-missing, machine.context-unreadable, machine.context-elsewhere */
export async function findEngine(choice: EngineChoice, folders: ContextFolders): Promise<EnginePlace> {
  if ('socket' in choice) return atSocket(choice.socket, choice.socket)
  const { context } = choice
  const { host, tls } = await readContext(context, folders)
  const [, scheme = '', rest = ''] = /^([a-z]+):\/\/(.*)$/i.exec(host) ?? []
  if (scheme === 'unix') return atSocket(rest, host)
  if (scheme === 'npipe') return atSocket(rest.replaceAll('/', '\\'), host)
  const [, address, port = usualPort(tls)] = (scheme === 'tcp' && ofThisComputer.exec(rest)) || []
  // Published ports and folders are those of the computer on which the engine is.
  if (address === undefined) throw new AppError('machine.context-elsewhere', { params: { context, host } })
  return atPort({ host: address.replace(/[[\]]/g, ''), port: Number(port) }, tls, host)
}

const ofThisComputer = /^(localhost|127(?:\.\d+){3}|\[::1\])(?::(\d+))?\/?$/i

const usualPort = (tls: ContextTls | undefined): number => (tls ? 2376 : 2375)

const atSocket = (path: string, address: string): EnginePlace => ({
  address,
  dial: ({ signal, onBytes } = {}) => connectUnix(path, signal, onBytes),
})

function atPort(
  place: { readonly host: string; readonly port: number },
  tls: ContextTls | undefined,
  address: string,
): EnginePlace {
  return {
    address,
    dial: async ({ signal } = {}) => {
      signal?.throwIfAborted()
      const socket = connect({ ...place, allowHalfOpen: true })
      await opened(socket, 'connect', signal)
      return tls ? secured(socket, place.host, tls, signal) : socket
    },
  }
}

async function secured(
  socket: Socket,
  host: string,
  { trusting, ...files }: ContextTls,
  signal: AbortSignal | undefined,
): Promise<Socket> {
  // A name is asked for in the handshake, an address must not be.
  const servername = isIP(host) ? '' : host
  const secure = connectTls({ socket, servername, host, rejectUnauthorized: !trusting, ...files })
  await opened(secure, 'secureConnect', signal)
  return secure
}
