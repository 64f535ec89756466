// Ways out of real port conflicts on a real engine: moved containers keep what they are and have, programs are ended.
import { randomBytes } from 'node:crypto'
import { createSocket } from 'node:dgram'
import Docker from 'dockerode'
import type { ContainerCreateOptions } from 'dockerode'
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest'
import { until } from '../../main/base/until'
import type { PortsParts } from '../../main/ports/ports'
import { serviceWants } from '../../main/ports/service-wants'
import type { CollectionChange, PortConflict } from '../../preload/model'
import { holdPort, unusedPort, type HeldPort } from '../support/held-port'
import { portsOf, pull, startSession, waitFor, type Session } from './engine-session'

const docker = new Docker({ socketPath: inject('engineSocket') })
const mark = `ef${randomBytes(3).toString('hex')}`
let session: Session
let ports: PortsParts
let held: HeldPort | undefined

beforeAll(async () => {
  session = await startSession(inject('engineSocket'))
  ports = portsOf(session, {
    start: (options) => session.containersService.start(options),
    stop: (options) => session.containersService.stop(options),
    movePort: session.movePort,
  })
  await pull(session, 'busybox')
})
afterEach(async () => {
  await held?.end()
  held = undefined
  const mine = await docker.listContainers({ all: true, filters: { name: [mark] } })
  await Promise.all(mine.map(({ Id }) => docker.getContainer(Id).remove({ force: true, v: true })))
  const networks = await docker.listNetworks({ filters: { name: [mark] } })
  await Promise.all(networks.map(({ Id }) => docker.getNetwork(Id).remove()))
  const { Volumes } = await docker.listVolumes({ filters: { name: [mark] } })
  await Promise.all((Volumes ?? []).map(({ Name }) => docker.getVolume(Name).remove()))
})
afterAll(async () => {
  await ports.dispose()
  await session.dispose()
})

async function create(
  name: string,
  port: number,
  more: ContainerCreateOptions = {},
): Promise<Docker.Container> {
  const { HostConfig, ...rest } = more
  return docker.createContainer({
    Image: 'busybox',
    name: `${mark}-${name}`,
    Cmd: ['sh', '-c', 'trap "exit 0" TERM; httpd -p 80 -h /srv; sleep 600 & wait'],
    ExposedPorts: { '80/tcp': {} },
    ...rest,
    HostConfig: {
      PortBindings: { '80/tcp': [{ HostIp: '', HostPort: String(port) }] },
      ...HostConfig,
    },
  })
}

const snapshot = async <T>(watch: AsyncIterable<CollectionChange<T>>): Promise<readonly T[]> => {
  for await (const change of watch) if (change.kind === 'snapshot') return change.items
  return []
}

/** The conflict of a container, once the engine told of the container. */
async function conflictOf(
  { id }: { id: string },
  fits: (found: PortConflict) => boolean = () => true,
): Promise<PortConflict> {
  await waitFor(session.containers, (items) => items.has(id), 'the container in the list')
  return until(
    async () =>
      (await snapshot(ports.service.watchConflicts())).find((one) => one.containerId === id && fits(one)),
    { deadlineMs: 60_000, waitingFor: 'the conflict' },
  )
}

const fixOf = (conflict: PortConflict, kind: PortConflict['fixes'][number]['kind']) => {
  const fix = conflict.fixes.find((one) => one.kind === kind)
  if (!fix) throw new Error(`no ${kind} among ${JSON.stringify(conflict.fixes)}`)
  return { conflictId: conflict.id, fixId: fix.id, fix }
}

const named = (name: string): Docker.Container => docker.getContainer(`${mark}-${name}`)

async function read(name: string, path: string): Promise<string> {
  const exec = await named(name).exec({ Cmd: ['cat', path], AttachStdout: true, Tty: true })
  const stream = await exec.start({ Tty: true })
  const chunks: Buffer[] = []
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks).toString().trim()
}

async function shell(name: string, script: string): Promise<void> {
  const exec = await named(name).exec({ Cmd: ['sh', '-c', script], AttachStdout: true, AttachStderr: true })
  const stream = await exec.start({})
  for await (const _ of stream as AsyncIterable<Buffer>);
  expect((await exec.inspect()).ExitCode).toBe(0)
}

const reached = (port: number, host = '127.0.0.1'): Promise<number> =>
  until(async () => (await fetch(`http://${host}:${port}/`)).status, {
    deadlineMs: 60_000,
    waitingFor: `port ${port} to answer`,
  })

