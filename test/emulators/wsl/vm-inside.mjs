// Runs in the VM's network: tells who listens there, and connects to its loopback for the relay. With mirrored networking
// it also holds the ports that somebody has on Windows, and leads what connects to them there.
import { rm } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { listenersHere } from './listeners.mjs'

const [path = '', outside = ''] = process.argv.slice(2)
/** @type {Map<string, import('node:net').Server>} */
const held = new Map()
const server = createServer({ allowHalfOpen: true }, (socket) => {
  socket.on('error', () => {})
  socket.once('readable', () => serve(socket))
})

/** The first bytes are `list` or family and port, such as `4:08080`. @param {import('node:net').Socket} socket */
function serve(socket) {
  const head = socket.read(7)?.toString('latin1') ?? ''
  if (head.startsWith('list')) {
    void listenersHere().then((found) => {
      socket.end(JSON.stringify(found.filter(({ family, port }) => !held.has(`${family}:${port}`))))
    })
    return
  }
  if (head.startsWith('hold')) {
    let text = ''
    socket.setEncoding('utf8').on('data', (part) => (text += part))
    socket.on('end', () => void hold(JSON.parse(text)).then(() => socket.end()))
    return
  }
  const target = connect({
    host: head[0] === '6' ? '::1' : '127.0.0.1',
    port: Number(head.slice(2)),
    allowHalfOpen: true,
  })
  target.on('error', () => socket.destroy())
  socket.on('close', () => target.destroy())
  target.pipe(socket)
  socket.pipe(target)
}

/** @param {import('./listeners.mjs').Listener[]} taken */
async function hold(taken) {
  const wanted = new Map(taken.map((one) => [`${one.family}:${one.port}`, one]))
  for (const [key, listener] of held) {
    if (wanted.has(key)) continue
    listener.close()
    held.delete(key)
  }
  for (const [key, one] of wanted) {
    if (held.has(key)) continue
    const listener = await lead(one)
    if (listener) held.set(key, listener)
  }
}

/** Nothing where somebody inside has it already; it is tried again at the next look. @param {import('./listeners.mjs').Listener} where */
function lead({ family, port }) {
  const listener = createServer({ allowHalfOpen: true }, (incoming) => {
    const carrier = connect({ path: outside, allowHalfOpen: true })
    carrier.write(`${family}:${String(port).padStart(5, '0')}`)
    incoming.on('error', () => carrier.destroy()).on('close', () => carrier.destroy())
    carrier.on('error', () => incoming.destroy()).on('close', () => incoming.destroy())
    incoming.pipe(carrier).pipe(incoming)
  })
  return new Promise((/** @type {(listener?: import('node:net').Server) => void} */ resolve) => {
    listener.once('error', () => resolve(undefined))
    listener.listen(port, family === 6 ? '::1' : '127.0.0.1', () => resolve(listener))
  })
}

await rm(path, { force: true })
server.listen(path, () => console.log('ready'))
