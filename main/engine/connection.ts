// Holds the connection to Docker Engine: connects, follows its events, and connects again when it is lost.
import { setMaxListeners } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import type Docker from 'dockerode'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { AppError, isAbort, serialiseError } from '../../preload/errors'
import type { Engine } from '../../preload/model'
import type { Dial } from '../base/dial'
import { linkAbort, type LinkedAbort } from '../base/linked-abort'
import type { Log } from '../base/log'
import { openClient, type EngineClient } from './client'
import { toAppError } from './engine-words'
import { openEvents, type EngineEvent } from './events'

const firstRetryMs = 100
const lastRetryMs = 5_000
/** The engine answers at once; one that does not within it is connected to anew. */
const eventsDeadlineMs = 15_000

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

interface Followed {
  readonly events: AsyncIterable<EngineEvent>
  /** Aborted once the stream is not to be trusted any more. */
  readonly renewed: AbortSignal
  readonly over: LinkedAbort
}

export function createConnection(options: ConnectionOptions): Connection {
  const { dial, endpoint, log } = options
  const store = createStore<Engine>(() => ({ state: 'disconnected', endpoint }))
  let session: AbortController | undefined
  let running: Promise<void> = Promise.resolve()
  let current: EngineClient | undefined
  let renewal = new AbortController()
  setMaxListeners(0, renewal.signal)

  /** One connection from greeting to loss. Always rejects: with the reason it ended. */
  const attempt = async (signal: AbortSignal, onConnected: () => void): Promise<never> => {
    const client = await openClient(dial, signal)
    try {
      const first = await openFollowed(client, signal)
      current = client
      const followed = follow(client, first, signal)
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

  /** @throws engine.unreachable when the engine takes the question and says nothing */
  const openFollowed = async (client: EngineClient, signal: AbortSignal): Promise<Followed> => {
    for (;;) {
      const renewed = renewal.signal
      const over = linkAbort([signal, renewed])
      let late = false
      const giveUp = (): void => {
        late = true
        over.abort()
      }
      const timer = setTimeout(giveUp, eventsDeadlineMs)
      try {
        return { events: await openEvents(client, over.signal), renewed, over }
      } catch (error) {
        over.dispose()
        if (late)
          throw new AppError('engine.unreachable', {
            detail: 'the engine did not begin its stream of events',
          })
        // It slept again meanwhile.
        if (!renewed.aborted || signal.aborted) throw error
      } finally {
        clearTimeout(timer)
      }
    }
  }

  /** Until the connection ends; opens the stream again whenever it is renewed. */
  const follow = async (client: EngineClient, first: Followed, signal: AbortSignal): Promise<never> => {
    let followed = first
    for (let isFirst = true; ; isFirst = false) {
      try {
        const consumed = consume(followed.events)
        consumed.catch(() => {})
        if (!isFirst) await Promise.race([options.resync(), consumed])
        return await consumed
      } catch (error) {
        if (!followed.renewed.aborted || signal.aborted) throw error
      } finally {
        followed.over.dispose()
      }
      log.info('following the engine anew')
      client.dropIdle()
      followed = await openFollowed(client, signal)
    }
  }

  const consume = async (events: AsyncIterable<EngineEvent>): Promise<never> => {
    for await (const event of events) options.onEvent(event)
    throw new AppError('engine.unreachable', { detail: 'the engine ended its stream of events' })
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
    renew: () => {
      const before = renewal
      renewal = new AbortController()
      // Many streams may listen.
      setMaxListeners(0, renewal.signal)
      before.abort()
    },
    renewal: () => renewal.signal,
    disconnect,
    dispose: async () => {
      disconnect()
      await running
    },
  }
}
