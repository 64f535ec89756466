// Who listens in this process's network on loopback or everywhere, by the kernel's own tables.
import { readFile } from 'node:fs/promises'

/** `st` of a listening socket in /proc/net/tcp (include/net/tcp_states.h). */
const listening = '0A'
const anyAddress = new Set(['00000000', '0100007F'])
const anyAddress6 = new Set(['0'.repeat(32), '00000000000000000000000001000000'])

/** @typedef {{ family: 4 | 6, port: number }} Listener */

/** @returns {Promise<Listener[]>} */
export async function listenersHere() {
  /** @type {Listener[]} */
  const found = []
  for (const [file, family, addresses] of /** @type {const} */ ([
    ['tcp', 4, anyAddress],
    ['tcp6', 6, anyAddress6],
  ])) {
    const lines = (await readFile(`/proc/self/net/${file}`, 'utf8').catch(() => '')).split('\n').slice(1)
    for (const line of lines) {
      const [, local = '', , state] = line.trim().split(/\s+/)
      const [address = '', port = ''] = local.split(':')
      if (state === listening && addresses.has(address)) found.push({ family, port: parseInt(port, 16) })
    }
  }
  return found
}
