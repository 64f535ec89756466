// The WSL machine where `.wslconfig` asks for mirrored networking: Windows and the machine have the same ports.
import { once } from 'node:events'
import { createServer as createHttp } from 'node:http'
import { createServer, type AddressInfo } from 'node:net'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type Docker from 'dockerode'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { run } from '../../main/base/child'
import { pathsOf, prepareHome } from '../../main/base/paths'
import { silentLog } from '../../main/base/log'
import { until } from '../../main/base/until'
import { openClient, type EngineClient } from '../../main/engine/client'
import { createDriver, createWslPart, type DriverOptions } from '../../main/machine/create-driver'
import { defaultConfig } from '../../main/machine/machine-config'
import type { Driver } from '../../main/machine/driver'
import type { AppError } from '../../preload/errors'
import { testImages } from '../support/images/storage'
import { freePort } from '../support/free-port'
import { pull } from '../support/pull'
import { startRegistry, type Registry } from '../support/registry'
import { makeTestFolder } from '../support/test-folder'
import { startWindows, type EmulatedWindows } from '../support/wsl-windows'
import { freshContext, httpText, runInContainer } from './driver-probes'

const image = 'busybox:latest'
let windows: EmulatedWindows
let registry: Registry
let home: string
let options: DriverOptions
let driver: Driver
let client: EngineClient
let docker: Docker
const notices: AppError[] = []

beforeAll(async () => {
  windows = await startWindows({ vmIdleMs: 2_000 })
  await writeFile(
    join(windows.home, '.wslconfig'),
    '# networkingMode=nat\n[wsl2]\nnetworkingMode = Mirrored\n',
  )
  home = await makeTestFolder('m')
  registry = await startRegistry({ storage: await testImages() })
  const mirror = await windows.reach(registry.port)
  const daemon = { 'registry-mirrors': [`http://${mirror}`], 'insecure-registries': [mirror] }
  options = {
    kind: 'wsl2',
    paths: pathsOf(home),
    guestImageDir: join(import.meta.dirname, '../../out/guest', process.arch === 'arm64' ? 'arm64' : 'amd64'),
    toolsDir: '',
    log: silentLog,
    env: { ...windows.env, PORTSIDE_HOME: home, USERPROFILE: windows.home },
    config: async () => defaultConfig({ daemon }),
  }
  await prepareHome(options.paths)
  driver = createDriver(options)
  await driver.start(freshContext(undefined, notices))
  client = await openClient((dial) => driver.dial(dial), new AbortController().signal)
  docker = client.docker
  await pull(docker, image)
})
afterAll(async () => {
  client.close()
  await driver.delete()
  await registry.stop()
  await windows.stop()
  await rm(home, { recursive: true, force: true })
})

const local = (port: number) => ({ protocol: 'tcp', address: '127.0.0.1', port }) as const
const forwarder = () => {
  if (!driver.forwarder) throw new Error('the driver has no forwarder')
  return driver.forwarder
}
const serve = (port: number) =>
  docker.createContainer({
    Image: image,
    Cmd: ['sh', '-c', 'mkdir /w; echo served > /w/index.html; exec httpd -f -p 80 -h /w'],
    ExposedPorts: { '80/tcp': {} },
    HostConfig: { PortBindings: { '80/tcp': [{ HostIp: '127.0.0.1', HostPort: String(port) }] } },
  })

const fetch = (host: string, port: number): string => `wget -q -T 10 -O- http://${host}:${port}/`
/** What answers in the machine at its own loopback; `undefined` while nobody does. */
const inside = async (port: number): Promise<string | undefined> => {
  const { exitCode, output } = (await driver.guest?.exec(fetch('127.0.0.1', port))) ?? {
    exitCode: 1,
    output: '',
  }
  return exitCode === 0 ? output : undefined
}
/** Tries with a program of Windows that listens, and ends it. */
async function withWindowsServer(work: (port: number) => Promise<void>): Promise<void> {
  const server = createHttp((_incoming, answer) => answer.end('Windows\n')).listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    await work((server.address() as AddressInfo).port)
  } finally {
    server.close()
    server.closeAllConnections()
  }
}

it('Settings are told that networking is mirrored', async () => {
  const service = createWslPart(options, driver, { start: async () => {}, stop: async () => {} })
  expect(await service.getLimits()).toMatchObject({ networkingMode: 'mirrored' })
})

it('A published port is proven and answers, and Windows cannot give it to anybody else', async () => {
  const port = await freePort()
  const web = await serve(port)
  await web.start()
  await forwarder().expose(local(port), port)
  expect(await httpText(port)).toBe('served\n')
  expect(await forwarder().list()).toEqual([{ ...local(port), guestPort: port }])
  const server = createServer().listen(port, '127.0.0.1')
  const [error] = (await once(server, 'error')) as [NodeJS.ErrnoException]
  expect(error.code).toBe('EADDRINUSE')
  await forwarder().unexpose(local(port))
  await web.remove({ force: true })
})

it('A port that a program of Windows has is refused inside at once, and is told as taken', () =>
  withWindowsServer(async (port) => {
    await until(() => inside(port), { deadlineMs: 60_000, waitingFor: 'the port to be held inside' })
    const web = await serve(port)
    try {
      await expect(web.start()).rejects.toThrow('address already in use')
      await expect(forwarder().expose(local(port), port)).rejects.toMatchObject({
        code: 'port.taken',
        params: { port },
      })
    } finally {
      await web.remove({ force: true })
    }
  }))

it('A port at which nobody listens is no forward', async () => {
  const port = await freePort()
  await expect(forwarder().expose(local(port), port)).rejects.toMatchObject({
    code: 'port.forward-failed',
  })
})

it('Containers reach Windows by its name, and the machine itself at its loopback', () =>
  withWindowsServer(async (port) => {
    const command = fetch('host.docker.internal', port)
    expect(await runInContainer(docker, image, command, {})).toEqual({ exitCode: 0, output: 'Windows\n' })
    const answer = await until(() => inside(port), { deadlineMs: 60_000, waitingFor: 'the shared loopback' })
    expect(answer).toBe('Windows\n')
    expect(notices).toEqual([])
  }))

it('Another mode counts from the next start of WSL on', async () => {
  await writeFile(join(windows.home, '.wslconfig'), '[wsl2]\nnetworkingMode=nat\n')
  const service = createWslPart(options, driver, { start: async () => {}, stop: async () => {} })
  expect(await service.getLimits()).toMatchObject({ networkingMode: 'mirrored' })
  await driver.stop()
  expect((await run(windows.wsl, ['--shutdown'])).exitCode).toBe(0)
  await driver.start(freshContext())
  expect(await service.getLimits()).toMatchObject({ networkingMode: 'nat' })
})
