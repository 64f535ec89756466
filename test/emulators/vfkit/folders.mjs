// Folders of this computer for the VM: a virtiofsd each, where macOS has them in its Virtualization.framework.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'

const places = ['/usr/libexec/virtiofsd', '/usr/lib/virtiofsd/virtiofsd', '/usr/lib/qemu/virtiofsd']
const deadlineMs = 10_000

/** @param {readonly { path: string, socket: string }[]} folders @throws {Error} when one cannot be served */
export async function serveFolders(folders) {
  if (folders.length === 0) return
  const program = places.find((file) => existsSync(file))
  if (!program) throw new Error('this emulator needs virtiofsd for shared folders')
  for (const { path, socket } of folders) {
    if (!existsSync(path)) throw new Error(`the folder ${path} is not there`)
    await served(start(program, path, socket), socket, `virtiofsd does not serve ${path}`)
  }
}

/** Resolves once the program has made its socket. @throws {Error} when it does not */
export async function served(child, socket, otherwise) {
  const until = Date.now() + deadlineMs
  while (!existsSync(socket)) {
    if (child.exitCode !== null || Date.now() > until) throw new Error(otherwise)
    await pause(5)
  }
}

/** It ends with this process, and when QEMU lets go of it. */
function start(program, path, socket) {
  // The one that came with QEMU has a command line of its own.
  const { stdout } = spawnSync(program, ['--version'], { encoding: 'utf8' })
  const words = /^virtiofsd version /m.test(stdout)
    ? [`--socket-path=${socket}`, '-o', `source=${path},cache=auto`]
    : ['--socket-path', socket, '--shared-dir', path, '--cache', 'auto']
  return spawn('setpriv', ['--pdeathsig', 'KILL', program, ...words], { stdio: ['ignore', 2, 2] })
}
