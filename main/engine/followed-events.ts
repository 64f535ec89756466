// Follows the engine's events over one stream after the other: one that may have broken unnoticed is opened again.
import { setMaxListeners } from 'node:events'
import { AppError } from '../../preload/errors'
import { linkAbort, type LinkedAbort } from '../base/linked-abort'
import type { Log } from '../base/log'
import type { EngineClient } from './client'
import { openEvents, type EngineEvent } from './events'

/** The engine answers at once; one that does not within it is connected to anew. */
const deadlineMs = 15_000

export interface FollowedEventsOptions {
  readonly log: Log
  readonly onEvent: (event: EngineEvent) => void
  readonly resync: () => Promise<void>
}

interface Followed {
  readonly events: AsyncIterable<EngineEvent>
  /** Aborted once the stream is not to be trusted any more. */
  readonly renewed: AbortSignal
  readonly over: LinkedAbort
}

export interface FollowedEvents {
  /** @throws engine.unreachable when the engine takes the question and says nothing, or the error of the connection */
  open(client: EngineClient, signal: AbortSignal): Promise<Followed>
  /** Until the connection ends, from an opened stream on. Always rejects: with the reason it ended. */
  follow(client: EngineClient, first: Followed, signal: AbortSignal): Promise<never>
  /** Has the stream opened again, and everything looked at once more. */
  renew(): void
  /** Aborts with the next {@link renew}. */
  renewal(): AbortSignal
}

export function createFollowedEvents(options: FollowedEventsOptions): FollowedEvents {
  let renewal = newRenewal()
  const open: FollowedEvents['open'] = async (client, signal) => {
    for (;;) {
      const renewed = renewal.signal
      const over = linkAbort([signal, renewed])
      let late = false
      const giveUp = (): void => {
        late = true
        over.abort()
      }
      const timer = setTimeout(giveUp, deadlineMs)
      try {
        return { events: await openEvents(client, over.signal), renewed, over }
      } catch (error) {
        over.dispose()
        if (late) throw unreachable('the engine did not begin its stream of events')
        // It slept again meanwhile.
        if (!renewed.aborted || signal.aborted) throw error
      } finally {
        clearTimeout(timer)
      }
    }
  }
  const consume = async (events: AsyncIterable<EngineEvent>): Promise<never> => {
    for await (const event of events) options.onEvent(event)
    throw unreachable('the engine ended its stream of events')
  }
  return {
    open,
    follow: async (client, first, signal) => {
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
        options.log.info('following the engine anew')
        client.dropIdle()
        followed = await open(client, signal)
      }
    },
    renew: () => {
      const before = renewal
      renewal = newRenewal()
      before.abort()
    },
    renewal: () => renewal.signal,
  }
}

const unreachable = (detail: string): AppError => new AppError('engine.unreachable', { detail })

/** Many streams may listen. */
function newRenewal(): AbortController {
  const renewal = new AbortController()
  setMaxListeners(0, renewal.signal)
  return renewal
}
