// A common step for what comes at any time: what each would do by itself is done together, so that the processor wakes once.

export interface Pace {
  /** With the next step; at once when the steps have ended. */
  then(work: () => void): void
}

export interface Steps extends Pace {
  /** Lets steps come, every so many ms, until {@link rest}. Harmless when they come. */
  go(): void
  /** No steps come; what waits is done now. */
  rest(): void
}

export function createSteps(everyMs: number): Steps {
  let timer: NodeJS.Timeout | undefined
  let waiting: (() => void)[] = []
  const step = (): void => {
    const due = waiting
    waiting = []
    for (const work of due) work()
  }
  return {
    then: (work) => {
      if (timer === undefined) work()
      else waiting.push(work)
    },
    go: () => {
      timer ??= setInterval(step, everyMs)
    },
    rest: () => {
      clearInterval(timer)
      timer = undefined
      step()
    },
  }
}
