// `docker` itself, through the endpoint, starting containers whose port a program of this computer has.
import { randomBytes } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest'
import { run } from '../../main/base/child'
import { silentLog } from '../../main/base/log'
import { openEndpoint, type Endpoint } from '../../main/engine/endpoint'
import { createPorts, type PortsParts } from '../../main/ports/ports'
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
      findContainer: session.findContainer,
      remove: (id) => session.containersService.remove({ id, force: true, volumes: true }),
      refuses: kind === 'asks before',
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
