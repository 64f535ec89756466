// Notices containers that end and are started again and again by their restart policy.
import type { Container } from '../../preload/model'

/** So many starts by the engine within this time are a loop; slower ones are a program that sometimes fails. */
const restartsOfLoop = 3
const windowMs = 10 * 60_000

export interface RestartLoops {
  /** The container with its loop, if it is in one. `restarts` is how often the engine started it by itself so far. */
  note(container: Container, restarts: number): Container
}

/** `again` is called when a loop may be over: what runs on tells nothing by itself. */
export function createRestartLoops(again: (id: string) => void, now: () => number = Date.now): RestartLoops {
  const known = new Map<string, { restarts: number; readonly times: number[] }>()
  const timers = new Map<string, NodeJS.Timeout>()
  const lookLater = (id: string, at: number | undefined): void => {
    clearTimeout(timers.get(id))
    timers.delete(id)
    if (at === undefined) return
    const timer = setTimeout(() => again(id), at - now())
    timer.unref()
    timers.set(id, timer)
  }
  return {
    note: (container, restarts) => {
      const { id, state } = container
      lookLater(id, undefined)
      const entry = known.get(id)
      // Begun anew by a person: what was before says nothing about it.
      if (!entry || restarts < entry.restarts) {
        known.set(id, { restarts, times: restarts === 0 ? [] : [now()] })
        return container
      }
      const more = restarts - entry.restarts
      entry.restarts = restarts
      const { times } = entry
      for (let n = 0; n < more; n += 1) times.push(now())
      while (times[0] !== undefined && times[0] < now() - windowMs) times.shift()
      const first = times[0]
      const last = times.at(-1)
      const ended = state === 'exited' || state === 'created' || state === 'removing'
      if (times.length < restartsOfLoop || first === undefined || last === undefined || ended)
        return container
      lookLater(id, (times.at(-restartsOfLoop) ?? last) + windowMs + 1)
      return { ...container, loop: { restarts: times.length, since: first, last } }
    },
  }
}
