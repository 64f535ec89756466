// Measures how soon an app that was killed has its running machine back: from the new app's start to the ready engine.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startApp } from './app-session.mjs'
import { median } from './result.mjs'

const goalMs = 2_000

/**
 * @param {{ root: string, outDir: string, runs: number, signal?: AbortSignal }} options
 * @returns {Promise<import('./result.mjs').Result[]>}
 */
export async function measureAdopt({ runs, ...options }) {
  const home = mkdtempSync(join(tmpdir(), 'portside-bench-'))
  let app = await startApp({ ...options, home })
  try {
    await app.ready()
    const vm = app.machinePid()
    const samples = []
    for (let run = 0; run < runs; run++) {
      await app.crash()
      app = await startApp({ ...options, home, built: true })
      samples.push(await app.ready())
      if (app.machinePid() !== vm) throw new Error('The machine that ran was not taken over')
    }
    return [
      {
        name: 'start of the app after a crash, to the adopted machine and its engine',
        value: median(samples),
        unit: 'ms',
        goal: goalMs,
        samples,
      },
    ]
  } finally {
    await app.end()
    rmSync(home, { recursive: true, force: true })
  }
}
