// The socket that `docker` and IDEs use: every connection goes to the engine byte for byte, each direction by itself.
import { createServer, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { isAbort } from '../../preload/errors'
import { destroyWhenWritten } from '../base/destroy-when-written'
import type { Dial } from '../base/dial'
import type { Log } from '../base/log'
import { EndpointAnswers } from './endpoint-answers'
import { refuse } from './endpoint-refusal'
import { EndpointRequests } from './endpoint-requests'
import { listenAt } from './endpoint-socket'
import { askToStart, choosesPorts } from './endpoint-starts'
import type { PathInside } from './folder-paths'
import type { StartGuard } from './start-guard'
import { portsAskedFor } from './swarm-services'

export interface EndpointOptions {
  /** Path of the socket, or of the named pipe on Windows. */
  readonly path: string
  readonly dial: Dial
  readonly log: Log
  /** Asked for a connection when the engine is down, so that it can be started. Without it, requests get a 503. */
  readonly whenDown?: (signal: AbortSignal) => Promise<Duplex>
  /** Asked about every start of a container and every service of Swarm. Without it, nothing is looked into. */
  readonly guard?: StartGuard
  /** Resolves when no container stands still for a moment that is to run again: until then nobody removes what is stopped. */
  readonly quiet?: () => Promise<void>
  /** Where folders of this computer are inside the machine, for containers that are made with them. */
  readonly pathInside?: PathInside | undefined
}

export interface Endpoint {
  /** How many connections are open. */
  readonly connections: StoreApi<number>
  /** Ends all connections and frees the path. */
  close(): Promise<void>
}

const downMessage =
  'Portside’s engine is not running. Start it in Portside, or with "portside start", then try again.'

/** @throws engine.endpoint-taken, engine.endpoint-unusable */
export async function openEndpoint(options: EndpointOptions): Promise<Endpoint> {
  const { path, log } = options
  const connections = createStore(() => 0)
  const open = new Set<Socket>()
  const end = new AbortController()

  const accept = (client: Socket): void => {
    open.add(client)
    connections.setState(open.size, true)
    client.once('close', () => {
      open.delete(client)
      connections.setState(open.size, true)
    })
    connectEngine(options, end.signal).then(
      (engine) => (client.destroyed ? engine.destroy() : join(client, engine, options)),
      (error: unknown) => {
        if (!isAbort(error)) log.info('a client found the engine down', { error: String(error) })
        refuse(client, downMessage)
      },
    )
  }

  // Until the engine is reached, nothing is read, so nothing has to be kept.
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, accept)
  await listenAt(server, path)
  server.on('error', (error) => log.error('endpoint', error))
  log.info('endpoint open', { path })
  return {
    connections,
    close: async () => {
      end.abort()
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      for (const socket of open) socket.destroy()
      await closed
    },
  }
}

async function connectEngine(options: EndpointOptions, signal: AbortSignal): Promise<Duplex> {
  try {
    return await options.dial({ signal })
  } catch (error) {
    if (!options.whenDown || signal.aborted) throw error
    return options.whenDown(signal)
  }
}

/** Whoever gives up while it waits wants nothing removed any more. @throws when the client has left meanwhile */
async function unlessLeft(client: Socket, quiet: () => Promise<void>): Promise<void> {
  let hasLeft = false
  const leave = (): void => void (hasLeft = true)
  // Of a client that is gone only the end of its requests is seen: nothing is written to it yet.
  client.once('end', leave)
  await quiet()
  client.off('end', leave)
  if (hasLeft) throw new Error('the client left before its turn')
}

/** The end of one direction ends only that direction; a break ends both. */
function join(client: Socket, engine: Duplex, { dial, guard, quiet, pathInside }: EndpointOptions): void {
  client.on('error', () => engine.destroy())
  engine.on('error', () => client.destroy())
  client.on('close', () => engine.destroy())
  // After an end in order, what is on its way to a client that reads slowly still arrives.
  engine.on('close', () => (engine.readableEnded ? destroyWhenWritten(client) : client.destroy()))
  if (!guard && !pathInside && !quiet) {
    client.pipe(engine)
    engine.pipe(client)
    return
  }
  const answers = new EndpointAnswers()
  const requests = new EndpointRequests({
    pathInside,
    onPrune: quiet && (() => unlessLeft(client, quiet)),
    onStart: async (container, firstLine) => {
      if (!guard) return true
      const refusal = await guard.refuses(container)
      if (refusal !== undefined) answers.refuse('500 Internal Server Error', refusal)
      else if (
        choosesPorts(firstLine) &&
        (await guard.starts(container, (turn) => askToStart(dial, firstLine, turn)))
      )
        answers.done()
      else {
        answers.expectStart((words) => guard.explains(container, words))
        return true
      }
      return false
    },
    onService: async (spec, id) => {
      const refusal = await guard?.refusesService(portsAskedFor(spec), id)
      if (refusal !== undefined) answers.refuse('400 Bad Request', refusal)
      return refusal === undefined
    },
  })
  for (const part of [answers, requests]) part.on('error', () => client.destroy())
  client.pipe(requests).pipe(engine)
  engine.pipe(answers).pipe(client)
}
