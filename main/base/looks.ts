// Looks at something that changes, one look at a time: what is asked for during one leads to another after it.

export interface Looks {
  /** Resolves when a look that began after this, or with it, has ended. Never rejects. */
  look(): Promise<void>
  /** The looks that go on now. */
  underWay(): Promise<void> | undefined
  /** Begins no other, and waits for the one that goes on. */
  end(): Promise<void>
}

export interface LooksOptions {
  readonly look: () => Promise<void>
  readonly failed: (error: unknown) => void
  /** Nothing is left to look at for now. */
  readonly settled?: () => void
}

export function createLooks({ look, failed, settled }: LooksOptions): Looks {
  let looking: Promise<void> | undefined
  let again = false
  let ended = false
  const run = async (): Promise<void> => {
    do {
      again = false
      await look().catch(failed)
    } while (again && !ended)
  }
  return {
    look: () => {
      if (ended) return Promise.resolve()
      if (looking) again = true
      looking ??= run().finally(() => {
        looking = undefined
        settled?.()
      })
      return looking
    },
    underWay: () => looking,
    end: async () => {
      ended = true
      await looking
    },
  }
}
