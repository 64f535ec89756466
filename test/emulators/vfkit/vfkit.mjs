// Behaves as vfkit does: takes its command line, serves its HTTP API, and runs the VM until it ends.
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { inspected } from './devices.mjs'
import { startMachine } from './machine.mjs'
import { parseOptions } from './options.mjs'

const gzipMagic = 0x1f8b
/** How long vfkit waits for a guest that was asked to end, in ms. */
const shutdownMs = 5_000

if (process.argv[2] === '--version') {
  console.log('vfkit version: v0.6.1')
  process.exit(0)
}

async function begin() {
  // Words of Virtualization.framework that a test wants to see.
  if (process.env.PORTSIDE_VFKIT_FAILS) throw new Error(process.env.PORTSIDE_VFKIT_FAILS)
  const options = parseOptions(process.argv.slice(2))
  const { kernel } = options.bootloader
  if (kernel && readFileSync(kernel).readUInt16BE(0) === gzipMagic)
    throw new Error(`kernel must be uncompressed, ${kernel} is a compressed file`)
  if (options.nested) throw new Error('nested virtualization is not supported')
  if (options.pidFile) writeFileSync(options.pidFile, `${process.pid}`)
  return { options, ...(await startMachine(options)) }
}

const { options, child, execute } = await begin().catch((error) => {
  console.error(`Error: ${error.message}`)
  process.exit(1)
})
const ready = execute('qmp_capabilities')

/** Of each state change: in which states it is possible, and what QEMU is told. */
const changes = {
  Pause: { from: ['Running'], command: 'stop' },
  Resume: { from: ['Paused'], command: 'cont' },
  Stop: { from: ['Running'], command: 'system_powerdown' },
  HardStop: { from: ['Running', 'Paused'], command: 'quit' },
}
const state = async () => ((await execute('query-status')).status === 'paused' ? 'Paused' : 'Running')

async function describeState() {
  const now = await state()
  const can = (change) => changes[change].from.includes(now)
  return {
    state: `VirtualMachineState${now}`,
    canStart: false,
    canPause: can('Pause'),
    canResume: can('Resume'),
    canStop: can('Stop'),
    canHardStop: can('HardStop'),
  }
}

async function inspect() {
  const channels = await execute('query-chardev')
  const terminalOf = (index) =>
    channels.find(({ label }) => label === `d${index}`)?.filename.replace(/^pty:/, '')
  return {
    cpus: options.cpus,
    memory: options.memoryMebibytes * 1024 ** 2,
    devices: options.devices.map((device, index) => inspected(device, terminalOf(index))),
  }
}

async function change(body) {
  let wanted
  try {
    wanted = JSON.parse(body).state
  } catch (error) {
    return [400, { error: error.message }]
  }
  const known = changes[wanted]
  if (!known) return [500, { error: `invalid new VMState: ${wanted}` }]
  if (!known.from.includes(await state()))
    return [
      500,
      {
        error: `Error Domain=VZErrorDomain Code=3 Description="Invalid virtual machine state transition. ${wanted} is not possible now."`,
      },
    ]
  await execute(known.command)
  return [202, undefined]
}

async function answer(request) {
  await ready
  let body = ''
  for await (const part of request) body += part
  const route = `${request.method} ${request.url}`
  if (route === 'GET /vm/state') return [200, await describeState()]
  if (route === 'GET /vm/inspect') return [200, await inspect()]
  if (route === 'POST /vm/state') return change(body)
  return [404, '404 page not found']
}

const server = createServer((request, response) => {
  void answer(request)
    .catch((error) => [500, { error: error.message }])
    .then(([status, body]) => {
      const text = typeof body === 'string' || body === undefined ? body : JSON.stringify(body)
      response.writeHead(status, { 'Content-Type': text === body ? 'text/plain' : 'application/json' })
      response.end(text)
    })
})
if (options.control) server.listen(options.control)

const end = (code) => {
  if (options.control?.path) rmSync(options.control.path, { force: true })
  process.exit(code)
}
child.on('exit', (code) => end(code ?? 1))
child.on('error', (error) => {
  console.error(`Error: ${error.message}`)
  end(1)
})
for (const signal of ['SIGTERM', 'SIGINT'])
  process.on(signal, () => {
    execute('system_powerdown').catch(() => {})
    setTimeout(() => child.kill('SIGKILL'), shutdownMs).unref()
  })
