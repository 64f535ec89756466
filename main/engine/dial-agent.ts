// Runs HTTP requests over connections that somebody else makes, and keeps a few of them for the next request.
import { setMaxListeners } from 'node:events'
import { Agent, type ClientRequest } from 'node:http'
import type { Duplex } from 'node:stream'
import { inspect } from 'node:util'
import type { Dial } from '../base/dial'
import { linkAbort } from '../base/linked-abort'

/** Streams (events, logs, pulls) hold a connection each, so the limit is far above what calls need. */
const openLimit = 128
const idleLimit = 6
const idleMs = 10_000

/** An idle connection that broke unnoticed fails the next request, so idle ones are not kept for long. */
export class DialAgent extends Agent {
  readonly #dial: Dial
  readonly #end = new AbortController()
  readonly #idle = new Map<Duplex, NodeJS.Timeout>()

  constructor(dial: Dial) {
    super({ keepAlive: true, maxSockets: openLimit, maxFreeSockets: idleLimit, scheduling: 'lifo' })
    this.#dial = dial
    // Each connection under way listens.
    setMaxListeners(0, this.#end.signal)
  }

  /** A connection that is nobody else's, and ends with the others. */
  readonly dial: Dial = async ({ signal, ...options } = {}) => {
    const end = linkAbort([signal, this.#end.signal])
    try {
      const stream = await this.#dial({ ...options, signal: end.signal })
      const giveUp = (): unknown => stream.destroy()
      this.#end.signal.addEventListener('abort', giveUp, { once: true })
      stream.once('close', () => this.#end.signal.removeEventListener('abort', giveUp))
      if (this.#end.signal.aborted) giveUp()
      return stream
    } finally {
      end.dispose()
    }
  }

  /** Node learns of the end of a request only with its connection, so a dial that hangs must not keep it waiting. */
  override createConnection(
    _options: unknown,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): null {
    const { signal } = this.#end
    let answered = false
    const answer = (error: Error | null, stream?: Duplex): void => {
      signal.removeEventListener('abort', giveUp)
      if (answered) stream?.destroy()
      else callback?.(error, stream as Duplex)
      answered = true
    }
    const giveUp = (): void => answer(new Error('the connection was closed'))
    signal.addEventListener('abort', giveUp, { once: true })
    if (signal.aborted) giveUp()
    else this.#dial({ signal }).then((stream) => answer(null, stream), answer)
    return null
  }

  /** Node asks for methods that only network sockets have; other streams are used once. */
  override keepSocketAlive(stream: Duplex): boolean {
    if (!('ref' in stream)) return false
    super.keepSocketAlive(stream)
    this.#idle.set(
      stream,
      setTimeout(() => {
        this.#idle.delete(stream)
        stream.destroy()
      }, idleMs).unref(),
    )
    return true
  }

  override reuseSocket(stream: Duplex, request: ClientRequest): void {
    clearTimeout(this.#idle.get(stream))
    this.#idle.delete(stream)
    super.reuseSocket(stream, request)
  }

  /** docker-modem prints each request for its debug log, wanted or not; all sockets with it take 7 ms. */
  [inspect.custom](): string {
    return 'DialAgent'
  }

  dropIdle(): void {
    for (const [stream, timer] of this.#idle) {
      clearTimeout(timer)
      stream.destroy()
    }
    this.#idle.clear()
  }

  /** Ends every connection, those under way too. */
  override destroy(): void {
    this.#end.abort()
    for (const timer of this.#idle.values()) clearTimeout(timer)
    this.#idle.clear()
    super.destroy()
  }
}
