// What every transport owes to rpc, as one suite: order, bytes, errors, cancellation, flow control, the end.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '../../preload/errors'
import { streamWindow, type Transport } from '../../preload/rpc'
import { RpcClient } from '../../preload/rpc-client'
import { serve, type CallTarget } from '../../preload/rpc-server'
import { until } from '../../main/base/until'

export interface TransportPair {
  readonly client: Transport
  readonly server: Transport
  /** Ends what carries the frames, as a crash of the peer would. */
  cut(): void
  dispose(): Promise<void>
}

/** What the answering end saw, for the assertions. */
interface Seen {
  aborted: number
  returned: number
  produced: number
  bugs: unknown[]
}

function target(seen: Seen): CallTarget {
  const calls: Record<string, (args: never, signal: AbortSignal) => Promise<unknown>> = {
    echo: async (args) => args,
    nothing: async () => undefined,
    refuse: async () => {
      throw new AppError('host.socket-path-too-long', {
        params: { path: '/a', length: 200, limit: 107 },
        detail: 'words of the system',
        cause: new AppError('host.not-running', { params: { home: '/h' } }),
      })
    },
    bug: async () => {
      throw new TypeError('x is not a function')
    },
    hang: (_args, signal) =>
      new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => {
          seen.aborted += 1
          reject(signal.reason as Error)
        }),
      ),
  }
  async function* watchCount({ to }: { to: number }, signal: AbortSignal): AsyncGenerator<number> {
    try {
      for (let n = 0; n < to && !signal.aborted; n++) {
        seen.produced = n + 1
        yield n
      }
    } finally {
      seen.returned += 1
    }
  }
  async function* watchFail(): AsyncGenerator<number> {
    yield 1
    throw new AppError('host.not-running', { params: { home: '/h' } })
  }
  const streams = { watchCount, watchFail } as Record<
    string,
    (args: never, signal: AbortSignal) => AsyncIterable<unknown>
  >
  return {
    call: async (_service, method, args, signal) => calls[method]?.(args as never, signal),
    stream: (_service, method, args, signal) => streams[method]?.(args as never, signal) ?? watchFail(),
    onBug: (error) => seen.bugs.push(error),
  }
}

const soon = { deadlineMs: 60_000, everyMs: 5 }

export function describeTransport(transport: string, make: () => Promise<TransportPair>): void {
  describe(`${transport} transport`, () => {
    let pair: TransportPair
    let client: RpcClient
    let seen: Seen

    beforeEach(async () => {
      seen = { aborted: 0, returned: 0, produced: 0, bugs: [] }
      pair = await make()
      serve(pair.server, target(seen))
      client = new RpcClient(pair.client)
    })
    afterEach(() => pair.dispose())

    const count = (to: number, signal?: AbortSignal): AsyncIterable<unknown> =>
      client.stream('s', 'watchCount', { to, ...(signal ? { signal } : {}) } as object)

    describeCalls(
      () => client,
      () => seen,
    )

    it('carries a stream in order to its end', async () => {
      const got: unknown[] = []
      for await (const value of count(1000)) got.push(value)
      expect(got).toEqual(Array.from({ length: 1000 }, (_, n) => n))
      expect(seen.returned).toBe(1)
    })

    it('keeps a flood within the window when the consumer does not take it', async () => {
      const iterator = count(100_000)[Symbol.asyncIterator]()
      await iterator.next()
      // A round trip behind the stream: whatever was going to be sent without credit has been sent.
      for (let i = 0; i < 20; i++) await client.call('s', 'echo', { i } as object)
      expect(seen.produced).toBeGreaterThan(1)
      expect(seen.produced).toBeLessThanOrEqual(streamWindow + 1)
      await iterator.return?.()
    })

    it('stops the producer when the consumer leaves', async () => {
      for await (const value of count(1e9)) if (value === 40) break
      await until(() => seen.returned === 1 || undefined, { ...soon, waitingFor: 'the producer to stop' })
      expect(seen.produced).toBeLessThan(200)
    })

    it('fails a stream with its error after what came before', async () => {
      const got: unknown[] = []
      const read = async (): Promise<void> => {
        for await (const value of client.stream('s', 'watchFail', {})) got.push(value)
      }
      await expect(read()).rejects.toMatchObject({ code: 'host.not-running' })
      expect(got).toEqual([1])
    })

    it('ends everything open on both ends when it is cut', async () => {
      const waiting = client.call('s', 'hang', {})
      const iterator = count(1e9)[Symbol.asyncIterator]()
      await iterator.next()
      pair.cut()
      await expect(waiting).rejects.toMatchObject({ code: 'internal.disconnected' })
      await until(() => (seen.aborted === 1 && seen.returned === 1) || undefined, {
        ...soon,
        waitingFor: 'the answering end to give up',
      })
      await expect(client.call('s', 'echo', {})).rejects.toMatchObject({ code: 'internal.disconnected' })
    })
  })
}

function describeCalls(client: () => RpcClient, seen: () => Seen): void {
  it('answers many calls at once, each with its own answer', async () => {
    const ids = Array.from({ length: 200 }, (_, n) => n)
    const answers = await Promise.all(ids.map((n) => client().call('s', 'echo', { n } as object)))
    expect(answers).toEqual(ids.map((n) => ({ n })))
  })

  it('carries bytes, Korean text and nested data unchanged', async () => {
    const value = {
      bytes: new Uint8Array([0, 1, 254, 255]),
      empty: new Uint8Array(0),
      text: '컨테이너 ✓ \u0000 \u2028',
      nested: [{ a: null, b: [1.5, -0.25, true] }],
    }
    const answer = (await client().call('s', 'echo', value as object)) as typeof value
    expect(new Uint8Array(answer.bytes)).toEqual(value.bytes)
    expect(answer.empty.length).toBe(0)
    expect({ ...answer, bytes: 0, empty: 0 }).toEqual({ ...value, bytes: 0, empty: 0 })
  })

  it('carries a megabyte of bytes', async () => {
    const bytes = new Uint8Array(1024 * 1024).map((_, n) => n * 31)
    const answer = (await client().call('s', 'echo', { bytes } as object)) as { bytes: Uint8Array }
    expect(Buffer.compare(Buffer.from(answer.bytes), Buffer.from(bytes))).toBe(0)
  })

  it('answers a call that returns nothing', async () => {
    expect(await client().call('s', 'nothing', {})).toBeUndefined()
  })

  it('brings errors whole: code, params, words of the system, cause', async () => {
    const error = await client()
      .call('s', 'refuse', {})
      .catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(AppError)
    expect(error).toMatchObject({
      code: 'host.socket-path-too-long',
      params: { path: '/a', length: 200, limit: 107 },
      detail: 'words of the system',
      cause: { code: 'host.not-running', params: { home: '/h' } },
    })
  })

  it('turns a bug into internal.bug and reports it where it happened', async () => {
    await expect(client().call('s', 'bug', {})).rejects.toMatchObject({ code: 'internal.bug' })
    expect(seen().bugs).toHaveLength(1)
  })

  it('gives up a call on both ends, without calling it an error', async () => {
    const abort = new AbortController()
    const waiting = client().call('s', 'hang', { signal: abort.signal })
    await client().call('s', 'nothing', {})
    abort.abort()
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' })
    await until(() => seen().aborted === 1 || undefined, { ...soon, waitingFor: 'the call to be given up' })
    expect(seen().bugs).toEqual([])
  })
}
