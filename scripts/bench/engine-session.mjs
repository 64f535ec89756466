// What benchmarks on an engine at native speed share: the engine, a way to it, and the app's services.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect as connectSocket, createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { loadModule } from './load-module.mjs'

/** The engine at native speed that the tests use. */
export async function startEngine(root, ends) {
  const child = spawn(process.execPath, [join(root, 'test/support/stand.mjs')], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  ends.push(() => stopChild(child))
  return firstMatch(child, /^export DOCKER_HOST=(\S+)/)
}

export async function stopChild(child) {
  if (child.exitCode !== null) return
  child.kill('SIGINT')
  await once(child, 'exit')
}

export async function firstMatch(child, pattern, output = child.stdout) {
  for await (const line of createInterface({ input: output })) {
    const found = pattern.exec(line)
    if (found) {
      output.resume()
      return found[1]
    }
  }
  throw new Error(`a program ended before it printed ${pattern}`)
}

/**
 * A way to the engine that counts what goes through, and that can get stuck: then it takes connections and answers
 * nothing.
 */
export async function proxyEngine(target, socket, ends) {
  let requests = 0
  let stuck = false
  const open = new Set()
  const server = createServer({ allowHalfOpen: true }, (from) => {
    const to = connectSocket({ path: target, allowHalfOpen: true })
    for (const one of [from, to]) {
      open.add(one)
      one.on('error', () => {})
      one.on('close', () => open.delete(one))
    }
    from.on('data', (chunk) => {
      if (/^(?:GET|POST|HEAD|DELETE|PUT) \//.test(chunk.toString('latin1', 0, 16))) requests += 1
    })
    from.pipe(to)
    if (!stuck) to.pipe(from)
  })
  server.listen(socket)
  await once(server, 'listening')
  ends.push(async () => {
    for (const one of open) one.destroy()
    server.close()
  })
  const getStuck = () => {
    stuck = true
    for (const one of open) one.unpipe()
  }
  return { socket, requests: () => requests, getStuck }
}

/** The contract's services over the app's socket. */
export async function connect(path, ends) {
  const { connect: services } = await loadModule('preload/rpc-client.ts')
  const { streamTransport } = await loadModule('main/base/stream-transport.ts')
  const socket = connectSocket(path)
  await once(socket, 'connect')
  const transport = streamTransport(socket)
  ends.push(async () => transport.close())
  return services(transport)
}
