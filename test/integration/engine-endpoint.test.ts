// The endpoint as `docker` itself uses it: hijacked streams, half-closed ones, large ones, and none while it is down.
import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { rm, stat, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { endChild } from '../../main/base/child'
import { silentLog } from '../../main/base/log'
import { openEndpoint, type Endpoint } from '../../main/engine/endpoint'
import { makeTestFolder } from '../support/test-folder'
import { dialSocket, waitFor } from './engine-session'

const mark = `en${randomBytes(3).toString('hex')}`
const engineSocket = inject('engineSocket')
let folder: string
let path: string
let endpoint: Endpoint

beforeAll(async () => {
  folder = await makeTestFolder('n')
  path = join(folder, 'docker.sock')
  // As in the app: everything passes through the part that looks for starts.
  const guard = {
    refuses: async () => undefined,
    explains: async () => undefined,
    refusesService: async () => undefined,
    starts: async () => false,
  }
  endpoint = await openEndpoint({ path, dial: dialSocket(engineSocket), log: silentLog, guard })
  await docker(['pull', '-q', 'busybox']).done
})
afterAll(async () => {
  const left = (await docker(['ps', '-aqf', `name=${mark}`]).done).stdout
    .toString()
    .split('\n')
    .filter(Boolean)
  if (left.length > 0) await docker(['rm', '-f', ...left]).done
  await endpoint.close()
  await rm(folder, { recursive: true, force: true })
})

/** Runs the docker command against the endpoint, or another socket. */
function docker(args: readonly string[], socket = path) {
  const child = spawn('docker', args, {
    env: { ...process.env, DOCKER_HOST: `unix://${socket}`, DOCKER_BUILDKIT: '0', DOCKER_CONFIG: folder },
  })
  const stdout: Buffer[] = []
  const stderr: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk))
  child.stdin.on('error', () => {})
  const done = once(child, 'close').then(([exitCode]) => ({
    exitCode: exitCode as number,
    stdout: Buffer.concat(stdout),
    stderr: Buffer.concat(stderr).toString(),
  }))
  return { child, done }
}

/** SHA-256 and length of what `docker` prints, without keeping it. */
async function digestOf(args: readonly string[], socket: string): Promise<{ sha256: string; bytes: number }> {
  const child = spawn('docker', args, { env: { ...process.env, DOCKER_HOST: `unix://${socket}` } })
  const hash = createHash('sha256')
  let bytes = 0
  const count = new Transform({
    transform: (chunk: Buffer, _encoding, next) => {
      bytes += chunk.length
      next(null, chunk)
    },
  })
  await pipeline(child.stdout, count, hash)
  return { sha256: hash.digest('hex'), bytes }
}

/** One file in a tar archive. */
function tarOf(name: string, content: Buffer): Buffer {
  const head = Buffer.alloc(512)
  head.write(name)
  head.write('0000644\0', 100)
  head.write('0000000\0'.repeat(2), 108)
  head.write(`${content.length.toString(8).padStart(11, '0')}\0${'0'.repeat(11)}\0`, 124)
  head.write('        0', 148)
  head.write('ustar\x0000', 257)
  const sum = head.reduce((total, byte) => total + byte, 0)
  head.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return Buffer.concat([
    head,
    content,
    Buffer.alloc((512 - (content.length % 512)) % 512),
    Buffer.alloc(1024),
  ])
}

