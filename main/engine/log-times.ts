// Times of log lines as the engine's API takes them: seconds of the epoch with nine digits behind the point.

/** `2026-11-21T02:40:11.123456789Z` as `1795228811.123456789`; nothing of it is rounded. */
export function engineTime(at: string): string {
  const fraction = /\.(\d{1,9})/.exec(at)?.[1] ?? ''
  return `${Math.floor(Date.parse(at) / 1000)}.${fraction.padEnd(9, '0')}`
}
