// Log lines: readonly, plain data.

export interface LogLine {
  readonly stream: 'stdout' | 'stderr'
  /** RFC 3339 with nanoseconds, as the engine wrote it. */
  readonly at: string
  readonly text: string
}
