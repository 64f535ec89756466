// Windows as containers of the WSL machine reach it: by its names, at its loopback, over the standard streams of wsl.exe.
import { once } from 'node:events'
import { createServer as createHttp } from 'node:http'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { readFile, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { join } from 'node:path'
import type Docker from 'dockerode'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { run } from '../../main/base/child'
import { pathsOf, prepareHome } from '../../main/base/paths'
import { silentLog } from '../../main/base/log'
import { until } from '../../main/base/until'
import { openClient, type EngineClient } from '../../main/engine/client'
import { createDriver } from '../../main/machine/create-driver'
import { defaultConfig } from '../../main/machine/machine-config'
import type { Driver } from '../../main/machine/driver'
import { tar } from '../../main/machine/tar'
import type { AppError } from '../../preload/errors'
import { testImages } from '../support/images/storage'
import { pull } from '../support/pull'
import { startRegistry, type Registry } from '../support/registry'
import { makeTestFolder } from '../support/test-folder'
import { startWindows, type EmulatedWindows } from '../support/wsl-windows'
import { freshContext, inTime, runInContainer } from './driver-probes'

const root = join(import.meta.dirname, '../..')
const image = 'busybox:latest'
const muchBytes = 5_000_000

let windows: EmulatedWindows
let registry: Registry
let home: string
let driver: Driver
let client: EngineClient
let docker: Docker
const notices: AppError[] = []
const servers: Server[] = []
/** Requests for pages that came through the proxy, which a pull would send there. */
const proxied: string[] = []

async function listening(server: Server, host = '127.0.0.1'): Promise<number> {
  server.listen(0, host)
  servers.push(server)
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}
const inContainer = (command: string, network = 'bridge') =>
  runInContainer(docker, image, command, { network })

beforeAll(async () => {
  windows = await startWindows({ vmIdleMs: 2_000 })
  home = await makeTestFolder('m')
  registry = await startRegistry({ storage: await testImages() })
  const mirror = await windows.reach(registry.port)
  const proxy = createHttp((incoming, answer) => {
    proxied.push(incoming.url ?? '')
    answer.writeHead(404).end()
  })
  const config = defaultConfig({
    daemon: {
      'registry-mirrors': [`http://${mirror}`],
      'insecure-registries': [mirror, 'plain.portside.test'],
    },
    proxy: { http: `http://127.0.0.1:${await listening(proxy)}`, noProxy: mirror.replace(/:\d+$/, '') },
  })
  const paths = pathsOf(home)
  await prepareHome(paths)
  driver = createDriver({
    kind: 'wsl2',
    paths,
    guestImageDir: join(root, 'out/guest', process.arch === 'arm64' ? 'arm64' : 'amd64'),
    toolsDir: '',
    log: silentLog,
    env: { ...windows.env, PORTSIDE_HOME: home },
    config: async () => config,
  })
  await driver.start(freshContext(undefined, notices))
  client = await openClient((options) => driver.dial(options), new AbortController().signal)
  docker = client.docker
  await pull(docker, image)
})
afterAll(async () => {
  client.close()
  await driver.delete()
  for (const server of servers) server.close()
  await registry.stop()
  await windows.stop()
  await rm(home, { recursive: true, force: true })
})

it('Nobody was told that Windows is out of reach', () => {
  expect(notices).toEqual([])
})

describe('a program that listens on 127.0.0.1 of Windows', () => {
  let port: number
  beforeAll(async () => {
    port = await listening(
      createHttp((incoming, answer) => {
        let bytes = 0
        incoming.on('data', (part: Buffer) => (bytes += part.length))
        incoming.on('end', () =>
          answer.end(incoming.url === '/much' ? Buffer.alloc(muchBytes, 'w') : `Windows ${bytes}\n`),
        )
      }),
    )
  })
  const fetch = (name = 'host.docker.internal', path = '/'): string =>
    `wget -q -T 10 -O- http://${name}:${port}${path}`

  it('is reached during a build', async () => {
    const file = `FROM ${image}\nRUN ${fetch()} > /answer\n`
    const context = Readable.from([tar([{ name: 'Dockerfile', content: file, mode: 0o644 }])])
    const building = await docker.buildImage(context, { t: 'built:1' })
    const lines: string[] = []
    for await (const part of building) lines.push(String(part))
    expect(lines.join('')).not.toContain('error')
    expect(await runInContainer(docker, 'built:1', 'cat /answer', {})).toEqual({
      exitCode: 0,
      output: 'Windows 0\n',
    })
  })

  it('is reached by name in a network of each kind', async () => {
    const network = await docker.createNetwork({ Name: 'somebodys' })
    for (const name of ['bridge', 'somebodys', 'host'])
      expect(await inContainer(fetch(), name)).toEqual({ exitCode: 0, output: 'Windows 0\n' })
    await network.remove()
    for (const name of ['gateway.docker.internal', 'host.containers.internal'])
      expect(await inContainer(fetch(name))).toEqual({ exitCode: 0, output: 'Windows 0\n' })
  })

  it('is reached as the host gateway under another name', async () => {
    const container = await docker.createContainer({
      Image: image,
      Cmd: ['sh', '-c', fetch('gateway.test')],
      Tty: true,
      HostConfig: { ExtraHosts: ['gateway.test:host-gateway'] },
    })
    await container.start()
    await container.wait()
    expect(String(await container.logs({ stdout: true }))).toBe('Windows 0\r\n')
    await container.remove()
  })

  it('is reached by many at once, with large bodies in both directions', async () => {
    const one = `(${fetch('host.docker.internal', '/much')} | wc -c) &`
    const { output } = await inContainer(`for i in 1 2 3 4 5 6 7 8; do ${one} done; wait`)
    expect(output).toBe(`${muchBytes}\n`.repeat(8))
    const head = `printf 'POST / HTTP/1.0\\r\\nContent-Length: ${muchBytes}\\r\\n\\r\\n'`
    const post = `{ ${head}; head -c ${muchBytes} /dev/zero; } | nc -w 20 host.docker.internal ${port} | tail -n 1`
    expect(await inContainer(post)).toEqual({ exitCode: 0, output: `Windows ${muchBytes}\n` })
  })

  it('has its own name in no other distribution’s way: other names stay unknown', async () => {
    const { output } = await inContainer('nslookup -type=a other.docker.internal 2>&1 | tail -n 2')
    expect(output).toContain('NXDOMAIN')
    const six = await inContainer('nslookup -type=aaaa host.docker.internal 2>&1')
    expect(six.output).not.toMatch(/NXDOMAIN|can't|SERVFAIL/)
    expect(six.output).not.toContain('192.0.2.254')
  })

  it('is still reached after the program that leads there has been ended', async () => {
    const listener = (await windows.processes()).find(({ name }) => name === 'tcpsvd')
    if (!listener) throw new Error('nobody listens for connections to Windows')
    process.kill(listener.pid, 'SIGKILL')
    const again = async (): Promise<string | undefined> => {
      const { exitCode, output } = await inContainer(fetch())
      return exitCode === 0 ? output : undefined
    }
    const found = until(again, {
      deadlineMs: 40_000,
      everyMs: 500,
      waitingFor: 'Windows to be reached again',
    })
    expect(await found).toBe('Windows 0\n')
  })
})

it('A program on ::1 alone is reached as well', async () => {
  const port = await listening(
    createHttp((_incoming, answer) => answer.end('six\n')),
    '::1',
  )
  expect(await inContainer(`wget -q -T 10 -O- http://host.docker.internal:${port}/`)).toEqual({
    exitCode: 0,
    output: 'six\n',
  })
})

it('An end of what a container sends arrives alone: the answer comes after it', async () => {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    let text = ''
    socket.on('data', (part: Buffer) => (text += String(part)))
    socket.on('end', () => socket.end(`got ${text}`))
  })
  const port = await listening(server)
  // BusyBox's nc ends its own direction when its input ends, and goes on reading.
  expect(await inContainer(`printf everything | nc -w 10 host.docker.internal ${port}`)).toEqual({
    exitCode: 0,
    output: 'got everything',
  })
})

