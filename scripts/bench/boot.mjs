// Measures boots of our machine and of the reference guest, one after the other, on the same emulated computer.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startApp } from './app-session.mjs'
import { bootReference } from './reference-boot.mjs'
import { ensureReferenceGuest } from './reference-guest.mjs'
import { median } from './result.mjs'

const goalRatio = 0.3

/**
 * @param {{ root: string, outDir: string, runs: number, progress: import('../setup/setup.mjs').Progress,
 *   signal?: AbortSignal }} options
 * @returns {Promise<import('./result.mjs').Result[]>}
 */
export async function measureBoot({ root, outDir, runs, progress, signal }) {
  const home = mkdtempSync(join(tmpdir(), 'portside-bench-'))
  const app = await startApp({ root, outDir, home, signal })
  try {
    // The first start unpacks the image and formats the disk; the reference's first boot is not measured either.
    await app.ready()
    const first = bootMs(app)
    const machine = { ...app.machine(), signal }
    await app.command('stop')
    const step = () => progress.step('reference guest')
    const guest = await ensureReferenceGuest({
      folder: join(outDir, 'bench', 'reference'),
      machine,
      step,
      signal,
    })
    const ours = []
    const theirs = []
    for (let run = 1; run <= runs; run++) {
      theirs.push(await bootReference(guest, machine))
      await app.command('start', '--wait')
      ours.push(bootMs(app))
      await app.command('stop')
      progress.line(
        `run ${run}: ours ${Math.round(ours.at(-1))} ms, reference ${Math.round(theirs.at(-1))} ms`,
      )
    }
    return [
      {
        name: 'boot, as a ratio to the reference',
        value: median(ours) / median(theirs),
        unit: 'ratio',
        goal: goalRatio,
      },
      { name: '  boot', value: median(ours), unit: 'ms', samples: ours },
      { name: '  reference boot', value: median(theirs), unit: 'ms', samples: theirs },
      { name: '  first boot', value: first, unit: 'ms' },
    ]
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
