// Prints what set-up is doing, one line per change, with how long each step took.

/** @typedef {{ update(text: string): void, done(text: string): void, note(text: string): void }} Step */

/** Progress that is not news is printed at most this often, in milliseconds. */
const quietMs = 2000

/** @param {number} ms */
export function seconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`
}

/**
 * @param {{ output?: NodeJS.WritableStream, now?: () => number }} [options]
 * @returns {{ step(name: string): Step, line(text: string): void }}
 */
export function createProgress({ output = process.stdout, now = performance.now.bind(performance) } = {}) {
  // Whoever read our words may leave ("npm test | head"); the work is finished all the same.
  output.on('error', () => {})
  const write = (/** @type {string} */ text) => void output.write(text)
  const line = (/** @type {string} */ text) => write(`${text}\n`)
  return {
    line,
    step(name) {
      const start = now()
      let last = -Infinity
      return {
        update(text) {
          if (now() - last < quietMs) return
          last = now()
          line(`${name}: ${text}`)
        },
        note: (text) => line(`${name}: ${text}`),
        done: (text) => line(`${name}: ${text} (${seconds(now() - start)})`),
      }
    },
  }
}
