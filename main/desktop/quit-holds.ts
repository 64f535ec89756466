// Windows with something that is not saved: whoever quits is led there first.

export interface QuitHolds {
  /** Holds until it ends, with the connection at the latest; yields each time somebody wants to quit. */
  watch(signal?: AbortSignal): AsyncGenerator<{ readonly turn: number }, void>
  /** Tells those who hold; false where nobody does. */
  tell(): boolean
}

export function createQuitHolds(): QuitHolds {
  const holds = new Set<() => void>()
  return {
    tell: () => {
      for (const told of holds) told()
      return holds.size > 0
    },
    async *watch(signal) {
      let asked = 0
      let wake = (): void => {}
      const told = (): void => {
        asked += 1
        wake()
      }
      const over = (): void => {
        holds.delete(told)
        wake()
      }
      holds.add(told)
      signal?.addEventListener('abort', over, { once: true })
      try {
        for (let seen = 0; !signal?.aborted;) {
          // Asked twice before it was answered, it is one question.
          if (asked > seen) yield { turn: (seen = asked) }
          else await new Promise<void>((resolve) => (wake = resolve))
        }
      } finally {
        over()
        signal?.removeEventListener('abort', over)
      }
    },
  }
}
