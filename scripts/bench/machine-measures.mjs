// The measures of the machine alone: one machine for all of them, in the order in which none disturbs the next.
import { measureForwards } from './forwards.mjs'
import { measureIdleMemory } from './idle-memory.mjs'
import { openMachine } from './machine-session.mjs'
import { measureResume } from './resume.mjs'
import { measureSavedState } from './saved-state.mjs'
import { measureShares } from './shares.mjs'

const ofRunning = {
  // Before anything has run in it.
  'idle-memory': measureIdleMemory,
  resume: measureResume,
  forwards: measureForwards,
  'saved-state': measureSavedState,
}

/**
 * @param {readonly string[]} names
 * @param {{ outDir: string, runs: number, reference: import('./reference.mjs').Reference, signal: AbortSignal }} options
 * @returns {Promise<import('./result.mjs').Result[]>}
 */
export async function measureMachine(names, options) {
  const machine = await openMachine(options)
  const given = { ...options, reference: whileHeld(machine.driver, options.reference) }
  const results = []
  try {
    const first = Object.keys(ofRunning).filter((name) => names.includes(name))
    if (first.length > 0) await machine.start()
    for (const name of first) results.push(...(await ofRunning[name](machine, given)))
    if (names.includes('shares')) {
      for (const way of machine.driver.name === 'qemu' ? ['virtiofs', '9p'] : ['virtiofs']) {
        await machine.driver.stop()
        machine.share(way)
        await machine.start()
        results.push(...(await measureShares(machine, { ...options, way })))
      }
    }
    return results
  } finally {
    await machine.end()
  }
}

/** The reference gets the computer for itself. */
function whileHeld({ pausable }, reference) {
  const held = (ask) => async (shape) => {
    await pausable.pause()
    try {
      return await ask(shape)
    } finally {
      await pausable.resume()
    }
  }
  return { ...reference, bootMs: held(reference.bootMs), idleBytes: held(reference.idleBytes) }
}
