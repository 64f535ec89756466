// What a piece of work printed: the newest lines are kept, and given to whoever follows until it has ended.
import { createStore } from 'zustand/vanilla'
import { watchValue } from './watch'

export interface KeptLines<T> {
  append(lines: readonly T[]): void
  /** Nothing comes after this. */
  end(): void
  /** What is kept, then what comes, to the end. */
  watch(signal?: AbortSignal): AsyncIterable<readonly T[]>
}

interface State<T> {
  readonly dropped: number
  readonly lines: readonly T[]
  readonly ended: boolean
}

const keptAtMost = 5_000
/** Dropped at once beyond that, so that a flood does not copy all lines for each. */
const slack = 500

export function keepLines<T>(): KeptLines<T> {
  const store = createStore<State<T>>(() => ({ dropped: 0, lines: [], ended: false }))
  return {
    append: (more) => {
      if (more.length === 0) return
      const { dropped, lines } = store.getState()
      const all = [...lines, ...more]
      const over = all.length > keptAtMost + slack ? all.length - keptAtMost : 0
      store.setState({ dropped: dropped + over, lines: over === 0 ? all : all.slice(over) })
    },
    end: () => store.setState({ ended: true }),
    watch: async function* (signal) {
      let seen = 0
      for await (const { dropped, lines, ended } of watchValue(store, signal)) {
        const fresh = lines.slice(Math.max(0, seen - dropped))
        seen = dropped + lines.length
        if (fresh.length > 0) yield fresh
        if (ended) return
      }
    },
  }
}

/** The lines of each piece of work by its id; those of forgotten ones are dropped. */
export class LinesByJob<T> {
  readonly #kept = new Map<string, KeptLines<T>>()

  readonly #known: (id: string) => boolean

  constructor(known: (id: string) => boolean) {
    this.#known = known
  }

  put(id: string, lines: KeptLines<T>): void {
    this.#kept.set(id, lines)
    for (const old of this.#kept.keys()) if (!this.#known(old)) this.#kept.delete(old)
  }

  /** Nothing for one that is not known. */
  async *watch(id: string, signal?: AbortSignal): AsyncGenerator<readonly T[], void> {
    const lines = this.#kept.get(id)
    if (lines) yield* lines.watch(signal)
  }
}
