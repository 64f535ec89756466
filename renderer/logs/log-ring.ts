// The newest lines of a log: bounded, cheap to append to, and observable in one step per batch.
import type { LogLine } from '../../preload/model'

export interface NumberedLine extends LogLine {
  /** Counts from 1 since the view was opened; stays with the line while others drop out. */
  readonly number: number
}

export interface LogSnapshot {
  readonly lines: readonly NumberedLine[]
  /** How many lines dropped out at the front. */
  readonly dropped: number
}

const nothing: LogSnapshot = { lines: [], dropped: 0 }

/** Longest text of one line that is kept, in UTF-16 units; the rest of an endless line helps nobody. */
export const maxLineLength = 8_192

export class LogRing {
  readonly #limit: number
  readonly #listeners = new Set<() => void>()
  #lines: NumberedLine[] = []
  #snapshot: LogSnapshot = nothing
  #total = 0
  #dropped = 0

  /** Keeps at most `limit` lines. */
  constructor(limit: number) {
    this.#limit = limit
  }

  push(batch: readonly LogLine[]): void {
    if (batch.length === 0) return
    for (const line of batch) {
      this.#total += 1
      const text = line.text.length > maxLineLength ? `${line.text.slice(0, maxLineLength)}…` : line.text
      this.#lines.push({ ...line, text, number: this.#total })
    }
    const surplus = this.#lines.length - this.#limit
    if (surplus > 0) {
      this.#dropped += surplus
      this.#lines = this.#lines.slice(surplus)
    }
    this.#publish()
  }

  /** Empties the view; numbers go on. */
  clear(): void {
    this.#lines = []
    this.#dropped = 0
    this.#publish()
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The same object until the next change. */
  readonly snapshot = (): LogSnapshot => this.#snapshot

  #publish(): void {
    // A copy per batch (at most 60 a second), so that a reader never sees a list change under it.
    this.#snapshot = { lines: [...this.#lines], dropped: this.#dropped }
    for (const listener of this.#listeners) listener()
  }
}
