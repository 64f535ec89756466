// What share of this computer each process of a container took lately, out of the processor time that `ps` tells.

export interface ProcessLook {
  /** Epoch ms. */
  readonly at: number
  /** Seconds of processor time by {@link processKey}. */
  readonly seconds: ReadonlyMap<string, number>
}

/** `ps` counts whole seconds, so a share needs some of them; and what is longer ago is not lately. In ms. */
const leastMs = 8_000
const mostMs = 60_000

/** A number is given to another process sooner or later, but hardly to the same command. */
export const processKey = (pid: string, command: string): string => `${pid} ${command}`

/** `00:01:05`, `1:05`, `2-03:00:00`; BusyBox also writes `1h05`. Undefined for anything else. */
export function secondsOf(time: string): number | undefined {
  const hours = /^(\d+)h(\d+)$/.exec(time)
  if (hours) return Number(hours[1]) * 3600 + Number(hours[2]) * 60
  const parts = /^(?:(\d+)-)?(?:(\d+):)?(\d+):(\d+)$/.exec(time)
  if (!parts) return undefined
  const [days = 0, hour = 0, minutes = 0, seconds = 0] = parts.slice(1).map((part) => Number(part ?? 0))
  return ((days * 24 + hour) * 60 + minutes) * 60 + seconds
}

/** Those of the last minute, oldest first. */
export const looksWith = (looks: readonly ProcessLook[], now: ProcessLook): readonly ProcessLook[] => [
  ...looks.filter(({ at }) => at > now.at - mostMs && at < now.at),
  now,
]

/** 0 to 1 of a computer with so many processors; undefined while the process was not watched for long enough. */
export function shareOf(looks: readonly ProcessLook[], key: string, processors: number): number | undefined {
  const last = looks.at(-1)
  const first = looks.find(({ seconds }) => seconds.has(key))
  if (!last || !first || last.at - first.at < leastMs) return undefined
  const used = (last.seconds.get(key) ?? 0) - (first.seconds.get(key) ?? 0)
  return used < 0 ? undefined : Math.min(1, (used * 1000) / (last.at - first.at) / processors)
}
