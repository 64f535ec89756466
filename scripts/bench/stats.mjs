// Measures what figures cost: the app while 50 containers are watched, and its requests to the engine while none is.
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { cpuTimeMs } from './cpu-time.mjs'
import { connect, firstMatch, proxyEngine, startEngine, stopChild } from './engine-session.mjs'

const containers = 50
const watchMs = 30_000
const hiddenMs = 60_000
const cpuGoal = 0.02

/**
 * @param {{ root: string, outDir: string, signal?: AbortSignal }} options
 * @returns {Promise<import('./result.mjs').Result[]>}
 */
export async function measureStats({ root, outDir, signal }) {
  const home = mkdtempSync(join(tmpdir(), 'portside-bench-'))
  const ends = []
  try {
    const host = await startEngine(root, ends)
    const docker = (...args) => execFileSync('docker', ['--host', host, ...args], { encoding: 'utf8' }).trim()
    docker('pull', '-q', 'busybox')
    for (let n = 0; n < containers; n++) docker('run', '-d', 'busybox', 'sleep', '36000')
    const counted = await proxyEngine(host.replace('unix://', ''), join(home, 'counted.sock'), ends)
    const app = await startApp({ root, outDir, home, socket: counted.socket }, ends)
    const services = await connect(join(home, 'run', 'portside.sock'), ends)
    const watched = await whileWatched(app, services, signal)
    const before = counted.requests()
    await delay(hiddenMs, undefined, { signal })
    return [
      {
        name: `the app while ${containers} containers are watched`,
        value: watched,
        unit: 'ratio',
        goal: cpuGoal,
      },
      {
        name: 'requests to the engine in a minute that nobody looks',
        value: counted.requests() - before,
        unit: 'ratio',
        goal: 0,
      },
    ]
  } finally {
    for (const end of ends.reverse()) await end()
    rmSync(home, { recursive: true, force: true })
  }
}

/** The share of one processor, once every container has figures. */
async function whileWatched(app, services, signal) {
  const stop = new AbortController()
  let complete
  const all = new Promise((resolve) => (complete = resolve))
  const watching = (async () => {
    for await (const reading of services.resources.watchSamples({ signal: stop.signal }))
      if (reading.containers.length === containers) complete()
  })().catch((error) => {
    if (!stop.signal.aborted) throw error
  })
  await Promise.race([
    all,
    delay(60_000, undefined, { signal }).then(() => fail('not all containers have figures')),
  ])
  const before = { ms: cpuTimeMs(app.pid), at: performance.now() }
  await delay(watchMs, undefined, { signal })
  const share = (cpuTimeMs(app.pid) - before.ms) / (performance.now() - before.at)
  stop.abort()
  await watching
  return share
}

const fail = (why) => {
  throw new Error(why)
}

async function startApp({ outDir, home, socket, root }, ends) {
  const child = spawn(process.execPath, [join(outDir, 'main/headless.js'), '--no-open', '--engine', socket], {
    cwd: root,
    env: { ...process.env, PORTSIDE_HOME: home },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  ends.push(() => stopChild(child))
  await firstMatch(child, /^Docker Engine (.*) is ready/)
  return child
}
