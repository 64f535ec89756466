// Waiting for work that others wait for, too.

/** Who gives up waiting leaves; the work goes on for the others. */
export function leave<T>(done: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (!signal) return done
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason as Error)
    if (signal.aborted) return onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    done.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}
