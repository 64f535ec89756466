// Many forwards through the real gvproxy: all of them come up, each is connected to, and nothing of them stays.
import { readdir, readlink, rm } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { createCollection } from '../../main/base/collection'
import { silentLog } from '../../main/base/log'
import { until } from '../../main/base/until'
import { gvproxyForwarder } from '../../main/machine/gvproxy-forwarder'
import { findGvproxy, startNetwork, streamCard, type Network } from '../../main/machine/network'
import type { Forwarder } from '../../main/ports/forwards'
import { createPorts, type PortsParts } from '../../main/ports/ports'
import type { Container, Engine } from '../../preload/model'
import { container, noFixes, tcp } from '../ports/container-fixture'
import { unusedPort } from '../support/held-port'
import { makeTestFolder } from '../support/test-folder'

const tools = new URL('../../out/tools', import.meta.url).pathname
const published = 200
const cycles = 200
const portsPerCycle = 5

let folder: string
let network: Network
let forwarder: Forwarder
let ports: PortsParts
let containers: ReturnType<typeof createCollection<Container>>

beforeEach(async () => {
  folder = await makeTestFolder('pf')
  const files = {
    networkApi: join(folder, 'api.sock'),
    networkSocket: join(folder, 'net.sock'),
    networkPid: join(folder, 'pid'),
    networkLog: join(folder, 'log'),
  }
  network = await startNetwork(await findGvproxy([tools]), files, streamCard, new AbortController().signal)
  forwarder = gvproxyForwarder(() => files.networkApi)
  containers = createCollection<Container>()
  const engine = createStore<Engine>(() => ({ state: 'connected' }))
  ports = createPorts({ containers: containers.store, engine, forwarder, ...noFixes, log: silentLog })
  await ports.sync()
})
afterEach(async () => {
  await ports.dispose()
  await network.stop()
  await rm(folder, { recursive: true, force: true })
})

/** What the forwarder and the app, which is this process here, have open. */
const descriptors = async (): Promise<number> =>
  (await readdir(`/proc/${network.pid}/fd`)).length + (await readdir('/proc/self/fd')).length

/** Sockets of this process, which is the app here; its other files are the test runner's. */
async function ownSockets(): Promise<number> {
  const files = await readdir('/proc/self/fd')
  const targets = await Promise.all(files.map((file) => readlink(`/proc/self/fd/${file}`).catch(() => '')))
  return targets.filter((target) => target.startsWith('socket:')).length
}

/** That many in a row which nobody has. */
async function freeRange(count: number): Promise<number> {
  for (let first = await unusedPort(); first < 32_000; first += count) {
    const taken = await Promise.all(Array.from({ length: count }, (_, n) => isTaken(first + n)))
    if (!taken.includes(true)) return first
  }
  throw new Error(`no ${count} ports in a row are free`)
}

const isTaken = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(true))
    server.listen(port, '0.0.0.0', () => server.close(() => resolve(false)))
  })

const accepts = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port })
    socket.once('error', () => resolve(false)).once('connect', () => resolve(true))
    socket.once('connect', () => socket.destroy())
  })

const settled = (fits: () => boolean, waitingFor: string) =>
  until(() => (fits() ? true : undefined), { deadlineMs: 60_000, everyMs: 2, waitingFor })

const states = (): string[] => [...ports.forwards.getState().values()].map(({ state }) => state)

it(`opens ${published} ports at once and loses none`, async () => {
  const first = await freeRange(published)
  const bindings = Array.from({ length: published }, (_, n) =>
    tcp(first + n, n % 2 ? '127.0.0.1' : '0.0.0.0', 1000 + n),
  )
  const before = await descriptors()
  // One of them is held: the others come up all the same.
  const holder = createServer()
  await new Promise<void>((resolve) => holder.listen(first + 7, '127.0.0.1', resolve))
  containers.upsert(container('many', bindings))
  await settled(() => states().length === published, 'all forwards')
  expect(states().filter((state) => state === 'failed')).toHaveLength(1)
  expect(await forwarder.list()).toHaveLength(published - 1)
  await new Promise((resolve) => holder.close(resolve))
  containers.upsert(container('many', bindings, { startedAt: 1 }))
  await settled(() => states().every((state) => state === 'open'), 'the last one')
  expect(new Set((await forwarder.list()).map(({ port }) => port))).toEqual(
    new Set(bindings.map((one) => one.hostPort)),
  )
  // What is published for everybody is taken at both addresses that localhost means.
  expect(await Promise.all(['127.0.0.1', '::1'].map((host) => accepts(host, first)))).toEqual([true, true])
  // There is no machine behind these, so what comes of it does not matter; that every single one was tried does.
  await settled(
    () => [...ports.forwards.getState().values()].every(({ reach }) => reach !== undefined),
    'each of them to be connected to',
  )
  containers.replace([])
  await settled(() => states().length === 0, 'no forward')
  expect(await forwarder.list()).toEqual([])
  await until(async () => ((await descriptors()) <= before ? true : undefined), {
    deadlineMs: 60_000,
    waitingFor: `no more than ${before} descriptors`,
  })
})

it(`leaves no forward and no descriptor behind after ${cycles} times ${portsPerCycle} ports`, async () => {
  const first = await freeRange(portsPerCycle)
  const bindings = Array.from({ length: portsPerCycle }, (_, n) => tcp(first + n))
  const turn = async (state: Container['state']): Promise<void> => {
    containers.upsert(container('web', bindings, { state }))
    await settled(() => states().length === (state === 'running' ? portsPerCycle : 0), `it ${state}`)
  }
  await turn('running')
  await turn('exited')
  const [before, own] = [await descriptors(), await ownSockets()]
  for (let n = 0; n < cycles; n++) {
    await turn('running')
    expect(states()).toEqual(bindings.map(() => 'open'))
    await turn('exited')
  }
  expect(await forwarder.list()).toEqual([])
  await until(async () => ((await descriptors()) <= before ? true : undefined), {
    deadlineMs: 60_000,
    waitingFor: `no more than ${before} descriptors`,
  })
  await until(async () => ((await ownSockets()) <= own ? true : undefined), {
    deadlineMs: 60_000,
    waitingFor: `no more than ${own} sockets of the app`,
  })
})
