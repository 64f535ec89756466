// Lets a container's port come and go a thousand times on the real machine, and counts what stays behind.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { startApp } from './app-session.mjs'
import { findBusybox, image, importImage } from './busybox-image.mjs'
import { endpointOf } from './ports.mjs'

const cyclesPerRun = 200
const port = 28_320
const turnDeadlineMs = 60_000

/**
 * @param {{ root: string, outDir: string, runs: number, signal?: AbortSignal }} options
 * @returns {Promise<import('./result.mjs').Result[]>}
 */
export async function measurePortCycles(options) {
  const home = mkdtempSync(join(tmpdir(), 'portside-bench-'))
  const cycles = options.runs * cyclesPerRun
  try {
    const app = await startApp({ ...options, home })
    try {
      await app.ready()
      const docker = (...args) => execFileSync('docker', ['--host', endpointOf(home), ...args])
      importImage({ home, docker, busybox: await findBusybox(options.root) })
      docker(
        'create',
        '--name',
        'cycle',
        '-p',
        `${port}:80`,
        image,
        '/bin/busybox',
        'httpd',
        '-f',
        '-p',
        '80',
      )
      const turn = async () => {
        await post(home, '/containers/cycle/start')
        await untilPort(true)
        await post(home, '/containers/cycle/kill')
        await untilPort(false)
      }
      // The first ones open what stays open for the next.
      for (let n = 0; n < 5; n++) await turn()
      const { pid } = JSON.parse(await app.command('status', '--json')).app
      const before = await count(home, pid)
      const begun = performance.now()
      for (let n = 0; n < cycles; n++) {
        options.signal?.throwIfAborted()
        await turn()
      }
      const took = performance.now() - begun
      const after = await settled(home, pid, before)
      const left = (name, what) => ({
        name: `  ${what} left after ${cycles} cycles`,
        value: after[name] - before[name],
        unit: 'count',
        goal: 0,
      })
      return [
        { name: `a port that comes and goes, ${cycles} times, each`, value: took / cycles, unit: 'ms' },
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

async function untilPort(open) {
  const end = performance.now() + turnDeadlineMs
  while ((await answers()) !== open) {
    if (performance.now() > end) throw new Error(`Port ${port} ${open ? 'never opened' : 'stayed open'}`)
    await delay(5)
  }
}

const answers = () =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
