// Containers made again on a real engine: from a newer image, and as a form asks for; nothing that they have is lost.
import { randomBytes } from 'node:crypto'
import Docker from 'dockerode'
import { afterAll, afterEach, beforeAll, expect, inject, it } from 'vitest'
import type { RunRequest } from '../../preload/model'
import { pull, startSession, type Session } from './engine-session'

const docker = new Docker({ socketPath: inject('engineSocket') })
const mark = `er${randomBytes(3).toString('hex')}`
const image = `${mark}:1`
let session: Session

beforeAll(async () => {
  session = await startSession(inject('engineSocket'))
  await pull(session, 'busybox')
})
afterEach(async () => {
  const mine = await docker.listContainers({ all: true, filters: { name: [mark] } })
  await Promise.all(mine.map(({ Id }) => docker.getContainer(Id).remove({ force: true, v: true })))
  const { Volumes } = await docker.listVolumes({ filters: { name: [mark] } })
  await Promise.all((Volumes ?? []).map(({ Name }) => docker.getVolume(Name).remove()))
  const networks = await docker.listNetworks({ filters: { name: [mark] } })
  await Promise.all(networks.map(({ Id }) => docker.getNetwork(Id).remove()))
  const images = await docker.listImages({ filters: { reference: [mark] } })
  for (const { Id } of images) await docker.getImage(Id).remove({ force: true })
})
afterAll(() => session.dispose())

/** An image of busybox that brings `changes`, under the name of this test; the name moves to the newest. */
async function makeImage(changes: string, script = 'true'): Promise<string> {
  const made = await docker.createContainer({ Image: 'busybox', Cmd: ['sh', '-c', script] })
  await made.start()
  await made.wait()
  const { Id } = (await made.commit({ repo: mark, tag: '1', changes })) as { Id: string }
  await made.remove()
  return Id
}

/** Ends when it is told to, which spares the wait for a kill. */
const stays = (seconds: number): string[] => ['sh', '-c', `trap 'exit 0' TERM; sleep ${seconds} & wait`]
const command = (seconds: number): string => JSON.stringify(stays(seconds))
const stay = stays(600)

async function shell(script: string): Promise<string> {
  const container = docker.getContainer(`${mark}-one`)
  const exec = await container.exec({ Cmd: ['sh', '-c', script], AttachStdout: true, Tty: true })
  const chunks: Buffer[] = []
  for await (const chunk of (await exec.start({ Tty: true })) as AsyncIterable<Buffer>) chunks.push(chunk)
  expect((await exec.inspect()).ExitCode).toBe(0)
  return Buffer.concat(chunks).toString().trim()
}

const inspect = () => docker.getContainer(`${mark}-one`).inspect()

it('takes the newer image, its values where the container had the old ones, and keeps what was its own', async () => {
  await makeImage(`ENV VERSION=1 SHARED=old\nLABEL from=image-1\nCMD ${command(600)}\nVOLUME /data`)
  const made = await docker.createContainer({
    Image: image,
    name: `${mark}-one`,
    Env: ['OWN=1', 'SHARED=mine'],
    Labels: { own: 'label', 'com.docker.compose.image': 'old' },
    HostConfig: { Memory: 64 * 2 ** 20, CapAdd: ['NET_ADMIN'], RestartPolicy: { Name: 'unless-stopped' } },
  })
  await made.start()
  await shell('echo data >/data/a; echo own >/own; rm /bin/vi')
  const before = await made.inspect()
  const newer = await makeImage(
    `ENV VERSION=2 SHARED=new\nLABEL from=image-2\nCMD ${command(601)}`,
    'touch /new',
  )

  const { id } = await session.containersService.recreate({ id: made.id })
  const after = await inspect()
  expect(after.Id).toBe(id)
  expect(after.Image).toBe(newer)
  expect(after.State.Running).toBe(true)
  expect(after.Config.Image).toBe(image)
  expect(after.Config.Cmd).toEqual(stays(601))
  expect(after.Config.Env.sort()).toEqual(expect.arrayContaining(['OWN=1', 'SHARED=mine', 'VERSION=2']))
  expect(after.Config.Labels).toMatchObject({
    own: 'label',
    from: 'image-2',
    'com.docker.compose.image': newer,
  })
  expect(after.HostConfig).toMatchObject({
    Memory: 64 * 2 ** 20,
    CapAdd: before.HostConfig.CapAdd,
    RestartPolicy: { Name: 'unless-stopped' },
  })
  expect(after.Mounts.map(({ Name }) => Name)).toEqual(before.Mounts.map(({ Name }) => Name))
  expect(await shell('cat /data/a /own; ls -d /new /bin/vi')).toMatch(/data\s+own\s+\/bin\/vi\s+\/new/)
  expect(await docker.listContainers({ all: true, filters: { name: [`${mark}-one`] } })).toHaveLength(1)
})

