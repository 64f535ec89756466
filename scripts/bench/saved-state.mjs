// Measures saving the machine to disk and starting from it, against a boot of the reference guest.
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { engineMs } from './machine-session.mjs'
import { median } from './result.mjs'

const goalRatio = 0.05

/**
 * @param {import('./machine-session.mjs').MachineSession} machine that runs, and does again afterwards
 * @param {{ runs: number, reference: import('./reference.mjs').Reference }} options
 * @returns {Promise<import('./result.mjs').Result[]>}
 */
export async function measureSavedState({ driver, home, start, machine }, { runs, reference }) {
  const shape = machine()
  const [saves, starts] = [[], []]
  let bytes = 0
  for (let run = 0; run < runs; run++) {
    const begun = performance.now()
    await driver.saveable.save()
    saves.push(performance.now() - begun)
    bytes = statSync(join(home, 'machine', 'saved-state.bin')).size
    starts.push(engineMs(await start()))
  }
  const theirs = await reference.bootMs(shape)
  return [
    {
      name: 'start from saved state, as a ratio to the reference’s boot',
      value: median(starts) / theirs,
      unit: 'ratio',
      goal: goalRatio,
    },
    { name: '  ours', value: median(starts), unit: 'ms', samples: starts },
    { name: '  reference', value: theirs, unit: 'ms' },
    { name: '  saving', value: median(saves), unit: 'ms', samples: saves },
    { name: '  the saved state', value: bytes, unit: 'bytes' },
  ]
}
