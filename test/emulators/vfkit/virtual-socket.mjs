// The virtual socket: one device for all ports that are asked for, served by a program of its own.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { served } from './folders.mjs'

const program = join(import.meta.dirname, 'virtual_socket.py')

export const isVirtualSocket = ({ kind }) => kind === 'virtio-vsock'

/**
 * Node cannot receive file descriptors, by which QEMU hands over the memory of the VM. It ends with this process and
 * with QEMU.
 * @param {{ devices: readonly import('./devices.mjs').Device[] }} options
 * @param {string} socket to which QEMU is to connect
 */
export async function serveVirtualSocket({ devices }, socket) {
  const ports = devices
    .filter(isVirtualSocket)
    .map(({ connect, port, socketURL }) => `${connect ? 'connect' : 'listen'}:${port}:${socketURL}`)
  if (ports.length === 0) return
  const words = ['--pdeathsig', 'KILL', 'python3', program, socket, ...ports]
  const child = spawn('setpriv', words, { stdio: ['ignore', 2, 2] })
  await served(child, socket, 'the virtual socket is not served')
}
