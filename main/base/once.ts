// Work of which only one of a kind goes on at a time: who asks meanwhile, waits for the same.

export interface Once {
  /** Joins the work of this name that is under way, or begins it. */
  run(name: string, work: () => Promise<void>): Promise<void>
  /** Resolves when nothing is under way. */
  ended(): Promise<void>
}

export function jobsOnce(): Once {
  const underWay = new Map<string, Promise<void>>()
  return {
    run: (name, work) => {
      const present = underWay.get(name)
      if (present) return present
      const started = work().finally(() => underWay.delete(name))
      underWay.set(name, started)
      return started
    },
    ended: async () => {
      await Promise.allSettled(underWay.values())
    },
  }
}