it('A port at which nobody listens ends the connection at once, and leaves nothing', async () => {
  const server = createServer()
  const port = await listening(server)
  await new Promise((resolve) => server.close(resolve))
  const refused = `timeout 15 nc -w 20 host.docker.internal ${port} </dev/null || echo "$i went on"`
  expect(await inContainer(`for i in $(seq 20); do ${refused}; done`)).toEqual({ exitCode: 0, output: '' })
  const left = async (): Promise<true | undefined> =>
    (await driver.guest?.exec('ls /run/portside/windows/*.up'))?.exitCode === 0 ? undefined : true
  await until(left, { deadlineMs: 60_000, waitingFor: 'nothing to be left of ended connections' })
})

it('A refusal ends the connection between whichever two commands it comes', async () => {
  const script = join(root, 'assets/guest/rootfs/usr/lib/portside/windows/connection')
  const lines = (await readFile(script, 'utf8')).split('\n')
  const [opens, hears, waits] = ['mine=', 'trap end TERM', 'wait '].map((text) =>
    lines.findIndex((line) => line.startsWith(text)),
  ) as [number, number, number]
  expect(opens).toBeGreaterThan(0)
  expect(waits).toBeGreaterThan(hears)
  const begin = 'work=/tmp/refused port=1; mkdir -p $work'
  for (let after = hears + 1; after <= waits; after += 1) {
    const refused = [begin, ...lines.slice(opens, after), 'kill $$', ...lines.slice(after)].join('\n')
    // Whoever of it still runs has its output.
    const run = 'timeout 10 sh /tmp/refused.sh </dev/null 2>/dev/null | timeout 10 cat'
    const ran = await driver.guest?.exec(`cat >/tmp/refused.sh <<'SCRIPT'\n${refused}SCRIPT\n${run}`)
    expect({ ...ran, refused }).toEqual({ exitCode: 0, output: '', refused })
  }
  expect((await driver.guest?.exec('cd /tmp/refused && ls *.*'))?.output).toContain('No such file')
})

