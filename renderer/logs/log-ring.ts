// The lines of a log that are kept: bounded, cheap to append to, and observable in one step per batch.
import type { LogLine } from '../../preload/model'
import { plainText, styleAfter, type Style } from './ansi'
import { continues, levelOf, type Level } from './levels'

/** A line and what is to be known to draw and find it. */
export interface NumberedLine extends LogLine {
  /** Counts from 1 since the view was opened, earlier ones down from 0; stays while others drop out. */
  readonly number: number
  /** Without colours, for finding. */
  readonly plain: string
  readonly level?: Level
  /** What the lines before it left switched on. */
  readonly style?: Style
  /** Which of several containers wrote it. */
  readonly source?: string
  /** It goes on with a line too long for one; this is how what came before ends, so that a match may begin there. */
  readonly before?: string
}

/** Of `before`, in UTF-16 units: nobody searches for more. */
export const longestBefore = 256

/** A line before it is kept. */
export interface SourcedLine extends LogLine {
  readonly source?: string
}

export interface LogSnapshot {
  readonly lines: readonly NumberedLine[]
  /** How many lines dropped out at the front. */
  readonly dropped: number
  readonly counts: Readonly<Record<Level, number>>
  /** True when earlier lines took the room of the newest: what comes now is not kept. */
  readonly cut: boolean
}

const noCounts: Readonly<Record<Level, number>> = { error: 0, warn: 0, info: 0, debug: 0 }
const nothing: LogSnapshot = { lines: [], dropped: 0, counts: noCounts, cut: false }

/** What is kept of all lines together, in UTF-16 units: a flood of long lines may not fill the memory of the window. */
const mostUnits = 64 * 2 ** 20

/** What one stream of one container left behind: its colours, and how serious its last line was. */
interface Carry {
  style: Style | undefined
  level: Level | undefined
  /** How it ends, when the next line goes on with it. */
  end: string | undefined
}

export class LogRing {
  readonly #limit: number
  readonly #mostUnits: number
  readonly #listeners = new Set<() => void>()
  #lines: NumberedLine[] = []
  #snapshot: LogSnapshot = nothing
  #carries = new Map<string, Carry>()
  #counts: Record<Level, number> = { ...noCounts }
  #total = 0
  #dropped = 0
  #units = 0
  #cut = false

  /** Keeps at most so many lines, and so many UTF-16 units of text; one line is kept however long it is. */
  constructor(limit: number, most = mostUnits) {
    this.#limit = limit
    this.#mostUnits = most
  }

  push(batch: readonly SourcedLine[]): void {
    if (batch.length === 0 || this.#cut) return
    for (const line of batch) {
      this.#total += 1
      this.#lines.push(this.#count(readLine(line, this.#total, this.#carries)))
    }
    const surplus = this.#surplus()
    if (surplus > 0) {
      this.#dropped += surplus
      this.#forget(this.#lines.slice(0, surplus))
      this.#lines = this.#lines.slice(surplus)
    }
    this.#publish()
  }

  /** Lines from before the first one. When there is no room, the newest go. */
  prepend(batch: readonly SourcedLine[]): void {
    if (batch.length === 0) return
    const first = this.#lines[0]?.number ?? this.#total + 1
    const carries = new Map<string, Carry>()
    const earlier = batch.map((line, index) =>
      this.#count(readLine(line, first - batch.length + index, carries)),
    )
    const all = [...earlier, ...this.#lines]
    const kept = this.#fitting(all)
    this.#cut ||= kept < all.length
    this.#forget(all.slice(kept))
    this.#lines = all.slice(0, kept)
    this.#dropped = Math.max(0, this.#dropped - batch.length)
    this.#publish()
  }

  /** Empties the view; numbers go on. */
  clear(): void {
    this.#lines = []
    this.#dropped = 0
    this.#units = 0
    this.#counts = { ...noCounts }
    this.#carries = new Map()
    this.#cut = false
    this.#publish()
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The same object until the next change. */
  readonly snapshot = (): LogSnapshot => this.#snapshot

  /** How many of the oldest lines have to go. */
  #surplus(): number {
    const lines = this.#lines
    let surplus = Math.max(0, lines.length - this.#limit)
    let units = this.#units
    for (let index = 0; index < surplus; index++) units -= unitsOf(lines[index])
    while (units > this.#mostUnits && surplus < lines.length - 1) units -= unitsOf(lines[surplus++])
    return surplus
  }

  /** How many of the lines fit, from the oldest on. */
  #fitting(lines: readonly NumberedLine[]): number {
    let units = 0
    for (let index = 0; index < lines.length; index++) {
      units += unitsOf(lines[index])
      if (index >= this.#limit || (units > this.#mostUnits && index > 0)) return index
    }
    return lines.length
  }

  #count(line: NumberedLine): NumberedLine {
    this.#units += unitsOf(line)
    if (line.level && line.before === undefined) this.#counts[line.level] += 1
    return line
  }

  #forget(lines: readonly NumberedLine[]): void {
    for (const line of lines) {
      this.#units -= unitsOf(line)
      if (line.level && line.before === undefined) this.#counts[line.level] -= 1
    }
  }

  #publish(): void {
    // A copy per batch (at most 60 a second), so that a reader never sees a list change under it.
    this.#snapshot = {
      lines: [...this.#lines],
      dropped: this.#dropped,
      counts: { ...this.#counts },
      cut: this.#cut,
    }
    for (const listener of this.#listeners) listener()
  }
}

/** Without colours both texts are one. */
const unitsOf = (line: NumberedLine | undefined): number =>
  line === undefined ? 0 : line.text.length + (line.plain === line.text ? 0 : line.plain.length)

function readLine(line: SourcedLine, number: number, carries: Map<string, Carry>): NumberedLine {
  const { text } = line
  const plain = plainText(text)
  const key = `${line.source ?? ''} ${line.stream}`
  const before = carries.get(key)
  const end = before?.end
  const own = end === undefined ? levelOf(plain) : undefined
  const level = own ?? (end !== undefined || continues(plain) ? before?.level : undefined)
  carries.set(key, {
    style: styleAfter(text, before?.style),
    level,
    end: line.goesOn ? plain.slice(-longestBefore) : undefined,
  })
  return {
    ...line,
    text,
    number,
    plain,
    ...(level ? { level } : {}),
    ...(before?.style ? { style: before.style } : {}),
    ...(end === undefined ? {} : { before: end }),
  }
}