describe('a container that could not start because a program has its port', () => {
  it('is moved to the next free port with everything else as it was', async () => {
    const port = await unusedPort()
    const network = await docker.createNetwork({
      Name: `${mark}-net`,
      IPAM: { Config: [{ Subnet: '10.213.77.0/24' }] },
    })
    const made = await create('db', port, {
      Env: ['PASSWORD=a b=c'],
      Labels: { 'com.docker.compose.project': mark, own: 'label' },
      Volumes: { '/data': {} },
      WorkingDir: '/srv',
      Healthcheck: { Test: ['CMD', 'true'], Interval: 60e9 },
      HostConfig: {
        Memory: 64 * 2 ** 20,
        RestartPolicy: { Name: 'unless-stopped' },
        Binds: [`${mark}-named:/named`],
        NetworkMode: `${mark}-net`,
      },
      NetworkingConfig: {
        EndpointsConfig: {
          [`${mark}-net`]: { Aliases: ['database'], IPAMConfig: { IPv4Address: '10.213.77.9' } },
        },
      },
    })
    await docker.getNetwork('bridge').connect({ Container: made.id })
    await made.start()
    await shell(
      'db',
      'echo one >/data/a; echo two >/named/b; mkdir -p /own/x; echo three >/own/x/c; chown 7 /own/x/c; echo four >/etc/motd',
    )
    const before = await made.inspect()
    await made.stop()
    held = await holdPort(port)
    await expect(made.start()).rejects.toThrow(/address already in use|port is already allocated/)

    const conflict = await conflictOf(made, (one) => one.when === 'now')
    expect(conflict).toMatchObject({
      kind: 'process',
      containerUp: false,
      holder: { kind: 'process', name: 'python3', pid: held.pid },
    })
    expect(conflict.holder.command).toContain('http.server')
    const { fix, ...chosen } = fixOf(conflict, 'move')
    await ports.service.applyFix(chosen)

    const after = await named('db').inspect()
    const moved = fix.kind === 'move' ? fix.toPort : 0
    expect(moved).toBe(port + 1)
    expect(after.Id).not.toBe(before.Id)
    expect(after.State.Running).toBe(true)
    expect(after.HostConfig.PortBindings).toEqual({ '80/tcp': [{ HostIp: '', HostPort: String(moved) }] })
    expect(after.Image).toBe(before.Image)
    expect(after.Config).toEqual({ ...before.Config, Hostname: after.Id.slice(0, 12) })
    const { PortBindings: _was, Binds: bindsBefore, ...restBefore } = before.HostConfig
    const { PortBindings: _is, Binds: bindsAfter, ...restAfter } = after.HostConfig
    expect(restAfter).toEqual(restBefore)
    expect(bindsAfter).toEqual(expect.arrayContaining(bindsBefore ?? []))
    const volumes = (info: typeof after) => info.Mounts.map((one) => `${one.Name} ${one.Destination}`).sort()
    expect(volumes(after)).toEqual(volumes(before))
    const net = after.NetworkSettings.Networks[`${mark}-net`]
    expect(Object.keys(after.NetworkSettings.Networks).sort()).toEqual(['bridge', `${mark}-net`].sort())
    expect(net).toMatchObject({ IPAddress: '10.213.77.9', Aliases: expect.arrayContaining(['database']) })
    expect(net?.Aliases ?? []).not.toContain(before.Id.slice(0, 12))
    expect(await read('db', '/data/a')).toBe('one')
    expect(await read('db', '/named/b')).toBe('two')
    expect(await read('db', '/own/x/c')).toBe('three')
    await shell('db', 'test "$(stat -c %u /own/x/c)" = 7')
    expect(await read('db', '/etc/motd')).toBe('four')
    await reached(moved)
    expect(await docker.listContainers({ all: true, filters: { name: [`${mark}-db`] } })).toHaveLength(1)
    await named('db').remove({ force: true, v: true })
    await network.remove()
  })

  it('comes back when the new one does not run', async () => {
    const port = await unusedPort()
    // Runs the first time only, as a program does that finds its lock file.
    const made = await create('once', port, {
      Cmd: ['sh', '-c', 'test "$(hostname)" = kept || exit 9; test -e /v/again && exit 3; sleep 600'],
      Hostname: 'kept',
      Volumes: { '/v': {} },
    })
    await made.start()
    await shell('once', 'touch /v/again')
    const blocker = await unusedPort()
    await expect(
      session.movePort({
        id: made.id,
        binding: { hostAddress: '0.0.0.0', hostPort: port, containerPort: 80, protocol: 'tcp' },
        toPort: blocker,
        start: true,
      }),
    ).rejects.toMatchObject({
      code: 'port.move-failed',
      params: { container: `${mark}-once`, port: blocker },
    })
    const after = await named('once').inspect()
    expect(after.Id).toBe(made.id)
    expect(after.HostConfig.PortBindings).toEqual({ '80/tcp': [{ HostIp: '', HostPort: String(port) }] })
    expect(await docker.listContainers({ all: true, filters: { name: [`${mark}-once`] } })).toHaveLength(1)
  })

  it('keeps it that files of the image are gone', async () => {
    const port = await unusedPort()
    const made = await create('less', port)
    await made.start()
    await shell('less', 'rm /bin/vi; echo kept >/kept')
    await session.movePort({
      id: made.id,
      binding: { hostAddress: '0.0.0.0', hostPort: port, containerPort: 80, protocol: 'tcp' },
      toPort: port + 1,
      start: true,
    })
    await shell('less', 'test ! -e /bin/vi')
    expect(await read('less', '/kept')).toBe('kept')
    const { Image: image } = await named('less').inspect()
    await named('less').remove({ force: true, v: true })
    await docker.getImage(image).remove()
  })

  it('starts once the program is stopped, which is asked for by its number and its beginning', async () => {
    const port = await unusedPort()
    held = await holdPort(port)
    const made = await create('web', port)
    await expect(made.start()).rejects.toThrow(/address already in use|port is already allocated/)
    const conflict = await conflictOf(made, (one) => one.when === 'now')
    const { fix, ...chosen } = fixOf(conflict, 'stop-process')
    expect(fix).toMatchObject({
      pid: held.pid,
      name: 'python3',
      command: expect.stringContaining(String(port)),
    })
    await expect(
      ports.service.applyFix({ conflictId: conflict.id, fixId: `stop-process-${held.pid}-00000000` }),
    ).rejects.toMatchObject({ code: 'port.fix-gone' })
    await ports.service.applyFix(chosen)
    await held.ended
    expect((await made.inspect()).State.Running).toBe(true)
    await expect(ports.service.applyFix(chosen)).rejects.toMatchObject({ code: 'port.conflict-gone' })
  })
})

