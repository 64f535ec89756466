// Measures `npm start` on a prepared checkout: address printed, engine ready, app ready after it, end by Ctrl-C.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startApp } from './app-session.mjs'

const urlGoalMs = 1000
const afterBootGoalMs = 1000
const afterEngineGoalMs = 1000

/**
 * @param {{ root: string, outDir: string, signal?: AbortSignal }} options
 * @returns {Promise<import('./result.mjs').Result[]>}
 */
export async function measureApp(options) {
  const home = mkdtempSync(join(tmpdir(), 'portside-bench-'))
  try {
    await inSession({ ...options, home }, (app) => app.ready())
    let results
    const endMs = await inSession({ ...options, home }, async (app) => {
      results = await measureStart(app)
    })
    return [...results, { name: 'Ctrl-C to the end', value: endMs, unit: 'ms' }]
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

async function measureStart(app) {
  const readyMs = await app.ready()
  const { vm, engine } = app.stepTimes()
  const asked = performance.now()
  await app.command('ps', '--json')
  const answeredMs = performance.now() - asked
  const machineMs = vm + engine
  return [
    { name: 'npm start to the printed address', value: app.urlMs, unit: 'ms', goal: urlGoalMs },
    {
      name: 'npm start to the ready engine',
      value: readyMs,
      unit: 'ms',
      goal: machineMs + urlGoalMs + afterBootGoalMs,
    },
    { name: '  of it boot', value: machineMs, unit: 'ms' },
    {
      name: 'containers listed after the engine was ready',
      value: answeredMs,
      unit: 'ms',
      goal: afterEngineGoalMs,
    },
  ]
}

/** @returns {Promise<number>} how long the end took, in ms */
async function inSession(options, work) {
  const app = await startApp(options)
  try {
    await work(app)
  } catch (error) {
    await app.end()
    throw error
  }
  return app.end()
}
