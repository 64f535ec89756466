// The caller's end: a proxy per service, so that no method is forwarded by hand.
import type { Contract } from './contract'
import { AppError, reviveError } from './errors'
import { isStream, streamWindow, type Frame, type Transport } from './rpc'

interface Pending {
  next(value: unknown): void
  end(value: unknown): void
  fail(error: unknown): void
}

type CallArgs = { readonly signal?: AbortSignal } | undefined

/** Calls over one transport. When it closes, everything open fails with `internal.disconnected`. */
export class RpcClient {
  readonly #transport: Transport
  readonly #pending = new Map<number, Pending>()
  #lastId = 0
  #closed = false

  constructor(transport: Transport) {
    this.#transport = transport
    transport.onMessage((frame) => this.#receive(frame))
    transport.onClose(() => this.#close())
  }

  call(service: string, method: string, options: CallArgs): Promise<unknown> {
    const { promise, resolve, reject } = withResolvers<unknown>()
    const stop = this.#open(service, method, options, undefined, {
      next: () => {},
      end: resolve,
      fail: reject,
    })
    return promise.finally(stop)
  }

  stream(service: string, method: string, options: CallArgs): AsyncIterable<unknown> {
    return { [Symbol.asyncIterator]: () => this.#iterate(service, method, options) }
  }

  async *#iterate(service: string, method: string, options: CallArgs): AsyncGenerator<unknown, void> {
    const queue: unknown[] = []
    let wake = (): void => {}
    let outcome: { error?: unknown } | undefined
    const finish = (result: { error?: unknown }): void => {
      outcome ??= result
      wake()
    }
    const id = this.#lastId + 1
    const stop = this.#open(service, method, options, streamWindow, {
      next: (value) => {
        queue.push(value)
        wake()
      },
      end: () => finish({}),
      fail: (error) => finish({ error }),
    })
    let consumed = 0
    try {
      for (;;) {
        while (queue.length > 0) {
          yield queue.shift()
          // Credit goes back in halves of the window: few frames, and never an idle sender.
          if (++consumed === streamWindow / 2) {
            if (!outcome) this.#transport.send({ t: 'credit', id, n: consumed })
            consumed = 0
          }
        }
        if (outcome) break
        await new Promise<void>((resolve) => (wake = resolve))
      }
    } finally {
      stop()
    }
    if (outcome && 'error' in outcome) throw outcome.error
  }

  /** Sends the call and returns what ends it: cancels when still open, and takes the abort listener away. */
  #open(
    service: string,
    method: string,
    options: CallArgs,
    credit: number | undefined,
    pending: Pending,
  ): () => void {
    const { signal, ...args } = options ?? {}
    const id = ++this.#lastId
    if (signal?.aborted) {
      pending.fail(abortError(signal))
      return () => {}
    }
    if (this.#closed) {
      pending.fail(new AppError('internal.disconnected'))
      return () => {}
    }
    const cancel = (): void => {
      if (this.#pending.delete(id) && !this.#closed) this.#transport.send({ t: 'cancel', id })
    }
    const onAbort = (): void => {
      cancel()
      pending.fail(abortError(signal))
    }
    signal?.addEventListener('abort', onAbort, { once: true })
    this.#pending.set(id, pending)
    this.#transport.send({
      t: 'call',
      id,
      service,
      method,
      args,
      ...(credit === undefined ? {} : { credit }),
    })
    return () => {
      signal?.removeEventListener('abort', onAbort)
      cancel()
    }
  }

  #receive(frame: Frame): void {
    const pending = this.#pending.get(frame.id)
    if (!pending) return
    if (frame.t === 'next') return pending.next(frame.value)
    if (frame.t !== 'end' && frame.t !== 'error') return
    this.#pending.delete(frame.id)
    if (frame.t === 'end') pending.end(frame.value)
    else pending.fail(reviveError(frame.error))
  }

  #close(): void {
    this.#closed = true
    const open = [...this.#pending.values()]
    this.#pending.clear()
    for (const pending of open) pending.fail(new AppError('internal.disconnected'))
  }
}

/** The whole contract over a transport. */
export function connect(transport: Transport): Contract {
  const client = new RpcClient(transport)
  const service = (name: string): unknown =>
    new Proxy(
      {},
      {
        get: (_target, method) => {
          if (typeof method !== 'string' || method === 'then') return undefined
          return isStream(method)
            ? (options: CallArgs) => client.stream(name, method, options)
            : (options: CallArgs) => client.call(name, method, options)
        },
      },
    )
  const services = new Map<string, unknown>()
  return new Proxy({} as Contract, {
    get: (_target, name) => {
      if (typeof name !== 'string' || name === 'then') return undefined
      if (!services.has(name)) services.set(name, service(name))
      return services.get(name)
    },
  })
}

function abortError(signal: AbortSignal | undefined): Error {
  const reason = signal?.reason
  if (reason instanceof Error && reason.name === 'AbortError') return reason
  const error = new Error('The call was given up.', { cause: reason })
  error.name = 'AbortError'
  return error
}

function withResolvers<T>(): {
  promise: Promise<T>
  resolve: (value: T) => void
  reject: (error: unknown) => void
} {
  let resolve!: (value: T) => void
  let reject!: (error: unknown) => void
  const promise = new Promise<T>((a, b) => {
    resolve = a
    reject = b
  })
  return { promise, resolve, reject }
}
