// Carries one connection to the engine over the standard streams of a wsl.exe: no port of this computer is opened.
import type { ChildProcess } from 'node:child_process'
import { Duplex } from 'node:stream'
import type { Dial } from '../engine-dial'
import type { Wsl } from './wsl-program'

const program = '/bin/nc'

/**
 * The engine listens on the loopback of the VM, for holders of this machine's certificate only. The end of a
 * direction is said by TLS inside, so what carries it stays open until both are done.
 */
export const carryBy =
  (wsl: Wsl, port: number): Dial =>
  async (signal) => {
    signal?.throwIfAborted()
    return carrierOf(wsl.start([program, '127.0.0.1', String(port)]))
  }

export function carrierOf(child: ChildProcess): Duplex {
  const { stdin, stdout, stderr } = child
  if (!stdin || !stdout) throw new Error('the program has no pipes')
  const carrier = new Duplex({
    allowHalfOpen: true,
    read: () => void stdout.resume(),
    write: (chunk: Buffer, _encoding, done) => stdin.write(chunk, done),
    final: (done) => done(),
    destroy: (error, done) => {
      // Its input's end lets the program inside end in order; the kill is for a wsl.exe that no longer listens.
      stdin.end()
      stdout.destroy()
      child.kill()
      done(error)
    },
  })
  stdout.on('data', (chunk: Buffer) => {
    if (!carrier.push(chunk)) stdout.pause()
  })
  stdout.on('end', () => carrier.push(null))
  stdin.on('error', (error) => carrier.destroy(error))
  stderr?.resume()
  child.once('error', (error) => carrier.destroy(error))
  // What the carrier still holds is to be read first.
  child.once('close', () => {
    if (carrier.readableEnded) carrier.destroy()
    else carrier.once('end', () => carrier.destroy())
  })
  return carrier
}
