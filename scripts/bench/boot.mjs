// Measures boots of our machine and of the reference guest, one after the other, on the same emulated computer.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startApp } from './app-session.mjs'
import { median } from './result.mjs'

const goalRatio = 0.23

/**
 * @param {{ root: string, outDir: string, runs: number, progress: import('../setup/setup.mjs').Progress,
 *   reference: import('./reference.mjs').Reference, signal?: AbortSignal }} options
 * @returns {Promise<import('./result.mjs').Result[]>}
 */
export async function measureBoot({ root, outDir, runs, progress, reference, signal }) {
  const home = mkdtempSync(join(tmpdir(), 'portside-bench-'))
  const app = await startApp({ root, outDir, home, signal })
  try {
    // The first start unpacks the image and formats the disk; the reference's first boot is not measured either.
    await app.ready()
    const first = bootMs(app)
    const machine = { ...app.machine(), signal }
    await app.command('stop')
    const ours = []
    const theirs = []
    for (let run = 1; run <= runs; run++) {
      theirs.push(await reference.boot(machine))
      await app.command('start', '--wait')
      ours.push({ ms: bootMs(app), cpuMs: app.cpuMs() })
      await app.command('stop')
      const times = [ours, theirs].map((boots) => `${Math.round(boots.at(-1).ms)} ms`)
      progress.line(`run ${run}: ours ${times[0]}, reference ${times[1]}`)
    }
    return [...compare(ours, theirs), { name: '  first boot', value: first, unit: 'ms' }]
  } finally {
    await app.end()
    rmSync(home, { recursive: true, force: true })
  }
}

/** The app's own steps from QEMU's start to the engine's first answer over the app's connection. */
function bootMs(app) {
  const { vm, engine } = app.stepTimes()
  return vm + engine
}

/** @returns {import('./result.mjs').Result[]} */
function compare(ours, theirs) {
  const clock = compareOne('boot', ours, theirs, ({ ms }) => ms)
  const processor = compareOne('boot in processor time', ours, theirs, ({ cpuMs }) => cpuMs)
  return [{ ...clock[0], goal: goalRatio }, ...clock.slice(1), ...processor]
}

function compareOne(name, ours, theirs, value) {
  const [mine, other] = [ours.map(value), theirs.map(value)]
  return [
    { name: `${name}, as a ratio to the reference`, value: median(mine) / median(other), unit: 'ratio' },
    { name: '  ours', value: median(mine), unit: 'ms', samples: mine },
    { name: '  reference', value: median(other), unit: 'ms', samples: other },
  ]
}
