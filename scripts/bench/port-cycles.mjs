// Lets ports come and go on the real machine: many at once, then a thousand in small turns; counts what stays behind.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { startApp } from './app-session.mjs'
import { findBusybox, image, importImage } from './busybox-image.mjs'
import { endpointOf } from './ports.mjs'
import { median } from './result.mjs'

const firstPort = 28_400
const atOnce = 200
/**
 * The engine takes and gives back the ports of a container one by one, and each takes longer the more there are.
 * Several containers come and go beside each other: while the engine waits for one it works for another.
 */
const perTurn = 5
const lanes = 3
const perRun = 200
const turnDeadlineMs = 900_000
const settledMs = 60_000

/**
 * @param {{ root: string, outDir: string, runs: number, progress: { line(text: string): void }, signal?: AbortSignal }}
 *   options
 * @returns {Promise<import('./result.mjs').Result[]>}
 */
export async function measurePortCycles(options) {
  const home = mkdtempSync(join(tmpdir(), 'portside-bench-'))
  try {
    const app = await startApp({ ...options, home })
    try {
      await app.ready()
      const docker = (...args) => execFileSync('docker', ['--host', endpointOf(home), ...args])
      importImage({ home, docker, busybox: await findBusybox() })
      return await measureCycles(options, { app, home, docker })
    } finally {
      await app.end()
    }
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

async function measureCycles({ runs, progress, signal }, { app, home, docker }) {
  // For this computer only: the engine starts one proxy for each instead of two.
  const make = (name, first, count) => {
    const ports = Array.from({ length: count }, (_, n) => first + n)
    const published = ports.flatMap((port) => ['-p', `127.0.0.1:${port}:80`])
    docker('create', '--name', name, ...published, image, '/bin/busybox', 'httpd', '-f', '-p', '80')
    return { name, ports }
  }
  const turn = async ({ name, ports }) => {
    signal?.throwIfAborted()
    const asked = performance.now()
    await post(home, `/containers/${name}/start`)
    const begun = performance.now()
    await untilPorts(ports, true)
    const up = performance.now()
    await post(home, `/containers/${name}/kill`)
    await untilPorts(ports, false)
    return { startMs: begun - asked, upMs: up - begun, downMs: performance.now() - up }
  }
  const small = Array.from({ length: lanes }, (_, n) => make(`cycle-${n}`, firstPort + n * perTurn, perTurn))
  // The first ones open what stays open for the next.
  await Promise.all(small.map(turn))
  const { pid } = JSON.parse(await app.command('status', '--json')).app
  const before = await count(home, pid)
  const turns = (runs * perRun) / perTurn
  const samples = []
  let begun = 0
  const lane = async (container) => {
    while (begun < turns) {
      begun += 1
      samples.push(await turn(container))
      const done = samples.length * perTurn
      if (done % (perRun / 2) === 0)
        progress.line(`port-cycles: ${done} of ${turns * perTurn} ports came and went`)
    }
  }
  await Promise.all(small.map(lane))
  const left = await leftSince(before, home, pid, `${turns * perTurn} ports came and went`)
  const many = await turn(make('many', firstPort, atOnce))
  return [
    middle(
      `${perTurn} ports of one container, from its start until all answer`,
      samples.map(({ upMs }) => upMs),
    ),
    middle(
      '  the engine, until it has started it',
      samples.map(({ startMs }) => startMs),
    ),
    ...left,
    middle(`${atOnce} ports of one container, from its start until all answer`, [many.upMs]),
    middle('  the engine, until it has started it', [many.startMs]),
    ...(await leftSince(before, home, pid, `${atOnce} more at once`)),
  ]
}

/** Hundreds of samples would hide the rest. */
const middle = (name, samples) => ({ name, value: median(samples), unit: 'ms' })

async function leftSince(before, home, pid, when) {
  const after = await settled(home, pid, before)
  const left = (name, what) => ({
    name: `  ${what} left after ${when}`,
    value: after[name] - before[name],
    unit: 'count',
    goal: 0,
  })
  return [
    left('forwards', 'forwards'),
    left('app', 'file descriptors of the app'),
    left('forwarder', 'file descriptors of the forwarder'),
  ]
}

/** Connections that were just let go of end a moment later. */
async function settled(home, pid, before) {
  const end = performance.now() + settledMs
  for (;;) {
    const now = await count(home, pid)
    if (Object.entries(before).every(([name, value]) => now[name] <= value) || performance.now() > end)
      return now
    await delay(250)
  }
}

async function count(home, pid) {
  const forwarder = Number(readFileSync(join(home, 'run', 'network.pid'), 'utf8'))
  const opened = (of) => readdirSync(`/proc/${of}/fd`).length
  const answer = await call(join(home, 'run', 'net-api.sock'), 'GET', '/services/forwarder/all')
  return { forwards: JSON.parse(answer.body).length, app: opened(pid), forwarder: opened(forwarder) }
}

async function post(home, path) {
  const { status, body } = await call(join(home, 'run', 'docker.sock'), 'POST', path)
  if (status !== 204) throw new Error(`${path}: ${status} ${body}`)
}

const call = (socketPath, method, path) =>
  new Promise((resolve, reject) => {
    const asked = request({ socketPath, method, path, agent: false }, (answer) => {
      let body = ''
      answer.setEncoding('utf8').on('data', (text) => (body += text))
      answer.once('error', reject)
      answer.once('end', () => resolve({ status: answer.statusCode, body }))
    })
    asked.once('error', reject)
    asked.end()
  })

async function untilPorts(ports, open) {
  const end = performance.now() + turnDeadlineMs
  for (const port of ports)
    while ((await answers(port)) !== open) {
      if (performance.now() > end) throw new Error(`Port ${port} ${open ? 'never opened' : 'stayed open'}`)
      await delay(20)
    }
}

/** Whether the container does, not whoever holds the port for it. */
const answers = (port) =>
  new Promise((resolve) => {
    const asked = request({ port, host: '127.0.0.1', agent: false, timeout: 5000 }, (answer) => {
      answer.resume()
      resolve(true)
    })
    asked.once('timeout', () => asked.destroy())
    asked.once('error', () => resolve(false))
    asked.end()
  })
