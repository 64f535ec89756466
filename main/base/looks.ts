// Looks at what changes while it is looked at: one look at a time, and another for what was asked for during one.

export interface LooksOptions {
  look(): Promise<void>
  /** Told what a look failed of; the next one is made all the same. */
  failed(error: unknown): void
  /** Once it is over no other look follows. */
  readonly isOver?: () => boolean
  /** Called when nothing is asked for any more. */
  readonly settled?: () => void
}

export interface Looks {
  /** Resolves when nothing is asked for any more; undefined while nobody looks. */
  underWay(): Promise<void> | undefined
  /** Begins to look, or asks for another look. Resolves when nothing is asked for any more, and never fails. */
  soon(): Promise<void>
}

export function createLooks({ look, failed, isOver = () => false, settled }: LooksOptions): Looks {
  let looking: Promise<void> | undefined
  let again = false
  const untilSettled = async (): Promise<void> => {
    do {
      again = false
      try {
        await look()
      } catch (error) {
        failed(error)
      }
    } while (again && !isOver())
  }
  return {
    underWay: () => looking,
    soon: () => {
      if (looking) again = true
      looking ??= untilSettled().finally(() => {
        looking = undefined
        settled?.()
      })
      return looking
    },
  }
}
