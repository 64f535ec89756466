// Measures what figures cost: the app while 50 containers are watched, and its requests to the engine while none is.
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect as connectSocket, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { runnerImport } from 'vite'
import { cpuTimeMs } from './cpu-time.mjs'

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
    const counted = await countRequests(host.replace('unix://', ''), join(home, 'counted.sock'), ends)
    const app = await startApp({ root, outDir, home, socket: counted.socket }, ends)
    const services = await connect(root, join(home, 'run', 'portside.sock'), ends)
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

/** The engine at native speed that the tests use. */
async function startEngine(root, ends) {
  const child = spawn(process.execPath, [join(root, 'test/support/stand.mjs')], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  ends.push(() => stopChild(child))
  return firstMatch(child, /^export DOCKER_HOST=(\S+)/)
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

async function stopChild(child) {
  if (child.exitCode !== null) return
  child.kill('SIGINT')
  await once(child, 'exit')
}

async function firstMatch(child, pattern) {
  for await (const line of createInterface({ input: child.stdout })) {
    const found = pattern.exec(line)
    if (found) {
      child.stdout.resume()
      return found[1]
    }
  }
  throw new Error(`a program ended before it printed ${pattern}`)
}

/** A way to the engine that counts what goes through. */
async function countRequests(target, socket, ends) {
  let requests = 0
  const open = new Set()
  const server = createServer({ allowHalfOpen: true }, (from) => {
    const to = connectSocket({ path: target, allowHalfOpen: true })
    for (const one of [from, to]) {
      open.add(one)
      one.on('error', () => {})
      one.on('close', () => open.delete(one))
    }
    from.on('data', (chunk) => {
      if (/^(?:GET|POST|HEAD|DELETE|PUT) \//.test(chunk.toString('latin1', 0, 16))) requests += 1
    })
    from.pipe(to)
    to.pipe(from)
  })
  server.listen(socket)
  await once(server, 'listening')
  ends.push(async () => {
    for (const one of open) one.destroy()
    server.close()
  })
  return { socket, requests: () => requests }
}

async function connect(root, path, ends) {
  const load = async (file) => (await runnerImport(join(root, file), { configFile: false })).module
  const { connect: services } = await load('preload/rpc-client.ts')
  const { streamTransport } = await load('main/base/stream-transport.ts')
  const socket = connectSocket(path)
  await once(socket, 'connect')
  const transport = streamTransport(socket)
  ends.push(async () => transport.close())
  return services(transport)
}
