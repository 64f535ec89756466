// Runs in the VM's network: tells who listens there, and connects to its loopback for the relay.
import { readFile, rm } from 'node:fs/promises'
import { connect, createServer } from 'node:net'

const path = process.argv[2] ?? ''
/** `st` of a listening socket in /proc/net/tcp (include/net/tcp_states.h). */
const listening = '0A'
const anyAddress = new Set(['00000000', '0100007F'])
const anyAddress6 = new Set(['0'.repeat(32), '00000000000000000000000001000000'])

/** @returns {Promise<{ family: 4 | 6, port: number }[]>} what the relay makes reachable: wildcard and loopback only */
async function listeners() {
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

const server = createServer({ allowHalfOpen: true }, (socket) => {
  socket.on('error', () => {})
  socket.once('readable', () => serve(socket))
})

/** The first bytes are `list` or family and port, such as `4:08080`. @param {import('node:net').Socket} socket */
function serve(socket) {
  const head = socket.read(7)?.toString('latin1') ?? ''
  if (head.startsWith('list')) {
    void listeners().then((found) => socket.end(JSON.stringify(found)))
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

await rm(path, { force: true })
server.listen(path, () => console.log('ready'))
