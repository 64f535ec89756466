// The driver suite on the WSL driver, over an emulated wsl.exe that runs the real guest root and the real engine.
import { chown, copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { run } from '../../main/base/child'
import { pathsOf, prepareHome } from '../../main/base/paths'
import { silentLog } from '../../main/base/log'
import { openClient } from '../../main/engine/client'
import { openEndpoint } from '../../main/engine/endpoint'
import { createDriver, createWslPart, type DriverOptions } from '../../main/machine/create-driver'
import { defaultConfig } from '../../main/machine/machine-config'
import type { Driver, Forward, Forwarder } from '../../main/machine/driver'
import { testImages } from '../support/images/storage'
import { baseArchive } from '../../main/machine/wsl2/distribution-archive'
import type { WslService } from '../../preload/contract'
import { makeOtherImage } from '../support/other-image'
import { freePort } from '../support/free-port'
import { pull } from '../support/pull'
import { startRegistry, type Registry } from '../support/registry'
import { makeTestFolder } from '../support/test-folder'
import { startWindows, type EmulatedWindows, type WindowsSetup } from '../support/wsl-windows'
import { freshContext, httpText, runInContainer } from './driver-probes'
import { describeDriver } from './driver-suite'

const root = join(import.meta.dirname, '../..')
const arch = process.arch === 'arm64' ? 'arm64' : 'amd64'

const optionsFor = (home: string, windows: EmulatedWindows): DriverOptions => ({
  kind: 'wsl2',
  paths: pathsOf(home),
  guestImageDir: join(root, 'out/guest', arch),
  toolsDir: '',
  log: silentLog,
  env: { ...windows.env, PORTSIDE_HOME: home },
})

/** Downloads come from the test's own registry. */
async function mirrored(
  windows: EmulatedWindows,
  registry: Registry,
): Promise<NonNullable<DriverOptions['config']>> {
  const mirror = await windows.reach(registry.port)
  const daemon = { 'registry-mirrors': [`http://${mirror}`], 'insecure-registries': [mirror] }
  return async () => defaultConfig({ daemon })
}

/** A distribution as people have them, with a user and Docker's own command: a shell's root is enough for that. */
async function importUbuntu(windows: EmulatedWindows, home: string): Promise<void> {
  const guest = pathsOf(home).guestImages
  const [hash = ''] = await readdir(guest)
  const archive = join(home, 'ubuntu.tar')
  await writeFile(archive, await baseArchive(join(guest, hash, 'root.erofs')))
  const extra = join(home, 'ubuntu')
  for (const folder of ['etc', 'bin', 'home/kim']) await mkdir(join(extra, folder), { recursive: true })
  await writeFile(
    join(extra, 'etc/passwd'),
    'root:x:0:0::/root:/bin/sh\nkim:x:1000:1000::/home/kim:/bin/sh\n',
  )
  await writeFile(join(extra, 'etc/wsl.conf'), '[user]\ndefault=kim\n')
  await copyFile((await run('which', ['docker'])).stdout.trim(), join(extra, 'bin/docker'))
  await chown(join(extra, 'home/kim'), 1000, 1000)
  const added = await run('tar', ['-r', '-f', archive, '--numeric-owner', '-C', extra, '.'])
  expect(added.exitCode).toBe(0)
  const imported = await run(windows.wsl, [
    '--import',
    'Ubuntu',
    join(home, 'ubuntu-disk'),
    archive,
    '--version',
    '2',
  ])
  expect(imported.exitCode).toBe(0)
}

/** Those that a start brings and an end takes away; connections come and go. */
const services = new Set(['dockerd', 'containerd'])
const describeServices = async (windows: EmulatedWindows): Promise<string[]> =>
  (await windows.processes())
    .filter(({ name }) => services.has(name))
    .map(({ pid, name }) => `${pid} ${name}`)

describeDriver('WSL', async () => {
  const setup = { vmIdleMs: 2_000 }
  const windows = await startWindows(setup)
  const home = await makeTestFolder('m')
  const registry = await startRegistry({ storage: await testImages() })
  const options: DriverOptions = {
    ...optionsFor(home, windows),
    config: await mirrored(windows, registry),
  }
  await prepareHome(options.paths)
  const driver = createDriver(options)
  return {
    driver,
    again: () => createDriver(options),
    withSystem: async (kind) => {
      const folder = join(home, `app-${kind}`)
      await makeOtherImage(kind, options.guestImageDir, folder)
      return createDriver({ ...options, guestImageDir: folder })
    },
    processes: () => describeServices(windows),
    powerLoss: async () => {
      const init = (await windows.processes()).find(({ first }) => first)
      if (init === undefined) throw new Error('no distribution runs')
      await windows.change({ ...setup, listsEnded: true })
      process.kill(init.pid, 'SIGKILL')
    },
    leftovers: async () => [
      ...(await run(windows.wsl, ['--list', '--quiet'])).stdout.split('\r\n').filter(Boolean),
      ...(await readdir(home)).filter((name) => name === 'machine' || name === 'guest'),
      ...(await readdir(options.paths.run)),
      ...(await windows.processes()).map(({ pid, name }) => `${pid} ${name}`),
    ],
    dispose: async () => {
      await driver.delete()
      await registry.stop()
      await windows.stop()
      await rm(home, { recursive: true, force: true })
    },
  }
})

describe('a machine on Windows', () => {
  let windows: EmulatedWindows
  let registry: Registry
  let driver: Driver
  let home: string
  let drive: string
  let setup: WindowsSetup
  beforeAll(async () => {
    drive = await makeTestFolder('c')
    setup = { language: 'ko', vmIdleMs: 2_000, drives: { c: drive } }
    windows = await startWindows(setup)
    home = await makeTestFolder('m')
    registry = await startRegistry({ storage: await testImages() })
    const options: DriverOptions = { ...optionsFor(home, windows), config: await mirrored(windows, registry) }
    await prepareHome(options.paths)
    driver = createDriver(options)
    await driver.start(freshContext())
  })
  afterAll(async () => {
    await driver.delete()
    await registry.stop()
    await windows.stop()
    await rm(home, { recursive: true, force: true })
    await rm(drive, { recursive: true, force: true })
  })

  it('gives containers the folders of Windows under the names that Windows has for them', async () => {
    await mkdir(join(drive, 'Users/kim'), { recursive: true })
    await writeFile(join(drive, 'Users/kim/note'), 'from Windows')
    const endpoint = await openEndpoint({
      path: join(home, 'run/docker.sock'),
      dial: (options) => driver.dial(options),
      log: silentLog,
      ...(driver.pathInside ? { pathInside: driver.pathInside } : {}),
    })
    const client = await openClient(
      async () => connect({ path: join(home, 'run/docker.sock'), allowHalfOpen: true }),
      new AbortController().signal,
    )
    try {
      await pull(client.docker, 'busybox:latest')
      const command = 'cat /folder/note; echo from inside > /folder/answer'
      const binds = ['C:\\Users\\kim:/folder']
      expect(await runInContainer(client.docker, 'busybox:latest', command, { binds })).toEqual({
        exitCode: 0,
        output: 'from Windows',
      })
      expect(await readFile(join(drive, 'Users/kim/answer'), 'utf8')).toBe('from inside\n')
    } finally {
      client.close()
      await endpoint.close()
    }
  })

  const service = (): WslService =>
    createWslPart(
      { ...optionsFor(home, windows), env: { ...windows.env, PORTSIDE_HOME: home, USERPROFILE: home } },
      driver,
      { start: () => driver.start(freshContext()), stop: () => driver.stop() },
    )

  it('tells how WSL is set up, from the VM that runs', async () => {
    const shape = driver.shape()
    expect(await service().getLimits()).toEqual({
      file: join(home, '.wslconfig'),
      limits: {},
      inEffect: { processors: shape?.cpus, memoryBytes: shape?.memoryBytes },
      networkingMode: 'nat',
      othersRunning: [],
    })
  })

  it('makes the file of its disk smaller with one permission, and runs again with its data', async () => {
    const inMachine = async (command: string): Promise<void> =>
      expect((await driver.guest?.exec(command))?.exitCode).toBe(0)
    // Written and removed while freed blocks stay in the file, as in one that is not sparse.
    const filler = '/var/lib/docker/filler'
    const fill = `dd if=/dev/urandom of=${filler} bs=1M count=60 && sync && rm ${filler} && sync`
    await inMachine(`mount -o remount,nodiscard /var/lib/docker; echo kept >/var/lib/docker/kept; ${fill}`)
    await windows.change({ language: 'ko', vmIdleMs: 2_000, drives: { c: drive }, permission: 'allow' })
    const { freedBytes } = await service().compactDisk()
    expect(freedBytes).toBeGreaterThan(50 * 1024 ** 2)
    await inMachine('grep -q kept /var/lib/docker/kept')
  })

  describe('a distribution of the user’s own', () => {
    const config = `${JSON.stringify({ auths: { 'r.example': {} }, currentContext: 'mine' }, null, '\t')}\n`
    beforeAll(() => importUbuntu(windows, home))
    afterAll(() => run(windows.wsl, ['--unregister', 'Ubuntu']))
    const inUbuntu = async (...command: string[]): Promise<string> => {
      const { exitCode, stdout, stderr } = await run(windows.wsl, ['-d', 'Ubuntu', '--exec', ...command])
      expect(stderr).toBe('')
      expect(exitCode).toBe(0)
      return stdout.trim()
    }
    const write = (text: string): Promise<unknown> =>
      run(
        windows.wsl,
        ['-d', 'Ubuntu', '--exec', '/bin/sh', '-c', 'mkdir -p ~/.docker; cat > ~/.docker/config.json'],
        {
          input: text,
        },
      )

    it('is left alone unless it was chosen, and one that cannot be is told by itself', async () => {
      expect(await service().getDistributions()).toEqual({
        distributions: [
          { name: 'Ubuntu', version: 2, running: false, integrated: false, dockerMissing: false },
        ],
        needsRestart: false,
      })
      await write('no json')
      await expect(service().setIntegration({ name: 'Ubuntu', on: true })).rejects.toMatchObject({
        code: 'machine.wsl-integration-failed',
        params: { name: 'Ubuntu' },
      })
      expect(await inUbuntu('/bin/cat', '/home/kim/.docker/config.json')).toBe('no json')
      await expect(service().setIntegration({ name: 'Debian', on: true })).rejects.toMatchObject({
        code: 'machine.wsl-integration-failed',
      })
    })

    it('reaches the engine as its own user, and is as it was when that is undone', async () => {
      await write(config)
      await service().setIntegration({ name: 'Ubuntu', on: true })
      expect(await service().getDistributions()).toMatchObject({ needsRestart: true })
      await driver.stop()
      await driver.start(freshContext())
      expect(await service().getDistributions()).toMatchObject({
        distributions: [{ name: 'Ubuntu', integrated: true, dockerMissing: false }],
        needsRestart: false,
      })
      expect(await inUbuntu('/bin/docker', 'version', '--format', '{{.Server.Os}}')).toBe('linux')
      expect(await inUbuntu('/bin/docker', 'context', 'show')).toMatch(/^portside-[0-9a-f]{8}$/)
      await service().setIntegration({ name: 'Ubuntu', on: false })
      expect(`${await inUbuntu('/bin/cat', '/home/kim/.docker/config.json')}\n`).toBe(config)
      expect(await inUbuntu('/bin/ls', '-A', '/home/kim/.docker')).toBe('config.json')
      expect(await inUbuntu('/bin/ls', '/mnt/wsl')).toBe('resolv.conf')
    })

    it('loses every trace where there was nothing before', async () => {
      await inUbuntu('/bin/rm', '-r', '/home/kim/.docker')
      await service().setIntegration({ name: 'Ubuntu', on: true })
      await service().setIntegration({ name: 'Ubuntu', on: false })
      expect(await inUbuntu('/bin/ls', '-A', '/home/kim')).toBe('')
    })
  })

  const forwarder = (): Forwarder => {
    if (!driver.forwarder) throw new Error('the driver has no forwarder')
    return driver.forwarder
  }
  /** A program of the machine that listens as a container's port would. */
  const listenInside = async (port: number): Promise<void> => {
    const listen = `mkdir -p /tmp/w; echo inside > /tmp/w/index.html; httpd -p 127.0.0.1:${port} -h /tmp/w`
    expect((await driver.guest?.exec(listen))?.exitCode).toBe(0)
  }
  const local = (port: number): Forward => ({ protocol: 'tcp', address: '127.0.0.1', port })

  it('counts as open only when connections arrive in the machine', async () => {
    const port = await freePort()
    await listenInside(port)
    await forwarder().expose(local(port), port)
    expect(await httpText(port)).toBe('inside\n')
    expect(await forwarder().list()).toEqual([{ ...local(port), guestPort: port }])
    await forwarder().unexpose(local(port))
    expect(await forwarder().list()).toEqual([])
  })

  it('is told from one that another program answers, which the relay passes over in silence', async () => {
    const port = await freePort()
    const server = createServer((socket) => socket.end()).listen(port, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    await listenInside(port)
    await expect(forwarder().expose(local(port), port)).rejects.toMatchObject({
      code: 'port.taken',
      params: { port },
    })
    await new Promise((resolve) => server.close(resolve))
  })

  it('is refused where the relay cannot open it', async () => {
    const port = await freePort()
    for (const [forward, guestPort] of [
      [{ ...local(port), protocol: 'udp' }, port],
      [local(port), 80],
      [{ ...local(port), address: '192.168.0.2' }, port],
    ] as const)
      await expect(forwarder().expose(forward, guestPort)).rejects.toMatchObject({
        code: 'port.forward-failed',
      })
  })

  it('ends in order and tells why when only the wsl.exe that holds it is ended, and is there again', async () => {
    const holders = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry))
    const commands = await Promise.all(
      holders.map(async (pid) => ({
        pid: Number(pid),
        command: await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''),
      })),
    )
    const name = (await run(windows.wsl, ['--list', '--quiet'])).stdout.replaceAll('\0', '').trim()
    const holder = commands.find(
      ({ command }) => /wsl\.(?:pl|mjs)\0.*\/session\0/s.test(command) && command.includes(name),
    )
    if (!holder) throw new Error('no wsl.exe holds the machine')
    const end = new Promise<string>((resolve) => driver.onExit(({ error }) => resolve(error.code)))
    process.kill(holder.pid, 'SIGKILL')
    expect(await end).toBe('machine.wsl-holder-ended')
    await driver.start(freshContext())
    expect((await driver.guest?.exec('pidof dockerd'))?.exitCode).toBe(0)
  })

  it('says that somebody shut WSL down, and starts again when told to', async () => {
    const end = new Promise<string>((resolve) => driver.onExit(({ error }) => resolve(error.code)))
    await windows.change({ ...setup, listsEnded: true, failStart: 'crashed' })
    expect((await run(windows.wsl, ['--shutdown'])).exitCode).toBe(0)
    expect(await end).toBe('machine.vm-died')
    await windows.change(setup)
    await driver.start(freshContext())
    expect((await driver.guest?.exec('pidof dockerd'))?.exitCode).toBe(0)
  })
})

