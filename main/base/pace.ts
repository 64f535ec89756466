// A common step for what comes at any time, so that the processor wakes once for all of it.

export interface Gate {
  open(): void
  close(): void
}

export interface Pace {
  /** Opens the gate at each step for what waits behind it, and closes it again; returns the way to leave. */
  join(gate: Gate): () => void
}

/** Steps come every so many ms as long as anybody is there. */
export function createPace(everyMs: number): Pace {
  const gates = new Set<Gate>()
  let timer: NodeJS.Timeout | undefined
  const closeAll = (): void => {
    for (const gate of gates) gate.close()
  }
  const step = (): void => {
    for (const gate of gates) gate.open()
    // Node looks for what has come between timers and immediates, once.
    setImmediate(closeAll)
  }
  return {
    join: (gate) => {
      gates.add(gate)
      timer ??= setInterval(step, everyMs)
      return () => {
        gates.delete(gate)
        if (gates.size > 0) return
        clearInterval(timer)
        timer = undefined
      }
    },
  }
}
