// The emulated WSL service and its VM: starts distributions for clients, ends idle ones, and ends itself after the last.
import { spawn } from 'node:child_process'
import { connect, createServer } from 'node:net'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openRegistry } from './registry.mjs'
import { serviceSocket } from './service-client.mjs'
import { startRelay } from './relay.mjs'
import { startVm } from './vm.mjs'

/** As in WSL's own defaults: [general] instanceIdleTimeout and [wsl2] vmIdleTimeout. */
const defaults = { instanceIdleMs: 15_000, vmIdleMs: 60_000 }

/**
 * @typedef {object} Instance
 * @property {number} init process id of its first process
 * @property {Set<object>} clients
 * @property {NodeJS.Timeout | undefined} idle
 * @property {Promise<void>} ended
 */

const registry = await openRegistry()
const { home, setup } = registry
const instanceIdleMs = setup.instanceIdleMs ?? defaults.instanceIdleMs
const vmIdleMs = setup.vmIdleMs ?? defaults.vmIdleMs
/** @type {Map<string, Promise<Instance>>} */
const instances = new Map()
const shared = join(home, 'shared')
/** @type {NodeJS.Timeout | undefined} */
let vmIdle
/** Begins with the first client. @type {Promise<Awaited<ReturnType<typeof startVm>>> | undefined} */
let vmStarting
/** @type {ReturnType<typeof startRelay> | undefined} */
let relay
/** As WSL read it when the VM began. */
let networkingMode = 'nat'

const server = createServer((socket) => {
  let text = ''
  socket.setEncoding('utf8').on('error', () => {})
  /** @type {Instance | undefined} */
  let entered
  socket.on('close', () => entered && leave(entered, socket))
  socket.on('data', (part) => {
    text += part
    const end = text.indexOf('\n')
    if (end < 0) return
    const request = JSON.parse(text.slice(0, end))
    text = text.slice(end + 1)
    const answering = answer(request, socket).then((result) => {
      if (result.instance) entered = result.instance
      if (socket.destroyed && entered) leave(entered, socket)
      return result.answer
    })
    void answering
      .catch((error) => ({ failure: String(error) }))
      .then((result) => {
        if (!socket.destroyed) socket.write(`${JSON.stringify(result)}\n`)
      })
  })
})

await mkdir(shared, { recursive: true })
await writeFile(join(shared, 'resolv.conf'), `nameserver ${setup.network.gateway}\n`)
await listenAlone(serviceSocket(registry))
await writeFile(join(home, 'service.pid'), String(process.pid))

/** Whoever has the socket is the service; one that was started at the same time ends. @param {string} path */
async function listenAlone(path) {
  const listening = await new Promise((resolve) => {
    server.once('error', () => resolve(false)).listen(path, () => resolve(true))
  })
  if (listening) return
  const answered = await new Promise((resolve) => {
    const socket = connect(path, () => resolve(true)).once('error', () => resolve(false))
    socket.unref()
  })
  if (answered) process.exit(0)
  await rm(path, { force: true })
  await listenAlone(path)
}

/** @param {any} request @param {object} client @returns {Promise<{ answer: object, instance?: Instance }>} */
async function answer(request, client) {
  if (request.ask === 'running') return { answer: { names: [...instances.keys()] } }
  if (request.ask === 'terminate') {
    await terminate(request.name)
    return { answer: {} }
  }
  if (request.ask === 'shutdown') {
    await Promise.all([...instances.keys()].map(terminate))
    setImmediate(end)
    return { answer: {} }
  }
  // Without a disk only one that runs is entered.
  if (request.disk === undefined && !instances.has(request.name)) return { answer: {} }
  const instance = await enter(request.name, request.disk)
  instance.clients.add(client)
  clearTimeout(instance.idle)
  return { answer: { init: instance.init }, instance }
}

/** @param {string} name @param {string} disk @returns {Promise<Instance>} */
function enter(name, disk) {
  clearTimeout(vmIdle)
  const known = instances.get(name)
  if (known) return known
  const starting = startInstance(name, disk)
  instances.set(name, starting)
  starting.then(
    (instance) => instance.ended.then(() => gone(name, starting)),
    () => gone(name, starting),
  )
  return starting
}

