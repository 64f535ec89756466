// Stands in for wslrelay.exe: what listens in the VM on loopback or everywhere is reachable on this computer's loopback.
// As there, a port that is taken here is dropped without a word, and not tried again until it is let go of inside.
import { connect, createServer } from 'node:net'

const everyMs = 1_000

/** @param {string} inside where vm-inside.mjs listens */
export function startRelay(inside) {
  /** @type {Map<string, import('node:net').Server>} */
  const open = new Map()
  const look = async () => {
    const found = new Map((await listeners(inside)).map((one) => [`${one.family}:${one.port}`, one]))
    for (const [key, server] of open) {
      if (found.has(key)) continue
      server.close()
      open.delete(key)
    }
    for (const [key, one] of found) if (!open.has(key)) open.set(key, listen(inside, one))
  }
  const timer = setInterval(() => void look().catch(() => {}), everyMs)
  return { stop: () => clearInterval(timer) }
}

/** @param {string} inside @param {{ family: 4 | 6, port: number }} where */
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

/** @param {string} inside @returns {Promise<{ family: 4 | 6, port: number }[]>} */
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