const request = (more: Partial<RunRequest> = {}): RunRequest => ({
  image: 'busybox',
  name: `${mark}-one`,
  ports: [],
  env: [],
  volumes: [],
  restart: 'no',
  command: stay,
  ...more,
})

it('changes what the form asks for; what it has no field for, and data, stay', async () => {
  await docker.createNetwork({ Name: `${mark}-net` })
  const made = await docker.createContainer({
    Image: 'busybox',
    name: `${mark}-one`,
    Cmd: stay,
    Env: ['A=1', 'GONE=1'],
    Labels: { 'com.docker.compose.project': mark, gone: 'x' },
    Volumes: { '/unnamed': {} },
    Healthcheck: { Test: ['CMD-SHELL', 'true'], Interval: 60e9 },
    HostConfig: {
      Memory: 64 * 2 ** 20,
      CapAdd: ['NET_ADMIN'],
      Tmpfs: { '/scratch': '' },
      Binds: [`${mark}-kept:/kept:ro`, `${mark}-gone:/gone`],
      NetworkMode: `${mark}-net`,
      ReadonlyRootfs: false,
    },
    NetworkingConfig: { EndpointsConfig: { [`${mark}-net`]: { Aliases: ['db'] } } },
  })
  await made.start()
  await shell('echo 1 >/unnamed/a; echo 2 >/own')

  await session.containersService.recreate({
    id: made.id,
    request: request({
      env: [{ name: 'A', value: '2' }],
      memoryBytes: 32 * 2 ** 20,
      healthCommand: 'true',
      networks: [`${mark}-net`, 'bridge'],
      volumes: [
        { name: `${mark}-kept`, path: '/kept' },
        { name: `${mark}-new`, path: '/new' },
      ],
    }),
  })
  const after = await inspect()
  expect(after.Config.Env).toEqual(expect.arrayContaining(['A=2']))
  expect(after.Config.Env.join()).not.toContain('GONE')
  expect(after.Config.Labels).toEqual({ 'com.docker.compose.project': mark })
  expect(after.Config.Healthcheck).toMatchObject({ Test: ['CMD-SHELL', 'true'], Interval: 60e9 })
  expect(after.HostConfig).toMatchObject({
    Memory: 32 * 2 ** 20,
    CapAdd: ['NET_ADMIN'],
    Tmpfs: { '/scratch': '' },
  })
  expect(after.HostConfig.Binds).toContain(`${mark}-kept:/kept:ro`)
  expect(after.Mounts.map(({ Destination }) => Destination).sort()).toEqual(['/kept', '/new', '/unnamed'])
  expect(Object.keys(after.NetworkSettings.Networks).sort()).toEqual(['bridge', `${mark}-net`].sort())
  expect(after.NetworkSettings.Networks[`${mark}-net`]?.Aliases).toContain('db')
  expect(await shell('cat /unnamed/a /own')).toMatch(/1\s+2/)
  expect((await docker.listVolumes({ filters: { name: [`${mark}-gone`] } })).Volumes).toHaveLength(1)
})