describe('a Windows that cannot run the machine', () => {
  let windows: EmulatedWindows
  let home: string
  beforeEach(async () => {
    windows = await startWindows()
    home = await makeTestFolder('m')
    await prepareHome(pathsOf(home))
  })
  afterEach(async () => {
    await windows.stop()
    await rm(home, { recursive: true, force: true })
  })
  const start = (): Promise<void> => createDriver(optionsFor(home, windows)).start(freshContext())

  it('says what is missing, whatever the language and encoding', async () => {
    await windows.change({ language: 'ko', version: '2.0.9.0' })
    await expect(start()).rejects.toMatchObject({ code: 'machine.wsl-old', params: { have: '2.0.9.0' } })
    await windows.change({ language: 'ko', knowsUtf8: false })
    await expect(start()).rejects.toMatchObject({ code: 'machine.wsl-old' })
    await windows.change({ language: 'ko', virtualisation: false })
    await expect(start()).rejects.toMatchObject({
      code: 'machine.virtualization-off',
      params: { code: 'HCS_E_HYPERV_NOT_INSTALLED' },
    })
    const missing = {
      ...optionsFor(home, windows),
      env: { ...windows.env, PORTSIDE_WSL: join(home, 'no-wsl.exe') },
    }
    await expect(createDriver(missing).start(freshContext())).rejects.toMatchObject({
      code: 'machine.wsl-missing',
    })
  })

  it('tries again after an import that failed, and never over data that was there', async () => {
    await windows.change({ failImport: 'diskFull' })
    await expect(start()).rejects.toMatchObject({ params: { code: 'ERROR_DISK_FULL' } })
    await windows.change({})
    const driver = createDriver(optionsFor(home, windows))
    await driver.create(freshContext())
    const name = (await run(windows.wsl, ['--list', '--quiet'])).stdout.replaceAll('\0', '').trim()
    expect((await run(windows.wsl, ['--unregister', name])).exitCode).toBe(0)
    await expect(driver.start(freshContext())).rejects.toMatchObject({ code: 'machine.data-disk-missing' })
    expect((await run(windows.wsl, ['--list', '--quiet'])).stdout).toBe('')
  })

  it('enters no distribution that it did not make, and removes none', async () => {
    const driver = createDriver(optionsFor(home, windows))
    await driver.create(freshContext())
    const record = join(home, 'machine/machine.json')
    const known = await readFile(record, 'utf8')
    await rm(record)
    await expect(driver.start(freshContext())).rejects.toMatchObject({ code: 'machine.wsl-name-taken' })
    await writeFile(record, JSON.stringify({ ...(JSON.parse(known) as object), machineId: 'another' }))
    await expect(driver.start(freshContext())).rejects.toMatchObject({ code: 'machine.data-disk-foreign' })
    await rm(record)
    await driver.delete()
    expect((await run(windows.wsl, ['--list', '--quiet'])).stdout).not.toBe('')
  })
})
