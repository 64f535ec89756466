// Samples over one span of time, each as it came or averaged over steps: bounded, however long it runs.

export interface Sampled {
  /** Epoch ms. */
  readonly at: number
}

export interface TrackOptions<T> {
  readonly keepMs: number
  /** No more than these by any clock. */
  readonly most: number
  /** Averages all samples of so many ms, which are never none. */
  readonly step?: { readonly everyMs: number; readonly mean: (samples: readonly T[]) => T }
  /** Oldest first, from an earlier run. */
  readonly kept?: readonly T[]
}

export interface Track<T> {
  add(sample: T): void
  /** Oldest first, those of the last `ms`, all that are kept unless told; the step under way is the last. */
  read(now: number, ms?: number): T[]
  /** Oldest first, whatever the time is. */
  all(): T[]
}

export function createTrack<T extends Sampled>({ keepMs, most, step, kept = [] }: TrackOptions<T>): Track<T> {
  let closed = [...kept]
  let open: T[] = []
  const keep = (sample: T): void => {
    closed = within([...closed, sample], sample.at, keepMs).slice(-most)
  }
  const all = (): T[] => (step && open.length > 0 ? [...closed, step.mean(open)] : closed).slice(-most)
  return {
    add: (sample) => {
      if (!step) return keep(sample)
      const stepOf = ({ at }: T): number => Math.floor(at / step.everyMs)
      if (open[0] && stepOf(open[0]) !== stepOf(sample)) {
        keep(step.mean(open))
        open = []
      }
      open.push(sample)
    },
    read: (now, ms = keepMs) => within(all(), now, ms),
    all,
  }
}

/** A clock that was set back leaves samples of the future, which are no history. */
const within = <T extends Sampled>(samples: readonly T[], now: number, ms: number): T[] =>
  samples.filter(({ at }) => at > now - ms && at <= now)
