// Notices that this computer slept or that its clock was set: the time then differs from what a timer has counted.

const usualPaceMs = 15_000
/** A tick this much later than it should be is more than a busy computer. */
const jumpMs = 10_000

export interface ClockJumpsOptions {
  readonly onJump: () => void
  /** In ms since the epoch. */
  readonly now?: () => number
  readonly paceMs?: number
}

/** Returns what ends the watch. */
export function watchClockJumps({
  onJump,
  now = Date.now,
  paceMs = usualPaceMs,
}: ClockJumpsOptions): () => void {
  let last = now()
  const timer = setInterval(() => {
    const current = now()
    const jumped = Math.abs(current - last - paceMs)
    last = current
    if (jumped > jumpMs) onJump()
  }, paceMs).unref()
  return () => clearInterval(timer)
}