describe('two containers with one port', () => {
  it('are told later for the stopped one, and now once its start failed; stopping the other one starts it', async () => {
    const port = await unusedPort()
    const first = await create('first', port)
    const second = await create('second', port)
    await first.start()
    expect(await conflictOf(second)).toMatchObject({
      kind: 'container',
      when: 'later',
      holder: { kind: 'container', name: `${mark}-first` },
    })
    await expect(second.start()).rejects.toThrow(/port is already allocated/)
    const conflict = await conflictOf(second, (one) => one.when === 'now')
    const { fix: _fix, ...chosen } = fixOf(conflict, 'stop-holder')
    await ports.service.applyFix(chosen)
    expect((await first.inspect()).State.Running).toBe(false)
    expect((await second.inspect()).State.Running).toBe(true)
  })
})

describe('a container that takes any of a range', () => {
  it('clashes while programs hold all of it, is moved out of it, and starts in it once one lets go', async () => {
    const first = await unusedPort()
    const programs = [await holdPort(first), await holdPort(first + 1)]
    try {
      const bindings = [{ HostIp: '0.0.0.0', HostPort: `${first}-${first + 1}` }]
      const asked = { WorkingDir: '/srv', HostConfig: { PortBindings: { '80/tcp': bindings } } }
      const [waits, moves] = [await create('waits', 0, asked), await create('moves', 0, asked)]
      const range = { hostPort: first, hostRange: { first, last: first + 1 } }
      const pid = programs[0]?.pid
      expect(await conflictOf(waits)).toMatchObject({
        ...{ kind: 'process', when: 'later', binding: range, holder: { name: 'python3', pid } },
      })
      await expect(waits.start()).rejects.toThrow(/address already in use|all ports are allocated/)
      const now = await conflictOf(waits, (one) => one.when === 'now')
      expect(now.fixes.map(({ kind }) => kind)).toEqual(['move', 'stop-process'])

      const { fix, ...chosen } = fixOf(await conflictOf(moves), 'move')
      const toPort = fix.kind === 'move' ? fix.toPort : 0
      expect([first, first + 1]).not.toContain(toPort)
      await ports.service.applyFix(chosen)
      const { HostConfig: after } = await named('moves').inspect()
      expect(after.PortBindings).toEqual({ '80/tcp': [{ HostIp: '0.0.0.0', HostPort: String(toPort) }] })

      await programs[1]?.end()
      await until(
        async () => {
          const all = await snapshot(ports.service.watchConflicts())
          return all.every(({ containerId }) => containerId !== waits.id) || undefined
        },
        { deadlineMs: 60_000, waitingFor: 'the conflict to be over' },
      )
      // Engines before 28 try one port of a range at each start, the next one at the next.
      await until(() => waits.start().then(() => true), { deadlineMs: 60_000, waitingFor: 'a start' })
      const { NetworkSettings } = await waits.inspect()
      expect(NetworkSettings.Ports['80/tcp']?.[0]?.HostPort).toBe(String(first + 1))
      await reached(first + 1)
    } finally {
      await Promise.all(programs.map((one) => one.end()))
    }
  })
})

