// The virtual socket: Debian's vhost-device-vsock carries it, and each port is led to a Unix socket as vfkit leads it.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const deadlineMs = 10_000
const newline = 0x0a

export const isVirtualSocket = ({ kind }) => kind === 'virtio-vsock'

/** Runs a program and removes a folder when it ends, which it does with the process that holds its standard input. */
const withFolder = 'folder=$1; shift; "$@" & cat; kill $! 2>/dev/null; rm -rf "$folder"'

/**
 * @param {{ devices: readonly import('./devices.mjs').Device[] }} options
 * @param {string} socket to which QEMU connects; made before this resolves
 * @returns {Promise<string>} where the ports of the guest are asked for
 */
export async function serveVirtualSocket({ devices }, socket) {
  if (!devices.some(isVirtualSocket)) return ''
  const program = process.env.PORTSIDE_VSOCK_DEVICE
  if (!program) throw new Error('this emulator needs PORTSIDE_VSOCK_DEVICE, Debian’s vhost-device-vsock')
  const folder = mkdtempSync(join(tmpdir(), 'vfkit-vsock-'))
  const guest = join(folder, 'guest')
  const words = [program, '--guest-cid', '3', '--socket', socket, '--uds-path', guest]
  const child = spawn('sh', ['-c', withFolder, 'sh', folder, ...words], { stdio: ['pipe', 2, 2] })
  const until = Date.now() + deadlineMs
  while (!existsSync(socket)) {
    if (child.exitCode !== null || Date.now() > until) throw new Error('vhost-device-vsock does not serve')
    await pause(5)
  }
  return guest
}

/** As vfkit does once the VM runs; what cannot be opened is told and left out. */
export function openSockets({ devices }, guest) {
  for (const device of devices.filter(isVirtualSocket)) {
    const { port } = device
    const path = String(device.socketURL)
    const server = device.connect
      ? // It makes an address of the path and takes its path as it is escaped there.
        relay(new URL(`file://${path}`).pathname, () => toGuest(guest, port))
      : relay(`${guest}_${port}`, () => toHost(path))
    server.on('error', (error) => console.error(`error exposing vsock port ${port}: ${error.message}`))
  }
}

/** Ends both directions of a connection as soon as one has ended, as vfkit's proxy does. */
function relay(path, open) {
  return createServer((from) => {
    const to = open()
    from.on('error', () => {}).on('close', () => to.destroy())
    to.on('error', () => {}).on('close', () => from.destroy())
    to.leads.then(
      () => from.pipe(to).pipe(from),
      () => to.destroy(),
    )
  }).listen(path)
}

/** A connection to a Unix socket of this computer. `leads` resolves once it leads to who is asked for. */
const toHost = (path) => Object.assign(connect(path), { leads: Promise.resolve() })

/** One to a port of the guest: vhost-device-vsock is asked for it in words, and answers when the guest has taken it. */
function toGuest(guest, port) {
  const socket = connect(guest)
  socket.write(`CONNECT ${port}\n`)
  return Object.assign(socket, { leads: firstLine(socket) })
}

async function firstLine(socket) {
  for (let byte; byte !== newline; byte = socket.read(1)?.[0])
    if (byte === undefined) await Promise.race([once(socket, 'readable'), once(socket, 'end')])
}
