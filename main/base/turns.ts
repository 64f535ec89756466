// Long work in short pieces, so that whoever else waits for this thread gets a turn.
import { setImmediate as nextTurn } from 'node:timers/promises'

/** A function to call between pieces: it waits one turn of the loop once this much time (ms) has passed since the last. */
export function createTurns(budgetMs: number): () => Promise<void> | undefined {
  let since = performance.now()
  return () => {
    if (performance.now() - since < budgetMs) return undefined
    return nextTurn().then(() => {
      since = performance.now()
    })
  }
}
