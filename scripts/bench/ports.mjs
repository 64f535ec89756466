// Measures what ports cost: a look at many of them, nobody looking, and the way of data through a published one.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { startApp } from './app-session.mjs'
import { findBusybox, image, importImage } from './busybox-image.mjs'
import { cpuTimeMs } from './cpu-time.mjs'
import { measureScan } from './ports-scan.mjs'
import { median } from './result.mjs'

const idleMs = 30_000
const idleGoal = 0.002
const fileMiB = 16
const guestAddress = '192.168.127.2'
const [published, direct, directInside] = [28_311, 28_312, 28_313]

/**
 * @param {{ root: string, outDir: string, runs: number, signal?: AbortSignal }} options
 * @returns {Promise<import('./result.mjs').Result[]>}
 */
export async function measurePorts(options) {
  const scan = await measureScan(options)
  const home = mkdtempSync(join(tmpdir(), 'portside-bench-'))
  try {
    const app = await startApp({ ...options, home })
    try {
      await app.ready()
      const docker = (...args) => execFileSync('docker', ['--host', endpointOf(home), ...args])
      importImage({ home, docker, busybox: await findBusybox() })
      const idle = await measureIdle(app, docker)
      const through = await measureThroughput(home, docker, options.runs)
      return [...scan, ...idle, ...through]
    } finally {
      await app.end()
    }
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

export const endpointOf = (home) => `unix://${join(home, 'run', 'docker.sock')}`

/** Nobody looks: the app alone, and what it takes more while a stopped container wants a port. */
async function measureIdle(app, docker) {
  const { pid } = JSON.parse(await app.command('status', '--json')).app
  const alone = await shareOf(pid)
  docker('create', '--name', 'waiting', '-p', '28310:80', image, '/bin/busybox', 'true')
  const waiting = await shareOf(pid)
  return [
    { name: 'app with the window hidden, share of a core', value: alone, unit: 'ratio' },
    {
      name: '  more of it to look at ports',
      value: Math.max(0, waiting - alone),
      unit: 'ratio',
      goal: idleGoal,
    },
  ]
}

/** A rate over time, so this time has to pass. */
async function shareOf(pid) {
  const before = cpuTimeMs(pid)
  const begun = performance.now()
  await delay(idleMs)
  return (cpuTimeMs(pid) - before) / (performance.now() - begun)
}

/** The same file from the same server: behind a published port, and behind the machine's own forwarder alone. */
async function measureThroughput(home, docker, runs) {
  const serve = (port) =>
    `/bin/busybox dd if=/dev/zero of=/www/file bs=1048576 count=${fileMiB} && /bin/busybox httpd -f -p ${port} -h /www`
  docker('run', '-d', '-p', `${published}:80`, image, '/bin/busybox', 'sh', '-c', serve(80))
  docker('run', '-d', '--network', 'host', image, '/bin/busybox', 'sh', '-c', serve(directInside))
  await expose(home, {
    local: `127.0.0.1:${direct}`,
    remote: `${guestAddress}:${directInside}`,
    protocol: 'tcp',
  })
  for (const port of [published, direct]) await untilServed(port)
  const samples = { published: [], direct: [] }
  for (let n = 0; n < runs; n++) {
    samples.direct.push(await download(direct))
    samples.published.push(await download(published))
  }
  const [through, alone] = [median(samples.published), median(samples.direct)]
  return [
    {
      name: `${fileMiB} MiB through the machine's forwarder alone`,
      value: alone,
      unit: 'ms',
      samples: samples.direct,
    },
    {
      name: `${fileMiB} MiB through a published port`,
      value: through,
      unit: 'ms',
      samples: samples.published,
    },
    { name: 'published port against the forwarder alone', value: through / alone, unit: 'ratio' },
  ]
}

const expose = (home, body) =>
  new Promise((resolve, reject) => {
    const socketPath = join(home, 'run', 'net-api.sock')
    const call = request({ socketPath, method: 'POST', path: '/services/forwarder/expose' }, (answer) => {
      answer.resume()
      answer.once('end', () =>
        answer.statusCode === 200 ? resolve() : reject(new Error(`gvproxy answered ${answer.statusCode}`)),
      )
    })
    call.once('error', reject)
    call.end(JSON.stringify(body))
  })

async function untilServed(port) {
  const end = performance.now() + 60_000
  for (;;) {
    try {
      await download(port)
      return
    } catch (error) {
      if (performance.now() > end) throw new Error(`Port ${port} does not serve the file`, { cause: error })
      await delay(250)
    }
  }
}

/** @returns {Promise<number>} milliseconds for the whole file */
async function download(port) {
  const begun = performance.now()
  const answer = await fetch(`http://127.0.0.1:${port}/file`)
  let bytes = 0
  for await (const chunk of answer.body) bytes += chunk.length
  if (bytes !== fileMiB * 2 ** 20) throw new Error(`only ${bytes} bytes came`)
  return performance.now() - begun
}
