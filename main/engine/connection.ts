// Holds the connection to Docker Engine: connects, follows its events, and connects again when it is lost.
import { setTimeout as delay } from 'node:timers/promises'
import type Docker from 'dockerode'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { AppError, isAbort, serialiseError } from '../../preload/errors'
import type { Engine } from '../../preload/model'
import type { Dial } from '../base/dial'
import type { Log } from '../base/log'
import { openClient, type EngineClient } from './client'
import { toAppError } from './engine-words'
import type { EngineEvent } from './events'
import { createFollowedEvents } from './followed-events'

const firstRetryMs = 100
const lastRetryMs = 5_000

export interface ConnectionOptions {
  readonly dial: Dial
  /** Where others reach the engine, as a URL. */
  readonly endpoint: string
  readonly log: Log
  readonly onEvent: (event: EngineEvent) => void
  /** Makes the collections hold what the engine has. Events arrive meanwhile. */
  readonly resync: () => Promise<void>
  readonly onLost: () => void
}

export interface Connection {
  readonly store: StoreApi<Engine>
  /** @throws engine.unreachable */
  client(): EngineClient
  /** @throws engine.unreachable */
  docker(): Docker
  connect(): void
  /**
   * To be called when connections may have broken unnoticed, as while this computer slept: a stream that is silent
   * would stay so for ever. Events are followed over a connection of their own again and everything is looked at once
   * more; whoever follows another stream opens it again, too (see {@link renewal}).
   */
  renew(): void
  /** Aborts with the next {@link renew}. */
  renewal(): AbortSignal
  disconnect(): void
  /** Ends the connection and waits until nothing of it is under way. */
  dispose(): Promise<void>
}

export function createConnection(options: ConnectionOptions): Connection {
  const { dial, endpoint, log } = options
  const store = createStore<Engine>(() => ({ state: 'disconnected', endpoint }))
  let session: AbortController | undefined
  let running: Promise<void> = Promise.resolve()
  let current: EngineClient | undefined
  const events = createFollowedEvents(options)

  /** One connection from greeting to loss. Always rejects: with the reason it ended. */
  const attempt = async (signal: AbortSignal, onConnected: () => void): Promise<never> => {
    const client = await openClient(dial, signal)
    try {
      const first = await events.open(client, signal)
      current = client
      const followed = events.follow(client, first, signal)
      followed.catch(() => {})
      await Promise.race([options.resync(), followed])
      signal.throwIfAborted()
      const { version, apiVersion } = client
      store.setState({ state: 'connected', endpoint, version, apiVersion, connectedAt: Date.now() }, true)
      log.info('connected', { version, apiVersion })
      onConnected()
      return await followed
    } finally {
      current = undefined
      client.close()
      options.onLost()
    }
  }

  const keepConnected = async (signal: AbortSignal): Promise<void> => {
    let failures = 0
    while (!signal.aborted) {
      try {
        await attempt(signal, () => (failures = 0))
      } catch (error) {
        if (signal.aborted) return
        const shown = toAppError(error)
        log.warn('no connection to the engine', { error: String(error), failures })
        const { connectedAt: _past, ...last } = store.getState()
        store.setState({ ...last, state: 'connecting', error: serialiseError(shown) }, true)
        if (!(shown instanceof AppError) && !isAbort(shown)) log.error('unexpected', error)
      }
      const wait = Math.min(firstRetryMs * 2 ** failures++, lastRetryMs)
      await delay(wait, undefined, { signal }).catch(() => {})
    }
  }

  const client = (): EngineClient => {
    if (!current) throw new AppError('engine.unreachable')
    return current
  }
  const disconnect = (): void => {
    session?.abort()
    session = undefined
    store.setState({ state: 'disconnected', endpoint }, true)
  }

  return {
    store,
    client,
    docker: () => client().docker,
    connect: () => {
      if (session) return
      session = new AbortController()
      const { signal } = session
      store.setState({ state: 'connecting', endpoint }, true)
      running = running.then(() => keepConnected(signal))
    },
    renew: events.renew,
    renewal: events.renewal,
    disconnect,
    dispose: async () => {
      disconnect()
      await running
    },
  }
}
