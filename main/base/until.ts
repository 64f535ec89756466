// Waits for a condition that nothing announces: asks again until it holds, the deadline passes, or the signal aborts.
import { setTimeout as delay } from 'node:timers/promises'
import { linkAbort } from './linked-abort'

export interface UntilOptions {
  readonly deadlineMs: number
  readonly everyMs?: number
  readonly signal?: AbortSignal | undefined
  /** What is waited for, for the error. */
  readonly waitingFor: string
}

/** The error of a deadline that passed, naming what was waited for and the last answer. */
export class DeadlineError extends Error {
  readonly deadlineMs: number

  constructor(waitingFor: string, deadlineMs: number, last: unknown) {
    super(`waited ${deadlineMs} ms for ${waitingFor}`, { cause: last })
    this.name = 'DeadlineError'
    this.deadlineMs = deadlineMs
  }
}

/**
 * Resolves with the first answer that is not undefined. Errors of `ask` count as "not yet", and so does an answer that
 * has not come `deadlineMs` after it was asked for: somebody who never answers keeps nobody waiting for ever.
 */
export async function until<T>(
  ask: () => Promise<T | undefined> | T | undefined,
  options: UntilOptions,
): Promise<T> {
  const end = performance.now() + options.deadlineMs
  let last: unknown
  for (;;) {
    options.signal?.throwIfAborted()
    try {
      const answer = ask()
      const told = answer instanceof Promise ? await answered(answer, options) : answer
      if (told !== undefined) return told
    } catch (error) {
      options.signal?.throwIfAborted()
      last = error
    }
    if (performance.now() >= end) throw new DeadlineError(options.waitingFor, options.deadlineMs, last)
    await delay(options.everyMs ?? 50, undefined, options.signal ? { signal: options.signal } : {})
  }
}

function answered<T>(answer: Promise<T>, { deadlineMs, signal }: UntilOptions): Promise<T> {
  return new Promise((resolve, reject) => {
    const limit = linkAbort([signal], deadlineMs)
    const giveUp = (): void => reject(new Error('no answer came'))
    if (limit.signal.aborted) giveUp()
    limit.signal.addEventListener('abort', giveUp, { once: true })
    answer.then(resolve, reject).finally(() => limit.dispose())
  })
}
