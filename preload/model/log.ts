// Log lines: readonly, plain data.

export interface LogLine {
  readonly stream: 'stdout' | 'stderr'
  /** RFC 3339 with nanoseconds, as the engine wrote it. */
  readonly at: string
  readonly text: string
  /** What was printed, where that is no UTF-8; only for those who ask for it. */
  readonly bytes?: Uint8Array
  /** The line was too long to be given at once: the next one of its stream goes on with it. */
  readonly goesOn?: true
}
