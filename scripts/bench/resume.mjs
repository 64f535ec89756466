// Measures how soon a paused machine answers: from the wish to go on to the engine's answer over a new TLS connection.
import { setTimeout as delay } from 'node:timers/promises'
import { median } from './result.mjs'

const goalMs = 100
/** What still ran when it was held has come to rest, and so have this computer's caches. */
const heldMs = 1_000

/**
 * @param {import('./machine-session.mjs').MachineSession} machine that runs
 * @param {{ runs: number, signal: AbortSignal }} options
 * @returns {Promise<import('./result.mjs').Result[]>}
 */
export async function measureResume({ driver, ping }, { runs, signal }) {
  const samples = []
  await ping()
  for (let run = 0; run < runs; run++) {
    await driver.pausable.pause()
    await delay(heldMs, undefined, { signal })
    const begun = performance.now()
    await driver.pausable.resume()
    await ping()
    samples.push(performance.now() - begun)
  }
  return [
    {
      name: 'resume, to an answer over a new TLS connection',
      value: median(samples),
      unit: 'ms',
      goal: goalMs,
      samples,
    },
  ]
}
