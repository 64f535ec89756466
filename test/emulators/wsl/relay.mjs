// Stands in for wslrelay.exe: what listens in the VM on loopback or everywhere is reachable on this computer's loopback.
// As there, a port that is taken here is dropped without a word, and not tried again until it is let go of inside.
// With mirrored networking both have the same ports: what listens here is held inside, and leads here from there.
import { connect, createServer } from 'node:net'
import { listenersHere } from './listeners.mjs'

/** Mirrored, WSL refuses at once what is taken; here it takes as long as until the next look. */
const everyMs = { nat: 1_000, mirrored: 100 }

/** @typedef {import('./listeners.mjs').Listener} Listener */

/** @param {string} inside where vm-inside.mjs listens @param {'nat' | 'mirrored'} mode */
export function startRelay(inside, mode) {
  /** @type {Map<string, import('node:net').Server>} */
  const open = new Map()
  const look = async () => {
    const found = new Map((await listeners(inside)).map((one) => [keyOf(one), one]))
    for (const [key, server] of open) {
      if (found.has(key)) continue
      server.close()
      open.delete(key)
    }
    for (const [key, one] of found) if (!open.has(key)) open.set(key, listen(inside, one))
    if (mode === 'mirrored')
      await hold(
        inside,
        (await listenersHere()).filter((one) => !open.has(keyOf(one))),
      )
  }
  let looking = false
  const timer = setInterval(() => {
    // On a computer that does much else a look takes longer than the time between two.
    if (looking) return
    looking = true
    void look()
      .catch(() => {})
      .finally(() => (looking = false))
  }, everyMs[mode])
  return { stop: () => clearInterval(timer) }
}

/** @param {Listener} one */
const keyOf = ({ family, port }) => `${family}:${port}`

/** Tells which ports somebody has here. @param {string} inside @param {Listener[]} taken @returns {Promise<void>} */
function hold(inside, taken) {
  return new Promise((resolve, reject) => {
    const socket = connect({ path: inside, allowHalfOpen: true })
    socket
      .on('error', reject)
      .on('close', () => resolve())
      .resume()
    socket.end(`hold   ${JSON.stringify(taken)}`)
  })
}

/** @param {string} inside @param {Listener} where */
function listen(inside, { family, port }) {
  const server = createServer({ allowHalfOpen: true }, (incoming) => {
    const carrier = connect({ path: inside, allowHalfOpen: true })
    carrier.write(`${family}:${String(port).padStart(5, '0')}`)
    incoming.on('error', () => carrier.destroy()).on('close', () => carrier.destroy())
    carrier.on('error', () => incoming.destroy()).on('close', () => incoming.destroy())
    incoming.pipe(carrier).pipe(incoming)
  })
  server.on('error', () => {})
  return server.listen(port, family === 6 ? '::1' : '127.0.0.1')
}

/** @param {string} inside @returns {Promise<Listener[]>} */
function listeners(inside) {
  return new Promise((resolve, reject) => {
    const socket = connect({ path: inside, allowHalfOpen: true }).setEncoding('utf8')
    let text = ''
    socket.on('data', (part) => (text += part))
    socket.on('end', () => {
      socket.end()
      resolve(JSON.parse(text))
    })
    socket.on('error', reject)
    socket.write('list   ')
  })
}
