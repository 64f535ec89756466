// `docker` itself, through the endpoint, starting containers whose port a program of this computer has.
import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest'
import { run } from '../../main/base/child'
import { silentLog } from '../../main/base/log'
import { until } from '../../main/base/until'
import { openEndpoint, type Endpoint } from '../../main/engine/endpoint'
import { createPorts, type PortsParts } from '../../main/ports/ports'
import { portsOfService } from '../../main/ports/service-wants'
import { createStartGuard } from '../../main/ports/start-guard'
import { holdPort, unusedPort, type HeldPort } from '../support/held-port'
import { makeTestFolder } from '../support/test-folder'
import { dialSocket, pull, startSession, waitFor, type Session } from './engine-session'

const mark = `sg${randomBytes(3).toString('hex')}`
const socket = inject('engineSocket')
let session: Session
let ports: PortsParts
let held: HeldPort | undefined
const endpoints = new Map<'asks before' | 'explains after', { endpoint: Endpoint; url: string }>()

beforeAll(async () => {
  session = await startSession(socket)
  ports = createPorts({
    containers: session.containers,
    engine: session.store,
    forwarder: undefined,
    actions: {
      start: (options) => session.containersService.start(options),
      stop: (options) => session.containersService.stop(options),
      movePort: session.movePort,
    },
    log: silentLog,
  })
  for (const kind of ['asks before', 'explains after'] as const) {
    const guard = createStartGuard({
      starts: ports.starts,
      servicePorts: portsOfService(session.services),
      findContainer: session.findContainer,
      remove: (id) => session.containersService.remove({ id, force: true, volumes: true }),
      refuses: kind === 'asks before',
      sharesFolders: true,
      log: silentLog,
    })
    const path = `${await makeTestFolder('g')}/docker.sock`
    const endpoint = await openEndpoint({ path, dial: dialSocket(socket), log: silentLog, guard })
    endpoints.set(kind, { endpoint, url: `unix://${path}` })
  }
  await pull(session, 'busybox')
})
afterEach(async () => {
  await held?.end()
  held = undefined
  const { stdout } = await docker('explains after', 'ps', '-aqf', `name=${mark}`)
  const left = stdout.split('\n').filter(Boolean)
  if (left.length > 0) await docker('explains after', 'rm', '-fv', ...left)
})
afterAll(async () => {
  for (const { endpoint } of endpoints.values()) await endpoint.close()
  await ports.dispose()
  await session.dispose()
})

const docker = (kind: 'asks before' | 'explains after', ...args: string[]) =>
  run('docker', ['--host', endpoints.get(kind)?.url ?? '', ...args])

