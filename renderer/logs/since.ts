// From when on a log is shown.

export const spans = ['all', 'minutes', 'hour', 'day', 'start'] as const
export type Span = (typeof spans)[number]

const lengths: Readonly<Partial<Record<Span, number>>> = {
  minutes: 10 * 60_000,
  hour: 3_600_000,
  day: 86_400_000,
}

/** A time as in log lines; undefined for everything. `startedAt` is of the last start, both times are epoch ms. */
export function sinceOf(span: Span, startedAt: number | undefined, now: number): string | undefined {
  if (span === 'start') return startedAt === undefined ? undefined : new Date(startedAt).toISOString()
  const length = lengths[span]
  return length === undefined ? undefined : new Date(now - length).toISOString()
}
