// How far a view of logs has come in each container: what it has shown does not come again when it is asked anew.
import type { SourcedLine } from './log-ring'
import type { LogRange, Source } from './sources'

/** As many lines as the view keeps. */
export const keptLines = 100_000
/** As many are asked for at first, and by each wish for earlier ones. */
export const askedLines = 10_000

/** The time of the newest line by the name of its container. */
type Times = ReadonlyMap<string, string>

export interface LogBegin {
  /** What is shown: other containers or another wish make another view. */
  readonly view: string
  /** What somebody chose; a new choice shows again what was cleared away. */
  readonly wish: string
  readonly since: string | undefined
  readonly sources: readonly Source[]
}

export interface LogTurn {
  /** What is shown stays, as after a restart of the container or a lost connection. */
  readonly goesOn: boolean
  readonly range: LogRange
  /** False for a line that was shown before. Asked of each line that comes. */
  readonly isNew: (line: SourcedLine) => boolean
}

export class LogPlace {
  #seen = new Map<string, string>()
  #cleared: Times = new Map()
  #view: string | undefined
  #wish: string | undefined

  begin({ view, wish, since, sources }: LogBegin): LogTurn {
    if (wish !== this.#wish) this.#cleared = new Map()
    const goesOn = view === this.#view && this.#seen.size > 0
    const shown: Times = new Map(goesOn ? this.#seen : this.#cleared)
    if (!goesOn) this.#seen = new Map(shown)
    this.#view = view
    this.#wish = wish
    const seen = this.#seen
    const [only] = sources
    return {
      goesOn,
      range: rangeAfter(shown, since, sources),
      isNew: (line) => {
        const name = line.source ?? only?.name ?? ''
        const before = shown.get(name)
        if (before !== undefined && line.at <= before) return false
        if (line.at > (seen.get(name) ?? '')) seen.set(name, line.at)
        return true
      },
    }
  }

  /** What was shown up to now does not come again by itself. */
  clear(): void {
    this.#cleared = new Map(this.#seen)
  }
}

/** From the first of these times on, so that none misses a line; times of one width compare as text. */
function rangeAfter(shown: Times, since: string | undefined, sources: readonly Source[]): LogRange {
  const times = sources.map(({ name }) => shown.get(name))
  const known = times.filter((time) => time !== undefined).sort()
  const from = known.length === times.length ? known[0] : undefined
  // All that came meanwhile, or more than the view keeps: no line is missing in between.
  if (from !== undefined)
    return { tail: keptLines, since: since !== undefined && since > from ? since : from }
  return { tail: askedLines, ...(since === undefined ? {} : { since }) }
}
