// Behaves as vfkit does: takes its command line, serves its HTTP API, and runs the VM until it ends.
import { readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { startMachine } from './machine.mjs'
import { parseOptions } from './options.mjs'

const gzipMagic = 0x1f8b

let options
try {
  options = parseOptions(process.argv.slice(2))
  if (readFileSync(options.bootloader.kernel).readUInt16BE(0) === gzipMagic)
    throw new Error(`kernel must be uncompressed, ${options.bootloader.kernel} is a compressed file`)
} catch (error) {
  console.error(`Error: ${error.message}`)
  process.exit(1)
}

const { child, execute } = startMachine(options)
const ready = execute('qmp_capabilities')

/** Of each state change: in which states it is possible, and what QEMU is told. */
const changes = {
  Pause: { from: ['Running'], command: 'stop' },
  Resume: { from: ['Paused'], command: 'cont' },
  Stop: { from: ['Running'], command: 'system_powerdown' },
  HardStop: { from: ['Running', 'Paused'], command: 'quit' },
}
const state = async () => ((await execute('query-status')).status === 'paused' ? 'Paused' : 'Running')

async function inspect() {
  const channels = await execute('query-chardev')
  const devices = options.devices.map(({ kind, ...rest }, index) => {
    const name = channels.find(({ label }) => label === `d${index}`)?.filename
    return {
      kind: kind.replaceAll('-', ''),
      ...rest,
      ...(rest.pty ? { usesPty: true, ptyName: name.replace(/^pty:/, '') } : {}),
    }
  })
  return { cpus: options.cpus, memory: options.memoryMebibytes * 1024 ** 2, devices }
}

async function change(body) {
  const { state: wanted } = JSON.parse(body)
  const known = changes[wanted]
  if (!known) return [400, { error: `unknown state ${wanted}` }]
  if (!known.from.includes(await state()))
    return [500, { error: `cannot ${wanted} the VM in its present state` }]
  await execute(known.command)
  return [202, undefined]
}

async function answer(request) {
  await ready
  let body = ''
  for await (const part of request) body += part
  const route = `${request.method} ${request.url}`
  if (route === 'GET /vm/state') return [200, { state: `VirtualMachineState${await state()}` }]
  if (route === 'GET /vm/inspect') return [200, await inspect()]
  if (route === 'POST /vm/state') return change(body)
  return [404, { error: '404 page not found' }]
}

const server = createServer((request, response) => {
  void answer(request)
    .catch((error) => [500, { error: error.message }])
    .then(([status, body]) => {
      response.writeHead(status, { 'Content-Type': 'application/json' })
      response.end(body === undefined ? undefined : JSON.stringify(body))
    })
})
server.listen(options.control)

const end = (code) => {
  rmSync(options.control, { force: true })
  process.exit(code)
}
child.on('exit', (code) => end(code ?? 1))
child.on('error', (error) => {
  console.error(`Error: ${error.message}`)
  end(1)
})
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => child.kill('SIGKILL'))