it.each([['127.0.0.1'], ['0.0.0.0'], ['::']])(
  'a program on %s is in the way of a stopped container',
  async (address) => {
    const port = await unusedPort()
    held = await holdPort(port, address)
    const made = await create('later', port)
    expect(await conflictOf(made)).toMatchObject({
      when: 'later',
      kind: 'process',
      holder: { name: 'python3', pid: held.pid, address },
    })
    const listeners = await snapshot(ports.service.watchListeners())
    expect(listeners).toContainEqual(
      expect.objectContaining({ kind: 'process', protocol: 'tcp', address, port, pid: held.pid }),
    )
  },
)

it('a program that waits for datagrams is in the way of the same port of UDP, and of no other', async () => {
  const port = await unusedPort()
  const socket = createSocket('udp4')
  await new Promise<void>((resolve) => socket.bind(port, '0.0.0.0', resolve))
  try {
    const udp = await create('udp', port, {
      ExposedPorts: { '53/udp': {} },
      HostConfig: { PortBindings: { '53/udp': [{ HostIp: '', HostPort: String(port) }] } },
    })
    const tcp = await create('tcp', port)
    const found = await conflictOf(udp, (one) => one.when === 'later')
    expect(found).toMatchObject({
      kind: 'process',
      binding: { protocol: 'udp', hostPort: port },
      holder: { kind: 'process', pid: process.pid },
    })
    // What this test is itself is no program that anybody would stop.
    expect(found.fixes.map(({ id }) => id)).toEqual([`use-${port + 1}`])
    const all = await snapshot(ports.service.watchConflicts())
    expect(all.some(({ containerId }) => containerId === tcp.id)).toBe(false)
    await expect(udp.start()).rejects.toThrow(/address already in use|port is already allocated/)
    const now = await conflictOf(udp, (one) => one.when === 'now')
    await ports.service.applyFix(fixOf(now, 'move'))
    const { HostConfig, State } = await named('udp').inspect()
    expect(HostConfig.PortBindings).toEqual({ '53/udp': [{ HostIp: '', HostPort: String(port + 1) }] })
    expect(State.Running).toBe(true)
  } finally {
    await new Promise<void>((resolve) => socket.close(() => resolve()))
  }
})

describe('a service of Swarm', () => {
  beforeAll(async () => {
    await docker.swarmInit({ ListenAddr: '127.0.0.1:0', AdvertiseAddr: '127.0.0.1' })
  })
  afterAll(() => docker.swarmLeave({ force: true }))

  it('wants the port that it publishes, and publishes another one when that is moved', async () => {
    const port = await unusedPort()
    const stop = ports.wants.add(serviceWants(session.services, session.moveServicePort))
    const made = (await docker.createService({
      Name: `${mark}-web`,
      TaskTemplate: { ContainerSpec: { Image: 'busybox', Command: ['sleep', '600'] } },
      Mode: { Replicated: { Replicas: 0 } },
      EndpointSpec: { Ports: [{ Protocol: 'tcp', TargetPort: 80, PublishedPort: port }] },
    })) as { readonly ID?: string; readonly id?: string }
    const service = docker.getService(made.ID ?? made.id ?? '')
    const wanted = (hostPort: number): Promise<unknown> =>
      waitFor(
        ports.wants.store,
        (all) => all.some((one) => one.kind === 'service' && one.binding.hostPort === hostPort),
        `port ${hostPort} to be wanted`,
      )
    await wanted(port)
    const [want] = ports.wants.store.getState()
    expect(want).toMatchObject({ name: `${mark}-web`, up: true })
    await want?.move?.(port + 1)
    await wanted(port + 1)
    await service.remove()
    await waitFor(ports.wants.store, (all) => all.length === 0, 'the service to be gone')
    stop()
  })
})
