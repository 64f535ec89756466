// Measures the machine that fell asleep: what its process takes, how soon `docker ps` wakes it, and that nothing is lost.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { startApp } from './app-session.mjs'
import { median } from './result.mjs'

const asleepMs = 30_000
const cpuGoal = 0.01
const fallAsleepDeadlineMs = 120_000
/** Far shorter than anybody would choose: a machine that goes to sleep between any two requests. */
const restlessMinutes = '0.001'
const requests = 100
const mostGapMs = 200

/**
 * @param {{ root: string, outDir: string, runs: number, signal?: AbortSignal }} options
 * @returns {Promise<import('./result.mjs').Result[]>}
 */
export async function measureIdleSleep(options) {
  const home = mkdtempSync(join(tmpdir(), 'portside-bench-'))
  try {
    const app = await startApp({ ...options, home })
    try {
      await app.ready()
      await app.command('settings', 'set', 'sleepAfterMinutes', '0.02')
      const share = await shareAsleep(app, options.signal)
      const wakes = []
      for (let run = 0; run < options.runs; run++) wakes.push(await wakeMs(app, home, options.signal))
      await app.command('settings', 'set', 'sleepAfterMinutes', restlessMinutes)
      return [
        {
          name: 'CPU of the process of a machine that is asleep, share of a core',
          value: share,
          unit: 'ratio',
          goal: cpuGoal,
        },
        {
          name: '`docker ps` that wakes it, to its answer',
          value: median(wakes),
          unit: 'ms',
          samples: wakes,
        },
        {
          name: `of ${requests} requests to a machine that falls asleep between them, unanswered`,
          value: await unanswered(join(home, 'run', 'docker.sock')),
          unit: 'ratio',
          goal: 0,
        },
      ]
    } finally {
      await app.end()
    }
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

async function shareAsleep(app, signal) {
  await asleep(app, signal)
  const before = { ms: app.cpuMs(), at: performance.now() }
  await delay(asleepMs, undefined, { signal })
  return (app.cpuMs() - before.ms) / (performance.now() - before.at)
}

async function wakeMs(app, home, signal) {
  await asleep(app, signal)
  const begun = performance.now()
  execFileSync('docker', ['--host', `unix://${join(home, 'run', 'docker.sock')}`, 'ps'])
  return performance.now() - begun
}

async function asleep(app, signal) {
  const end = performance.now() + fallAsleepDeadlineMs
  for (;;) {
    const { machine } = JSON.parse(await app.command('status', '--json'))
    if (machine.state === 'paused') return
    if (performance.now() > end) throw new Error(`the machine did not fall asleep but is ${machine.state}`)
    await delay(200, undefined, { signal })
  }
}

/** At moments that chance chooses, so that some come while it is falling asleep or waking. */
async function unanswered(socketPath) {
  let lost = 0
  for (let sent = 0; sent < requests; sent++) {
    await delay(Math.random() * mostGapMs)
    if (!(await answers(socketPath))) lost += 1
  }
  return lost
}

const answers = (socketPath) =>
  new Promise((resolve) => {
    const asked = request({ socketPath, path: '/version', agent: false }, (response) => {
      let text = ''
      response.on('data', (chunk) => (text += chunk))
      response.on('end', () => resolve(response.statusCode === 200 && text.includes('ApiVersion')))
    })
    asked.on('error', () => resolve(false))
    asked.end()
  })
