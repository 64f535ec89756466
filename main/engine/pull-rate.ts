// How fast downloads of images were on this computer: all that is known of how long the next one takes.
import { readFile } from 'node:fs/promises'
import type { Log } from '../base/log'
import { writeWhole } from '../base/write-whole'

export interface PullRate {
  /** A download that came to its end: its bytes, and its time with unpacking, in ms. */
  add(bytes: number, ms: number): void
  /** In ms; undefined where nothing was measured yet. */
  timeFor(bytes: number): number | undefined
  /** Resolves when it is on disk. */
  dispose(): Promise<void>
}

interface Measure {
  readonly bytes: number
  readonly ms: number
}

/** Of a smaller download the time is mostly that of asking. */
const leastBytes = 1_000_000
/** A connection changes: what was long ago says little. */
const most = 10

/** Without a file it is forgotten with the app. */
export function createPullRate(file: string | undefined, log: Log): PullRate {
  let known: readonly Measure[] = []
  let written: Promise<void> = file === undefined ? Promise.resolve() : load(file)
  async function load(from: string): Promise<void> {
    try {
      const content: unknown = JSON.parse(await readFile(from, 'utf8'))
      known = [...(Array.isArray(content) ? content.filter(isMeasure) : []), ...known].slice(-most)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
        log.warn('the speed of downloads is forgotten', { error: String(error) })
    }
  }
  return {
    add: (bytes, ms) => {
      if (bytes < leastBytes || !(ms > 0)) return
      known = [...known, { bytes, ms: Math.round(ms) }].slice(-most)
      if (file === undefined) return
      written = written
        .then(() => writeWhole(file, `${JSON.stringify(known)}\n`))
        .catch((error: unknown) => log.warn('the speed of downloads is not kept', { error: String(error) }))
    },
    timeFor: (bytes) => {
      if (known.length === 0) return undefined
      const sum = (of: keyof Measure): number => known.reduce((total, one) => total + one[of], 0)
      return Math.round((bytes * sum('ms')) / sum('bytes'))
    },
    dispose: () => written,
  }
}

const isMeasure = (one: unknown): one is Measure => {
  const { bytes, ms } = (one ?? {}) as Partial<Measure>
  return typeof bytes === 'number' && bytes >= leastBytes && typeof ms === 'number' && ms > 0
}
