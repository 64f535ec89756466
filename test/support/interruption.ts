// Lets a test run clean up when it is interrupted: the runner would exit a millisecond after the signal.

/** Runs `end` when the process is asked to end, then what was listening before. Returns the way to undo that. */
export function onInterruption(end: () => Promise<void>): () => void {
  const undo = (['SIGINT', 'SIGTERM'] as const).map((signal) => {
    const before = process.listeners(signal)
    process.removeAllListeners(signal)
    const listener = (name: NodeJS.Signals, code: number): void => {
      const pass = (): void => {
        for (const next of before) (next as (name: string, code: number) => void)(name, code)
        if (before.length === 0) process.exit(128 + code)
      }
      end().then(pass, pass)
    }
    process.once(signal, listener)
    return () => {
      process.off(signal, listener)
      for (const next of before) process.on(signal, next as NodeJS.SignalsListener)
    }
  })
  return () => {
    for (const step of undo) step()
  }
}
