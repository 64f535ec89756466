// Ports of real containers on this computer: who has them, that they answer, and that they are free afterwards.
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { silentLog } from '../../main/base/log'
import { until } from '../../main/base/until'
import { createPorts, type PortsParts } from '../../main/ports/ports'
import { pull, startSession, waitFor, type Session } from './engine-session'

const name = `ep${randomBytes(3).toString('hex')}`
const image = 'portside/sample-web:1.1'
let session: Session
let ports: PortsParts

beforeAll(async () => {
  session = await startSession(inject('engineSocket'))
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
  await pull(session, image)
})
afterAll(async () => {
  await ports.dispose()
  await session.dispose()
})

const check = (port: number) => ports.service.checkPort({ port, protocol: 'tcp', address: '127.0.0.1' })

describe('the port of a container', () => {
  it('is named with its container while it runs, answers, and is free again after it', async () => {
    const any = { hostAddress: '0.0.0.0', hostPort: 0, containerPort: 80, protocol: 'tcp' } as const
    const { id } = await session.containersService.run({
      request: { image, name, ports: [any], env: [], volumes: [], restart: 'no' },
    })
    const running = await waitFor(
      session.containers,
      (items) => items.get(id)?.state === 'running',
      'it running',
    )
    const port = running.get(id)?.ports[0]?.hostPort ?? 0
    await waitFor(ports.forwards, (items) => items.has(`tcp/0.0.0.0:${port}`), 'its port in the list')
    const page = await until(async () => (await fetch(`http://127.0.0.1:${port}/`)).text(), {
      deadlineMs: 10_000,
      waitingFor: 'the page',
    })
    expect(page).toContain('<html')
    expect(await check(port)).toMatchObject({
      state: 'held',
      holder: { kind: 'container', name, containerId: id },
    })
    await session.containersService.stop({ id })
    await waitFor(ports.forwards, (items) => !items.has(`tcp/0.0.0.0:${port}`), 'its port to be gone')
    expect(await check(port)).toMatchObject({ state: 'free' })
    await session.containersService.remove({ id })
  })
})
