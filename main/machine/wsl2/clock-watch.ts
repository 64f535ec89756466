// Notices that the computer slept: the VM's clock then stands where it was, and certificates and logs go wrong.

const everyMs = 5_000
/** A tick this much later than it should be means sleep rather than a busy computer. */
const sleptMs = 15_000

export interface ClockWatchOptions {
  /** Called with Unix seconds when the clock has to be set. */
  set(seconds: number): Promise<unknown>
  now?(): number
}

/** Returns what ends the watch. */
export function watchClock({ set, now = Date.now }: ClockWatchOptions): () => void {
  let last = now()
  const timer = setInterval(() => {
    const current = now()
    if (current - last > everyMs + sleptMs) set(Math.floor(current / 1000)).catch(() => {})
    last = current
  }, everyMs).unref()
  return () => clearInterval(timer)
}
