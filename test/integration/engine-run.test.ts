// Runs containers with everything that the run form knows, on a real engine.
import { randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import Docker from 'dockerode'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { makeTestFolder } from '../support/test-folder'
import { pull, startSession, type Session } from './engine-session'

const docker = new Docker({ socketPath: inject('engineSocket') })
const mark = `er${randomBytes(3).toString('hex')}`
let session: Session

beforeAll(async () => {
  session = await startSession(inject('engineSocket'))
  await pull(session, 'busybox')
})
afterAll(async () => {
  const mine = await docker.listContainers({ all: true, filters: { name: [mark] } })
  await Promise.all(mine.map(({ Id }) => docker.getContainer(Id).remove({ force: true, v: true })))
  for (const name of ['front', 'back']) await docker.getNetwork(`${mark}-${name}`).remove()
  await session.dispose()
})

it('gives a container its folders, networks, limits, labels, program, user and health check', async () => {
  for (const name of ['front', 'back']) await docker.createNetwork({ Name: `${mark}-${name}` })
  const folder = join(await makeTestFolder('run'), 'site')
  await mkdir(folder)
  await writeFile(join(folder, 'page'), 'hello')
  const { id } = await session.containersService.run({
    request: {
      image: 'busybox',
      name: `${mark}-all`,
      ports: [],
      env: [],
      volumes: [],
      restart: 'no',
      folders: [{ source: folder, path: '/srv', readOnly: true }],
      networks: [`${mark}-front`, `${mark}-back`],
      labels: [{ name: '한글', value: 'a=b' }],
      entrypoint: ['sh', '-c'],
      command: ['cat page; id -u; touch page; sleep 600'],
      user: '1234',
      workingDir: '/srv',
      hostname: 'box',
      memoryBytes: 64 * 1024 * 1024,
      cpus: 0.5,
      healthCommand: 'true',
      init: true,
      tty: true,
      interactive: true,
    },
  })
  const info = await docker.getContainer(id).inspect()
  expect(info.Config).toMatchObject({
    Hostname: 'box',
    User: '1234',
    WorkingDir: '/srv',
    Labels: { 한글: 'a=b' },
    Entrypoint: ['sh', '-c'],
    Healthcheck: { Test: ['CMD-SHELL', 'true'] },
    Tty: true,
    OpenStdin: true,
  })
  expect(info.HostConfig).toMatchObject({ Memory: 64 * 1024 * 1024, NanoCpus: 5e8, Init: true })
  expect(Object.keys(info.NetworkSettings.Networks).sort()).toEqual([`${mark}-back`, `${mark}-front`])
  let text = ''
  for await (const lines of session.containersService.watchLogs({ id, tail: 10, follow: true })) {
    text += lines.map((line) => `${line.text}\n`).join('')
    if (/Read-only/i.test(text)) break
  }
  expect(text).toMatch(/^hello1234\ntouch: .*Read-only file system/)
  await expect(
    session.containersService.run({
      request: {
        image: 'busybox',
        name: `${mark}-bad`,
        ports: [],
        env: [],
        volumes: [{ name: 'x-data', path: '/srv' }],
        restart: 'no',
        folders: [{ source: folder, path: '/srv/', readOnly: false }],
      },
    }),
  ).rejects.toMatchObject({ code: 'container.bad-volume' })
})

it.each([
  [
    'container.no-gpu',
    { host: { DeviceRequests: [{ Driver: '', Count: -1, Capabilities: [['gpu']], Options: {} }] } },
    {},
  ],
  ['container.not-executable', {}, { command: ['/etc'] }],
  ['container.unknown-user', {}, { user: 'bob' }],
  ['container.command-not-found', {}, { command: ['nosuch'] }],
  [
    'engine.refused',
    {
      host: {
        Devices: [{ PathOnHost: '/dev/nope', PathInContainer: '/dev/nope', CgroupPermissions: 'rwm' }],
      },
    },
    {},
  ],
])('says %s where that keeps it from starting', async (code, extras, more) => {
  const request = {
    image: 'busybox',
    ports: [],
    env: [],
    volumes: [],
    restart: 'no' as const,
    extras,
    ...more,
  }
  const run = session.containersService.run({
    request: { ...request, name: `${mark}-${randomBytes(3).toString('hex')}` },
  })
  await expect(run).rejects.toMatchObject({ code })
})