describe('endpoint', () => {
  it('belongs to this user only', async () => {
    expect((await stat(path)).mode & 0o777).toBe(0o600)
  })

  it('carries stdin and its end into a container, and the output back', async () => {
    const { child, done } = docker([
      'run',
      '-i',
      '--rm',
      '--name',
      `${mark}-cat`,
      'busybox',
      'sh',
      '-c',
      'cat; echo end',
    ])
    child.stdin.end('hello\n')
    const { stdout, exitCode, stderr } = await done
    expect(`${stdout.toString()}${stderr}`).toBe('hello\nend\n')
    expect(exitCode).toBe(0)
  })

  it('carries megabytes both ways through exec, byte for byte', async () => {
    await docker(['run', '-d', '--name', `${mark}-exec`, 'busybox', 'sleep', '600']).done
    const data = randomBytes(8 * 1024 * 1024)
    const { child, done } = docker(['exec', '-i', `${mark}-exec`, 'cat'])
    child.stdin.end(data)
    const { stdout } = await done
    expect(stdout.length).toBe(data.length)
    expect(createHash('sha256').update(stdout).digest('hex')).toBe(
      createHash('sha256').update(data).digest('hex'),
    )
  })

  it('attaches to a container that runs', async () => {
    await docker(['run', '-di', '--name', `${mark}-attach`, 'busybox', 'sh']).done
    const { child, done } = docker(['attach', `${mark}-attach`])
    child.stdin.write('echo attached\n')
    await once(child.stdout, 'data')
    // Without waiting, docker itself loses the output of a container that ends at once.
    child.stdin.end('exit 7\n')
    const { stdout, exitCode } = await done
    expect(stdout.toString()).toBe('attached\n')
    expect(exitCode).toBe(7)
  })

  it('builds from a context on stdin', async () => {
    const { child, done } = docker(['build', '-q', '-t', `${mark}/built:1`, '-'])
    child.stdin.end(tarOf('Dockerfile', Buffer.from('FROM busybox\nRUN echo built > /proof\n')))
    const { exitCode, stderr } = await done
    expect({ exitCode, stderr: exitCode === 0 ? '' : stderr }).toEqual({ exitCode: 0, stderr: '' })
    const { stdout } = await docker([
      'run',
      '--rm',
      '--name',
      `${mark}-b`,
      `${mark}/built:1`,
      'cat',
      '/proof',
    ]).done
    expect(stdout.toString()).toBe('built\n')
    await docker(['rmi', `${mark}/built:1`]).done
  })

  it('saves 100 MB without changing a byte', async (context) => {
    const imported = docker(['import', '-', `${mark}/large:1`])
    await pipeline(Readable.from([tarOf('data', randomBytes(100 * 1024 * 1024))]), imported.child.stdin)
    expect((await imported.done).exitCode).toBe(0)
    const direct = await digestOf(['save', `${mark}/large:1`], engineSocket)
    const through = await digestOf(['save', `${mark}/large:1`], path)
    expect(direct.bytes).toBeGreaterThan(100 * 1024 * 1024)
    if (through.sha256 !== direct.sha256) {
      const again = await digestOf(['save', `${mark}/large:1`], engineSocket)
      if (again.sha256 !== direct.sha256) context.skip('this engine writes each archive with other times')
    }
    expect(through).toEqual(direct)
    await docker(['rmi', `${mark}/large:1`]).done
  })

  it('ends the connection to the engine when the client is gone', async () => {
    await waitFor(endpoint.connections, (count) => count === 0, 'no open connections')
    await docker([
      'run',
      '-d',
      '--name',
      `${mark}-tick`,
      'busybox',
      'sh',
      '-c',
      'while :; do echo; sleep 0.1; done',
    ]).done
    const { child } = docker(['logs', '-f', `${mark}-tick`])
    await once(child.stdout, 'data')
    expect(endpoint.connections.getState()).toBeGreaterThan(0)
    await endChild(child, 5_000)
    await waitFor(endpoint.connections, (count) => count === 0, 'the connections to end')
  })

  it('holds the engine back when the client does not read', async () => {
    const before = process.memoryUsage().arrayBuffers
    let sent = 0
    const chunk = Buffer.alloc(64 * 1024, 1)
    const flood = createServer((socket) => {
      const fill = (): void => {
        while (socket.write(chunk)) sent += chunk.length
        sent += chunk.length
      }
      socket.on('drain', fill).on('error', () => {})
      fill()
    })
    const floodPath = join(folder, 'flood.sock')
    await new Promise<void>((resolve) => flood.listen(floodPath, resolve))
    const own = await openEndpoint({
      path: join(folder, 'f.sock'),
      dial: dialSocket(floodPath),
      log: silentLog,
    })
    const client = connect(join(folder, 'f.sock'))
    let last = -1
    let same = 0
    // Full everywhere once nothing more can be sent.
    await new Promise<void>((resolve) => {
      const look = setInterval(() => {
        same = sent > 0 && sent === last ? same + 1 : 0
        last = sent
        if (same < 10) return
        clearInterval(look)
        resolve()
      }, 20)
    })
    expect(sent).toBeLessThan(8 * 1024 * 1024)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8 * 1024 * 1024)
    client.destroy()
    await own.close()
    await new Promise((resolve) => flood.close(resolve))
  })
})

describe('endpoint without an engine', () => {
  it('says so at once, and works when the engine is back', async () => {
    let up = false
    const dial = () => dialSocket(up ? engineSocket : join(folder, 'nobody.sock'))()
    const socket = join(folder, 'down.sock')
    const own = await openEndpoint({ path: socket, dial, log: silentLog })
    const { exitCode, stderr } = await docker(['ps'], socket).done
    expect(exitCode).not.toBe(0)
    expect(stderr).toContain('Portside’s engine is not running')
    up = true
    expect((await docker(['ps'], socket).done).exitCode).toBe(0)
    await own.close()
  })

  it('can be woken by a client', async () => {
    const dial = dialSocket(join(folder, 'nobody.sock'))
    const socket = join(folder, 'wake.sock')
    let woken = 0
    const whenDown = () => {
      woken += 1
      return dialSocket(engineSocket)()
    }
    const own = await openEndpoint({ path: socket, dial, log: silentLog, whenDown })
    expect((await docker(['ps'], socket).done).exitCode).toBe(0)
    expect(woken).toBeGreaterThan(0)
    await own.close()
  })
})

describe('the path of the endpoint', () => {
  it('is taken over from an app that is gone, not from a living one', async () => {
    const socket = join(folder, 'stale.sock')
    const program = `require('net').createServer().listen(${JSON.stringify(socket)}, () => console.log('ok'))`
    const other = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(other.stdout, 'data')
    const open = () => openEndpoint({ path: socket, dial: dialSocket(engineSocket), log: silentLog })
    await expect(open()).rejects.toMatchObject({ code: 'engine.endpoint-taken', params: { path: socket } })
    other.kill('SIGKILL')
    await once(other, 'exit')
    const own = await open()
    expect((await docker(['version'], socket).done).exitCode).toBe(0)
    await own.close()
    await expect(stat(socket)).rejects.toThrow('ENOENT')
  })

  it('is not made of a file that lies there', async () => {
    const file = join(folder, 'file')
    await writeFile(file, 'mine')
    await expect(
      openEndpoint({ path: file, dial: dialSocket(engineSocket), log: silentLog }),
    ).rejects.toMatchObject({ code: 'engine.endpoint-unusable' })
    expect((await stat(file)).size).toBe(4)
  })
})
