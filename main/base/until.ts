// Waits for a condition that nothing announces: asks again until it holds, the deadline passes, or the signal aborts.
import { setTimeout as delay } from 'node:timers/promises'

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

/** Resolves with the first answer that is not undefined. Errors of `ask` count as "not yet". */
export async function until<T>(
  ask: () => Promise<T | undefined> | T | undefined,
  options: UntilOptions,
): Promise<T> {
  const end = performance.now() + options.deadlineMs
  let last: unknown
  for (;;) {
    options.signal?.throwIfAborted()
    try {
      const answer = await ask()
      if (answer !== undefined) return answer
    } catch (error) {
      last = error
    }
    if (performance.now() >= end) throw new DeadlineError(options.waitingFor, options.deadlineMs, last)
    await delay(options.everyMs ?? 50, undefined, options.signal ? { signal: options.signal } : {})
  }
}
