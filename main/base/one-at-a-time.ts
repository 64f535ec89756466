// Works on the same thing one after the other, and on others meanwhile.

export interface OneAtATime {
  /** Begins when all that was asked for with this key before has ended, however it did. */
  during<T>(key: string, work: () => Promise<T>): Promise<T>
}

export function createOneAtATime(): OneAtATime {
  const last = new Map<string, Promise<unknown>>()
  return {
    during: (key, work) => {
      const done = (last.get(key) ?? Promise.resolve()).then(work)
      const ended = done
        .catch(() => {})
        .then(() => {
          if (last.get(key) === ended) last.delete(key)
        })
      last.set(key, ended)
      return done
    },
  }
}
