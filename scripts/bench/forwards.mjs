// Measures a forward's throughput against the best way that the VM's network offers: gvproxy's Unix socket, which spares
// the bytes this computer's own TCP.
import { once } from 'node:events'
import { request } from 'node:http'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { loadModule } from './load-module.mjs'
import { median } from './result.mjs'

const leastRatio = 0.9
const mebibytes = 64
const guestPort = 9201
const served = '/var/lib/docker/portside-bench'

/**
 * @param {import('./machine-session.mjs').MachineSession} machine that runs
 * @param {{ runs: number }} options
 * @returns {Promise<import('./result.mjs').Result[]>}
 */
export async function measureForwards({ driver, home, inside }, { runs }) {
  const { exposeSocket } = await loadModule('main/machine/gvproxy-forwarder.ts')
  await inside(`mkdir -p ${served} && dd if=/dev/zero of=${served}/file bs=1M count=${mebibytes} 2>/dev/null`)
  await inside(`busybox httpd -p ${guestPort} -h ${served} </dev/null >/dev/null 2>&1`)
  const forward = { protocol: 'tcp', address: '127.0.0.1', port: await freePort() }
  const socketPath = join(home, 'run', 'bench.sock')
  await driver.forwarder.expose(forward, guestPort)
  await exposeSocket(join(home, 'run', 'net-api.sock'), socketPath, guestPort)
  const ways = { forward: { host: forward.address, port: forward.port }, direct: { socketPath } }
  const samples = { forward: [], direct: [] }
  for (const way of Object.values(ways)) await download(way)
  for (let run = 0; run < runs; run++)
    for (const [name, way] of Object.entries(ways)) samples[name].push(await download(way))
  await driver.forwarder.unexpose(forward)
  await inside(`kill $(pidof httpd) ; rm -r ${served}`)
  return [
    {
      name: 'throughput of a forward, as a ratio to the best way out of the VM',
      value: median(samples.direct) / median(samples.forward),
      unit: 'ratio',
      least: leastRatio,
    },
    {
      name: `  ${mebibytes} MiB through the forward`,
      value: median(samples.forward),
      unit: 'ms',
      samples: samples.forward,
    },
    {
      name: '  through a Unix socket of gvproxy',
      value: median(samples.direct),
      unit: 'ms',
      samples: samples.direct,
    },
  ]
}

/** @returns {Promise<number>} milliseconds for the whole file */
function download(way) {
  const begun = performance.now()
  return new Promise((resolve, reject) => {
    const call = request({ ...way, path: '/file', agent: false }, (answer) => {
      let bytes = 0
      answer.on('data', (chunk) => (bytes += chunk.length))
      answer.once('error', reject)
      answer.once('end', () =>
        bytes === mebibytes * 2 ** 20
          ? resolve(performance.now() - begun)
          : reject(new Error(`only ${bytes} bytes came, with status ${answer.statusCode}`)),
      )
    })
    call.once('error', reject)
    call.end()
  })
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address()
  server.close()
  await once(server, 'close')
  return port
}
