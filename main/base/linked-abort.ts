// One abort out of several signals and a deadline. `AbortSignal.any` holds its sources weakly in Node 20, so a
// deadline that nothing else refers to is collected and never fires (nodejs/node issue 57736).

export interface LinkedAbort extends Disposable {
  readonly signal: AbortSignal
  /** True when the deadline, and none of the signals, was first. */
  readonly timedOut: boolean
  /** Aborts for what still listens, and disposes. */
  abort(): void
  /** Stops the clock and lets go of the signals. */
  dispose(): void
}

/** Aborts with the reason of the first signal, or with an AbortError after `deadlineMs`. */
export function linkAbort(signals: readonly (AbortSignal | undefined)[], deadlineMs?: number): LinkedAbort {
  const controller = new AbortController()
  const sources = signals.filter((signal) => signal !== undefined)
  let timedOut = false
  const onAbort = (): void => controller.abort(sources.find((signal) => signal.aborted)?.reason)
  const onDeadline = (): void => {
    if (!controller.signal.aborted) timedOut = true
    controller.abort()
  }
  const timer = deadlineMs === undefined ? undefined : setTimeout(onDeadline, deadlineMs)
  for (const signal of sources) {
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort, { once: true })
  }
  const dispose = (): void => {
    clearTimeout(timer)
    for (const signal of sources) signal.removeEventListener('abort', onAbort)
  }
  return {
    signal: controller.signal,
    get timedOut() {
      return timedOut
    },
    abort: () => {
      dispose()
      controller.abort()
    },
    dispose,
    [Symbol.dispose]: dispose,
  }
}