it('leaves it as it was when the new one does not run, and says why', async () => {
  const made = await docker.createContainer({ Image: 'busybox', name: `${mark}-one`, Cmd: stay })
  await made.start()
  await expect(
    session.containersService.recreate({ id: made.id, request: request({ command: ['no-such-program'] }) }),
  ).rejects.toMatchObject({
    code: 'container.recreate-failed',
    cause: { code: 'container.command-not-found' },
  })
  expect(await inspect()).toMatchObject({ Id: made.id, State: { Running: true } })
  const passing = await docker.createContainer({
    Image: 'busybox',
    name: `${mark}-rm`,
    HostConfig: { AutoRemove: true },
  })
  await expect(session.containersService.recreate({ id: passing.id })).rejects.toMatchObject({
    code: 'container.removes-itself',
  })
  await expect(
    session.containersService.recreate({ id: made.id, image: `${mark}:none` }),
  ).rejects.toMatchObject({
    code: 'image.not-found',
  })
})

it('keeps what a network was asked for when a limit is lifted', async () => {
  const networks = [`${mark}-a`, `${mark}-b`]
  const [first, second] = await Promise.all(
    networks.map((Name, at) =>
      docker.createNetwork({ Name, IPAM: { Config: [{ Subnet: `10.214.${at}.0/24` }] } }),
    ),
  )
  const mac = '02:42:0a:d6:00:09'
  const made = await docker.createContainer({
    Image: 'busybox',
    name: `${mark}-one`,
    Cmd: stay,
    HostConfig: { Memory: 64 * 2 ** 20, NetworkMode: first?.id },
    NetworkingConfig: {
      EndpointsConfig: {
        [first?.id ?? '']: { Aliases: ['web'], IPAMConfig: { IPv4Address: '10.214.0.9' }, MacAddress: mac },
      },
    },
  } as Docker.ContainerCreateOptions)
  await second?.connect({
    Container: made.id,
    EndpointConfig: { Aliases: ['inner'] },
  })
  await made.start()
  const asked = async () =>
    Object.entries((await inspect()).NetworkSettings.Networks).map(([name, one]) => ({
      ...{ name, aliases: one.Aliases?.filter((alias: string) => alias === 'web' || alias === 'inner') },
      ...{ ip: one.IPAMConfig?.IPv4Address, mac: one.MacAddress === mac },
    }))
  const before = await asked()
  expect(before).toMatchObject([
    { name: `${mark}-a`, aliases: ['web'], ip: '10.214.0.9', mac: true },
    { name: `${mark}-b`, aliases: ['inner'] },
  ])
  await session.setLimits(made.id, { memoryBytes: 0 })
  const after = await inspect()
  expect([after.Id === made.id, after.HostConfig.Memory, after.State.Running]).toEqual([false, 0, true])
  // From API 1.52 on nobody is told which address was asked for, and which one the network gave.
  const isTold = Number(session.store.getState().apiVersion?.split('.')[1]) < 52
  const [one, ...others] = before
  expect(await asked()).toEqual(isTold ? before : [{ ...one, mac: false }, ...others])
})

it('is paused as before when a limit is lifted, and changes nothing of one that removes itself', async () => {
  const make = (AutoRemove: boolean) =>
    docker.createContainer({
      Image: 'busybox',
      name: `${mark}-one`,
      Cmd: stay,
      HostConfig: { AutoRemove, Memory: 64 * 2 ** 20, NanoCpus: 5e8 },
    })
  const paused = await make(false)
  await paused.start()
  await paused.pause()
  await session.setLimits(paused.id, { memoryBytes: 0 })
  const after = await inspect()
  expect([after.Id === paused.id, after.State.Paused, after.HostConfig.Memory]).toEqual([false, true, 0])
  await docker.getContainer(after.Id).remove({ force: true })

  const passing = await make(true)
  await passing.start()
  await expect(session.setLimits(passing.id, { memoryBytes: 0, cpus: 1 })).rejects.toMatchObject({
    code: 'container.removes-itself',
  })
  expect((await inspect()).HostConfig).toMatchObject({ Memory: 64 * 2 ** 20, NanoCpus: 5e8 })
})