describe.each(['asks before', 'explains after'] as const)('an endpoint that %s', (kind) => {
  it('fails a run with Docker’s words and a line that names the program and the next free port', async () => {
    const port = await unusedPort()
    held = await holdPort(port)
    const name = `${mark}-web`
    const args = ['run', '-d', '--name', name, '-p', `${port}:80`, 'busybox', 'sleep', '600']
    const { exitCode, stderr } = await docker(kind, ...args)
    expect(exitCode).toBe(125)
    expect(stderr).toMatch(/address already in use\n/)
    expect(stderr).toContain(
      `Portside: port ${port} is held by python3 (PID ${held.pid}). The next free port is ${port + 1}.`,
    )
    const waiting = await waitFor(
      session.containers,
      (items) => [...items.values()].some((one) => one.name === name),
      'the container in the list',
    )
    expect([...waiting.values()].find((one) => one.name === name)?.state).toBe('created')
    // Freed, it starts as if nothing had been.
    await held.end()
    expect(await docker(kind, 'start', name)).toMatchObject({ exitCode: 0 })
    expect(await docker(kind, 'restart', '-t', '0', name)).toMatchObject({ exitCode: 0 })
    await docker(kind, 'pause', name)
    expect(await docker(kind, 'unpause', name)).toMatchObject({ exitCode: 0 })
  })

  it('fails a run that needs one of a range while all are held, and lets it have the one that is let go', async () => {
    const first = await unusedPort()
    held = await holdPort(first)
    const other = await holdPort(first + 1)
    const name = `${mark}-range`
    const args = ['-d', '--name', name, '-p', `0.0.0.0:${first}-${first + 1}:80`, 'busybox', 'sleep', '600']
    try {
      const { exitCode, stderr } = await docker(kind, 'run', ...args)
      expect(exitCode).toBe(125)
      expect(stderr).toMatch(/address already in use\n/)
      expect(stderr).toContain(
        `Portside: none of the 2 ports from ${first} to ${first + 1} is free; ${first} is held by python3 (PID ${held.pid}). The next free port is ${first + 2}.`,
      )
    } finally {
      await other.end()
    }
    // Engines before 28 try one port of a range at each start, the next one at the next.
    await until(async () => (await docker(kind, 'start', name)).exitCode === 0 || undefined, {
      deadlineMs: 60_000,
      waitingFor: 'a start in the range',
    })
    const { stdout } = await docker(kind, 'port', name, '80/tcp')
    expect(stdout).toContain(`0.0.0.0:${first + 1}`)
  })

  it('says who has a range that containers have', async () => {
    const first = await unusedPort()
    const running = ['run', '-d', '-p']
    for (const port of [first, first + 1])
      await docker(
        kind,
        ...running,
        `0.0.0.0:${port}:80`,
        '--name',
        `${mark}-${port}`,
        'busybox',
        'sleep',
        '600',
      )
    const range = `0.0.0.0:${first}-${first + 1}:80`
    const args = [...running, range, '--name', `${mark}-third`, 'busybox', 'sleep', '600']
    const { exitCode, stderr } = await docker(kind, ...args)
    expect(exitCode).toBe(125)
    expect(stderr).toContain('all ports are allocated')
    expect(stderr).toContain(
      `Portside: none of the 2 ports from ${first} to ${first + 1} is free; ${first} is held by the container ${mark}-${first}.`,
    )
  })

  it('leaves nothing of a run that was to remove itself, and does not keep docker waiting', async () => {
    const port = await unusedPort()
    held = await holdPort(port)
    const args = ['run', '--rm', '--name', `${mark}-rm`, '-p', `${port}:80`, 'busybox', 'echo', 'no']
    const { exitCode, stderr } = await docker(kind, ...args)
    expect(exitCode).toBe(125)
    expect(stderr).toContain(`python3 (PID ${held.pid})`)
    const { stdout } = await docker(kind, 'ps', '-aqf', `name=${mark}-rm`)
    expect(stdout).toBe('')
  })

  it('names the container that has the port', async () => {
    const port = await unusedPort()
    const running = ['run', '-d', '-p', `${port}:80`]
    await docker(kind, ...running, '--name', `${mark}-first`, 'busybox', 'sleep', '600')
    const { stderr } = await docker(kind, ...running, '--name', `${mark}-second`, 'busybox', 'sleep', '600')
    expect(stderr).toContain('port is already allocated')
    expect(stderr).toContain(`Portside: port ${port} is held by the container ${mark}-first.`)
  })
})

describe('a stack', () => {
  const stack = `${mark}s`
  const say = async (...args: string[]) => {
    const { exitCode, stderr, stdout } = await docker('asks before', ...args)
    return { exitCode, said: stderr + stdout }
  }
  beforeAll(async () => {
    await say('swarm', 'init', '--listen-addr', '127.0.0.1:0', '--advertise-addr', '127.0.0.1')
  })
  afterAll(async () => {
    await say('swarm', 'leave', '--force')
  })

  it('is not deployed over a program or a container that has its port, and says who', async () => {
    const other = await unusedPort()
    await say('run', '-d', '--name', `${mark}-other`, '-p', `${other}:80`, 'busybox', 'sleep', '600')
    await waitFor(
      session.containers,
      (items) =>
        [...items.values()].some(({ name, state }) => name === `${mark}-other` && state === 'running'),
      'the container to run',
    )
    const port = await unusedPort()
    held = await holdPort(port)
    const file = join(await makeTestFolder('st'), 'stack.yaml')
    const web = `image: busybox, command: sleep 600, deploy: { replicas: 0 }, ports: ["${port}:80"]`
    await writeFile(file, `version: "3.8"\nservices:\n  web: { ${web} }\n`)
    const deploy = ['stack', 'deploy', '--resolve-image', 'never', '-c', file, stack]
    const refused = await say(...deploy)
    expect(refused).toMatchObject({ exitCode: 1 })
    expect(refused.said).toContain(`failed to bind host port 0.0.0.0:${port}/tcp: address already in use`)
    expect(refused.said).toContain(
      `Portside: port ${port} is held by python3 (PID ${held.pid}). The next free port is ${port + 1}.`,
    )
    expect(await say('service', 'ls', '-q')).toEqual({ exitCode: 0, said: '' })

    await held.end()
    expect(await say(...deploy)).toMatchObject({ exitCode: 0 })
    await waitFor(
      session.services,
      (items) => [...items.values()].some(({ ports: of }) => of.some(({ hostPort }) => hostPort === port)),
      'the service to be known',
    )
    // The port is its own now, which a second deployment does not stumble over.
    expect(await say(...deploy)).toMatchObject({ exitCode: 0 })

    const update = ['service', 'update', '--detach', '--publish-add', `${other}:81`, `${stack}_web`]
    const taken = await say(...update)
    expect(taken.said).toContain(`Portside: port ${other} is held by the container ${mark}-other.`)
    expect(taken.exitCode).toBe(1)
  })
})
