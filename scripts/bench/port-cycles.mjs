// Lets the 200 ports of a container come and go on the real machine, and counts what stays behind.
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

const ports = Array.from({ length: 200 }, (_, n) => 28_400 + n)
const turnDeadlineMs = 120_000

/**
 * @param {{ root: string, outDir: string, runs: number, signal?: AbortSignal }} options
 * @returns {Promise<import('./result.mjs').Result[]>}
 */
export async function measurePortCycles(options) {
  const home = mkdtempSync(join(tmpdir(), 'portside-bench-'))
  const cycles = options.runs * ports.length
  try {
    const app = await startApp({ ...options, home })
    try {
      await app.ready()
      const docker = (...args) => execFileSync('docker', ['--host', endpointOf(home), ...args])
      importImage({ home, docker, busybox: await findBusybox() })
      const published = ports.flatMap((port) => ['-p', `${port}:80`])
      docker('create', '--name', 'cycle', ...published, image, '/bin/busybox', 'httpd', '-f', '-p', '80')
      const upMs = []
      const turn = async () => {
        await post(home, '/containers/cycle/start')
        const begun = performance.now()
        await untilPorts(true)
        upMs.push(performance.now() - begun)
        await post(home, '/containers/cycle/kill')
        await untilPorts(false)
      }
      // The first ones open what stays open for the next.
      await turn()
      const { pid } = JSON.parse(await app.command('status', '--json')).app
      const before = await count(home, pid)
      upMs.length = 0
      for (let n = 0; n < options.runs; n++) {
        options.signal?.throwIfAborted()
        await turn()
      }
      const after = await settled(home, pid, before)
      const left = (name, what) => ({
        name: `  ${what} left after ${cycles} ports came and went`,
        value: after[name] - before[name],
        unit: 'count',
        goal: 0,
      })
      return [
        {
          name: `${ports.length} ports of one container, until all answer`,
          value: median(upMs),
          unit: 'ms',
          samples: upMs,
        },
        left('forwards', 'forwards'),
        left('app', 'file descriptors of the app'),
        left('forwarder', 'file descriptors of the forwarder'),
      ]
    } finally {
      await app.end()
    }
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

/** Connections that were just let go of end a moment later. */
async function settled(home, pid, before) {
  const end = performance.now() + turnDeadlineMs
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

async function untilPorts(open) {
  const end = performance.now() + turnDeadlineMs
  for (const port of ports)
    while ((await answers(port)) !== open) {
      if (performance.now() > end) throw new Error(`Port ${port} ${open ? 'never opened' : 'stayed open'}`)
      await delay(5)
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
