// Requests that wait for an answer with their id, each with a deadline; all fail when the connection does.

export interface RequestOptions {
  readonly deadlineMs: number
  readonly signal?: AbortSignal | undefined
}

export interface PendingRequests<Answer> {
  /** Calls `send` with a fresh id and resolves with the answer to it. */
  ask(what: string, options: RequestOptions, send: (id: number) => void): Promise<Answer>
  /** False when nobody waits for that id. */
  answer(id: number, answer: Answer): boolean
  failAll(error: Error): void
}

export function pendingRequests<Answer>(): PendingRequests<Answer> {
  const waiting = new Map<number, { resolve(answer: Answer): void; reject(error: unknown): void }>()
  let lastId = 0
  return {
    ask: (what, { deadlineMs, signal }, send) =>
      new Promise<Answer>((resolve, reject) => {
        signal?.throwIfAborted()
        const id = ++lastId
        const settle = (): void => {
          waiting.delete(id)
          clearTimeout(timer)
          signal?.removeEventListener('abort', onAbort)
        }
        const fail = (error: unknown): void => {
          settle()
          reject(error)
        }
        const onAbort = (): void => fail(signal?.reason)
        const timer = setTimeout(() => fail(new Error(`${what}: no answer in ${deadlineMs} ms`)), deadlineMs)
        signal?.addEventListener('abort', onAbort, { once: true })
        waiting.set(id, {
          resolve: (answer) => {
            settle()
            resolve(answer)
          },
          reject: fail,
        })
        try {
          send(id)
        } catch (error) {
          fail(error)
        }
      }),
    answer: (id, answer) => {
      const request = waiting.get(id)
      request?.resolve(answer)
      return request !== undefined
    },
    failAll: (error) => {
      for (const request of [...waiting.values()]) request.reject(error)
    },
  }
}
