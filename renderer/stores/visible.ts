// Runs something only while the window can be seen: what nobody looks at costs nothing.

/** Starts `run` now or when the window shows, ends it by its signal when the window is hidden, until `signal` aborts. */
export function whileVisible(signal: AbortSignal, run: (signal: AbortSignal) => void): void {
  let shown: AbortController | undefined
  const arrange = (): void => {
    const wanted = document.visibilityState === 'visible' && !signal.aborted
    if (wanted && !shown) {
      shown = new AbortController()
      run(AbortSignal.any([signal, shown.signal]))
    } else if (!wanted && shown) {
      shown.abort()
      shown = undefined
    }
  }
  document.addEventListener('visibilitychange', arrange)
  signal.addEventListener('abort', () => document.removeEventListener('visibilitychange', arrange), {
    once: true,
  })
  arrange()
}
