// Holds the number of ports that is asked for, of both protocols and families, until its parent lets go of it.
import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'

const count = Number(process.argv[2])

const tcp = (host) =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, host, () => resolve({ protocol: 'tcp', port: server.address().port }))
  })

const udp = () =>
  new Promise((resolve, reject) => {
    const socket = createSocket('udp4').once('error', reject)
    socket.bind(0, '127.0.0.1', () => resolve({ protocol: 'udp', port: socket.address().port }))
  })

const ports = []
for (let n = 0; n < count; n++)
  ports.push(await (n % 4 === 3 ? udp() : tcp(n % 4 === 2 ? '::1' : '127.0.0.1')))
process.send(ports)
process.once('disconnect', () => process.exit())
