// Boots the reference guest and measures the time from power-on to its engine's first answer.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { get } from 'node:http'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SetupError } from '../setup/setup-error.mjs'
import { balloonId } from './balloon.mjs'
import { cpuTimeMs } from './cpu-time.mjs'
import { loadModule } from './load-module.mjs'

const pollMs = 50
const deadlineMs = 600_000

/**
 * @typedef {object} Machine as ours is
 * @property {number} cpus
 * @property {number} memoryBytes
 * @property {string} accelerator kvm or tcg
 * @property {AbortSignal} [signal]
 */

/**
 * The first boot, which sets up what later ones find: its disk keeps the changes.
 * @param {import('./reference-guest.mjs').ReferenceGuest} guest
 * @param {Machine} machine
 */
export async function primeReference(guest, machine) {
  await withQemu(guest, { ...machine, keep: true }, async (qemu, port) => {
    await untilAnswer(qemu, port, machine.signal)
    await qemu.control((execute) => execute('system_powerdown'))
    const late = setTimeout(() => qemu.process.kill('SIGKILL'), deadlineMs)
    const [, signal] = await qemu.ended
    clearTimeout(late)
    if (signal)
      throw new SetupError('The reference guest did not shut down when its power button was pressed.')
  })
}

/** @typedef {{ ms: number, cpuMs: number }} Boot by the clock, and of QEMU's processor time */

/**
 * @param {import('./reference-guest.mjs').ReferenceGuest} guest its disk is left as it was
 * @param {Machine} machine
 * @param {(execute: (command: string, args?: object) => Promise<any>) => Promise<void>} [look] at the guest that is up,
 *   by commands of QMP
 * @returns {Promise<Boot>} from power-on to the engine's first answer
 * @throws {SetupError} when it does not answer in time
 */
export function bootReference(guest, machine, look) {
  return withQemu(guest, { ...machine, keep: false }, async (qemu, port) => {
    const boot = await untilAnswer(qemu, port, machine.signal)
    if (look) await qemu.control(look)
    return boot
  })
}

/** What it wrote goes with the process unless it is kept, so that killing it at the end loses nothing. */
async function withQemu(guest, machine, work) {
  const port = await freePort()
  const { withQmp } = await loadModule('main/machine/qemu/qmp.ts')
  const folder = mkdtempSync(join(tmpdir(), 'portside-bench-'))
  const qmp = join(folder, 'qmp.sock')
  const args = [...referenceArguments(guest, machine, port), '-qmp', `unix:${qmp},server=on,wait=off`]
  const begun = performance.now()
  const process = spawn('qemu-system-x86_64', args, { stdio: ['ignore', 'ignore', 'pipe'] })
  const control = (use) => withQmp(qmp, ({ execute }) => use(execute))
  const qemu = { process, begun, ended: once(process, 'exit'), words: '', control }
  process.stderr.setEncoding('utf8').on('data', (text) => (qemu.words = (qemu.words + text).slice(-2000)))
  try {
    return await work(qemu, port)
  } finally {
    process.kill('SIGKILL')
    await qemu.ended
    rmSync(folder, { recursive: true, force: true })
  }
}

async function untilAnswer(qemu, port, signal) {
  while (!(await answers(port))) {
    signal?.throwIfAborted()
    if (qemu.process.exitCode !== null)
      throw new SetupError('QEMU ended while the reference guest booted.', { detail: qemu.words })
    if (performance.now() - qemu.begun > deadlineMs)
      throw new SetupError(`The reference guest's engine did not answer within ${deadlineMs / 1000} s.`)
    await new Promise((resolve) => setTimeout(resolve, pollMs))
  }
  return { ms: performance.now() - qemu.begun, cpuMs: cpuTimeMs(qemu.process.pid) }
}

/** The same emulated computer as ours, with the user network that QEMU itself has. */
function referenceArguments({ disk, kernel, initrd }, { cpus, memoryBytes, accelerator, keep }, port) {
  return [
    ...['-nodefaults', '-no-user-config', '-display', 'none', '-no-reboot'],
    ...['-machine', 'q35,usb=off,vmport=off,smbus=off,sata=off,hpet=off,i8042=off'],
    ...['-accel', accelerator === 'tcg' ? 'tcg,thread=multi' : accelerator],
    ...['-cpu', accelerator === 'tcg' ? 'max,-cx16' : 'host'],
    ...['-smp', String(cpus), '-m', `${Math.floor(memoryBytes / 2 ** 20)}M`],
    ...['-kernel', kernel, '-initrd', initrd, '-append', 'root=/dev/vda rw console=ttyS0 quiet'],
    ...['-drive', `file=${disk},format=raw,if=virtio,snapshot=${keep ? 'off' : 'on'}`],
    ...['-netdev', `user,id=net0,hostfwd=tcp:127.0.0.1:${port}-10.0.2.15:2375`],
    ...['-device', 'virtio-net-pci,netdev=net0,romfile=', '-serial', 'null'],
    ...['-device', `virtio-balloon-pci,id=${balloonId}`],
  ]
}

function answers(port) {
  return new Promise((resolve) => {
    const request = get(
      { host: '127.0.0.1', port, path: '/_ping', agent: false, timeout: 1500 },
      (response) => {
        response.resume()
        response.on('end', () => resolve(response.statusCode === 200)).on('error', () => resolve(false))
      },
    )
    request.on('timeout', () => request.destroy())
    request.on('error', () => resolve(false))
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
