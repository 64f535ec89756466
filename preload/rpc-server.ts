// The answering end: runs calls, feeds streams only while there is credit, and stops them when asked.
import { AppError, isAbort, serialiseError } from './errors'
import { isStream, maxOpenCalls, type Frame, type Transport } from './rpc'

export interface CallTarget {
  /** Answers one call. Rejects with an AppError when service, method or arguments do not fit the contract. */
  call(service: string, method: string, args: unknown, signal: AbortSignal): Promise<unknown>
  stream(service: string, method: string, args: unknown, signal: AbortSignal): AsyncIterable<unknown>
  /** Told of every error that is not expected, with its stack still on it. */
  onBug?(error: unknown): void
}

interface OpenCall {
  readonly abort: AbortController
  credit: number
  /** Resolves the wait for credit. */
  wake(): void
}

/** Serves calls until the transport closes; then everything open is aborted. */
export function serve(transport: Transport, target: CallTarget): void {
  const open = new Map<number, OpenCall>()

  const begin = (frame: Extract<Frame, { t: 'call' }>): void => {
    const { id } = frame
    if (open.has(id)) return
    if (open.size >= maxOpenCalls) {
      const error = new AppError('internal.too-busy', { params: { limit: maxOpenCalls } })
      return transport.send({ t: 'error', id, error: serialiseError(error) })
    }
    const call: OpenCall = { abort: new AbortController(), credit: creditOf(frame.credit), wake: () => {} }
    open.set(id, call)
    void run(frame, call)
      .then((value) => finish(id, call, { t: 'end', id, ...(value === undefined ? {} : { value }) }))
      .catch((error: unknown) => {
        if (!(error instanceof AppError) && !isAbort(error)) target.onBug?.(error)
        finish(id, call, { t: 'error', id, error: serialiseError(error) })
      })
  }

  const run = async (frame: Extract<Frame, { t: 'call' }>, call: OpenCall): Promise<unknown> => {
    const { signal } = call.abort
    if (!isStream(frame.method)) return target.call(frame.service, frame.method, frame.args, signal)
    const iterator = target.stream(frame.service, frame.method, frame.args, signal)[Symbol.asyncIterator]()
    try {
      for (;;) {
        while (call.credit <= 0 && !signal.aborted)
          await new Promise<void>((resolve) => (call.wake = resolve))
        if (signal.aborted) return undefined
        const result = await iterator.next()
        if (result.done || signal.aborted) return undefined
        call.credit -= 1
        transport.send({ t: 'next', id: frame.id, value: result.value })
      }
    } finally {
      await iterator.return?.()
    }
  }

  const finish = (id: number, call: OpenCall, frame: Frame): void => {
    if (open.get(id) !== call) return
    open.delete(id)
    transport.send(frame)
  }

  const cancel = (id: number): void => {
    const call = open.get(id)
    open.delete(id)
    call?.abort.abort()
    call?.wake()
  }

  transport.onMessage((frame) => {
    if (frame.t === 'call') begin(frame)
    else if (frame.t === 'cancel') cancel(frame.id)
    else if (frame.t === 'credit') {
      const call = open.get(frame.id)
      if (!call) return
      call.credit += creditOf(frame.n)
      call.wake()
    }
  })
  transport.onClose(() => {
    for (const id of [...open.keys()]) cancel(id)
  })
}

/** A peer's word is not trusted: whole, positive, bounded. */
const creditOf = (n: unknown): number =>
  typeof n === 'number' && Number.isInteger(n) && n > 0 ? Math.min(n, 1024) : 0