it('A container that is removed ends its connection on Windows', async () => {
  let held: Socket | undefined
  const port = await listening(createServer((socket) => void (held = socket.on('error', () => {}).resume())))
  const container = await docker.createContainer({
    Image: image,
    Cmd: ['sh', '-c', `sleep 600 | nc host.docker.internal ${port}`],
  })
  await container.start()
  const socket = await until(() => held, { deadlineMs: 60_000, waitingFor: 'the connection' })
  const ended = once(socket, 'end')
  await container.remove({ force: true })
  expect(await inTime('the connection ends on Windows', ended)).toEqual([])
})

it('The engine’s own port is not for containers, and downloads go through a proxy on Windows', async () => {
  const listen = (await driver.guest?.exec(`tr '\\0' ' ' </proc/$(pidof dockerd)/cmdline`))?.output ?? ''
  const port = /tcp:\/\/127\.0\.0\.1:(\d+)/.exec(listen)?.[1]
  expect(port).toBeDefined()
  const began = performance.now()
  const { output } = await inContainer(`nc -w 20 host.docker.internal ${port} </dev/null | wc -c`)
  expect(output).toBe('0\n')
  expect(performance.now() - began).toBeLessThan(15_000)
  const pulling = inTime('a pull by the proxy', pull(docker, 'plain.portside.test/nothing:latest'))
  await expect(pulling).rejects.toThrow('HTTP code')
  expect(proxied.some((url) => url.startsWith('http://plain.portside.test/'))).toBe(true)
})

it('Nothing of it stays in the network that all distributions share, once the machine is stopped', async () => {
  // Another distribution keeps the VM running.
  const look = async (): Promise<string> => {
    const vm = (await run('pgrep', ['-f', `vm-inside.mjs ${windows.home}`])).stdout.trim().split('\n')[0]
    const here = ['nsenter', `--net=/proc/${vm}/ns/net`]
    return (await run('sh', ['-c', `${here.join(' ')} ip -4 addr show dev lo`])).stdout
  }
  expect(await look()).toContain('192.0.2.254')
  await driver.stop()
  expect(await look()).not.toContain('192.0.2.254')
  await driver.start(freshContext(undefined, notices))
  expect(await look()).toContain('192.0.2.254')
  expect(notices).toEqual([])
})

it('The relay itself is of no use from Windows: its port is not opened there', async () => {
  const listener = (await driver.guest?.exec(`tr '\\0' ' ' </proc/$(pidof tcpsvd)/cmdline`))?.output ?? ''
  const port = Number(/192\.0\.2\.254 (\d+)/.exec(listener)?.[1])
  expect(port).toBeGreaterThan(0)
  const socket = connect(port, '127.0.0.1')
  const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException]
  expect(error.code).toBe('ECONNREFUSED')
})
