// Progress of a build: a list of timed steps.

/**
 * @typedef {object} Progress
 * @property {'fetch' | 'unpack' | 'compile' | 'modules' | 'root' | 'initrd' | 'assemble' | 'pack' | 'verify'} step
 * @property {number} done
 * @property {number} total
 * @property {'bytes' | 'packages' | 'files'} unit
 * @property {number} ms since the step began
 */

/**
 * Runs steps one after another and reports each at its start, on every `advance`, and at its end.
 * @param {((progress: Progress) => void) | undefined} onProgress
 * @param {AbortSignal | undefined} signal
 */
export function stepRunner(onProgress, signal) {
  /** @type {Partial<Record<Progress['step'], number>>} */
  const times = {}
  /**
   * @template T
   * @param {Progress['step']} step
   * @param {{ total: number, unit: Progress['unit'] }} size
   * @param {(advance: (by: number) => void) => Promise<T> | T} work
   * @returns {Promise<T>}
   */
  async function run(step, { total, unit }, work) {
    signal?.throwIfAborted()
    const began = performance.now()
    let done = 0
    const report = () => {
      const ms = Math.round(performance.now() - began)
      times[step] = ms
      onProgress?.({ step, done, total, unit, ms })
    }
    report()
    const result = await work((by) => {
      done = Math.min(done + by, total)
      report()
    })
    done = total
    report()
    return result
  }
  return { run, times }
}
