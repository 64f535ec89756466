// How fast a download is now, from the sums it reported lately.

interface Sample {
  readonly at: number
  readonly bytes: number
}

/** Long enough to calm the jumps of single layers, short enough to notice a change. */
const windowMs = 5000
/** Below this, a speed is a guess. */
const leastMs = 700

export class PullSpeed {
  #samples: Sample[] = []

  /** Takes the bytes done so far at a time in epoch ms. */
  add(at: number, bytes: number): void {
    const last = this.#samples.at(-1)
    if (last && bytes < last.bytes) this.#samples = []
    this.#samples.push({ at, bytes })
    const oldest = at - windowMs
    // One sample older than the window stays, so that the window is spanned.
    while (this.#samples.length > 2 && (this.#samples[1]?.at ?? at) <= oldest) this.#samples.shift()
  }

  /** Bytes per second; undefined while too little is known. */
  get bytesPerSecond(): number | undefined {
    const first = this.#samples[0]
    const last = this.#samples.at(-1)
    if (!first || !last || last.at - first.at < leastMs) return undefined
    return ((last.bytes - first.bytes) / (last.at - first.at)) * 1000
  }
}