/** @param {string} name @param {Promise<Instance>} which */
function gone(name, which) {
  if (instances.get(name) === which) instances.delete(name)
  if (instances.size === 0) waitForWork()
}

function waitForWork() {
  clearTimeout(vmIdle)
  vmIdle = setTimeout(() => instances.size === 0 && end(), vmIdleMs)
}

/** @param {Instance} instance @param {object} client */
function leave(instance, client) {
  instance.clients.delete(client)
  if (instance.clients.size > 0) return
  clearTimeout(instance.idle)
  instance.idle = setTimeout(() => kill(instance.init), instanceIdleMs)
}

/** @param {string} name @param {string} disk @returns {Promise<Instance>} */
async function startInstance(name, disk) {
  const here = import.meta.dirname
  const vm = await bootVm()
  const groups = join(here, '../../support/namespace-machine/control-groups.sh')
  const args = [
    '--pdeathsig',
    'SIGKILL',
    '--bounding-set=-sys_time,-sys_boot,-sys_module',
    'nsenter',
    `--net=/proc/${vm.pid}/ns/net`,
    'unshare',
    '--mount',
    '--pid',
    '--fork',
    '--kill-child',
    '--uts',
    '--ipc',
    '--propagation',
    'private',
    'sh',
    groups,
    setup.controlGroup,
    join(here, 'distribution.sh'),
    disk,
    join(home, 'roots', name),
    shared,
    name,
    networkingMode,
    ...Object.entries(setup.drives ?? {}).flat(),
  ]
  const child = spawn('setpriv', args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise((/** @type {(value: void) => void} */ resolve) =>
    child.once('exit', () => resolve()),
  )
  const ready = new Promise((resolve) => child.stdout.once('data', () => resolve(true)))
  if (!(await Promise.race([ready, ended]))) throw new Error('its first process ended')
  const children = await readFile(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8')
  return { init: Number(children.trim().split(' ')[0]), clients: new Set(), idle: undefined, ended }
}

/** @param {string} name */
async function terminate(name) {
  const instance = await instances.get(name)?.catch(() => undefined)
  if (!instance) return
  clearTimeout(instance.idle)
  kill(instance.init)
  await instance.ended
  instances.delete(name)
}

/** The kernel ends all processes of a distribution with its first one. @param {number} pid */
function kill(pid) {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It ended by itself.
  }
}

function bootVm() {
  vmStarting ??= readNetworkingMode().then(async (mode) => {
    networkingMode = mode
    const vm = await startVm(registry)
    if (mode === 'mirrored') await startOutside(vm.outside)
    relay = startRelay(vm.socket, mode)
    return vm
  })
  return vmStarting
}

/** Of `.wslconfig`, whose other words are not emulated. @returns {Promise<'nat' | 'mirrored'>} */
async function readNetworkingMode() {
  const text = await readFile(join(home, '.wslconfig'), 'utf8').catch(() => '')
  const mode = /^\s*networkingMode\s*=\s*(\w+)/im.exec(text)?.[1]?.toLowerCase() ?? 'nat'
  if (mode !== 'nat' && mode !== 'mirrored') throw new Error(`networkingMode=${mode} is not emulated`)
  return mode
}

/** Where the VM asks for what listens on this computer's loopback: the first bytes are as in vm-inside.mjs. @param {string} path */
async function startOutside(path) {
  await rm(path, { force: true })
  const outside = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => {})
    socket.once('readable', () => {
      const head = socket.read(7)?.toString('latin1') ?? ''
      const host = head[0] === '6' ? '::1' : '127.0.0.1'
      const target = connect({ host, port: Number(head.slice(2)), allowHalfOpen: true })
      target.on('error', () => socket.destroy())
      socket.on('close', () => target.destroy())
      target.pipe(socket)
      socket.pipe(target)
    })
  })
  await new Promise((/** @type {(value: void) => void} */ resolve) => outside.listen(path, () => resolve()))
}

/** The kernel ends the VM with its parent. */
function end() {
  relay?.stop()
  server.close()
  process.exit(0)
}
