// Ports of real containers on this computer: who has them, that they answer, and that they are free afterwards.
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { silentLog } from '../../main/base/log'
import { until } from '../../main/base/until'
import { besideContainers } from '../../main/machine/beside-containers'
import { containerSockets } from '../../main/ports/container-sockets'
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
    sockets: containerSockets(besideContainers({ name: 'none' })),
    actions: {
      start: (options) => session.containersService.start(options),
      stop: (options) => session.containersService.stop(options),
      movePort: session.movePort,
    },
    log: silentLog,
  })
  await pull(session, image)
  await pull(session, 'busybox')
})
afterAll(async () => {
  await ports.dispose()
  await session.dispose()
})

const check = (port: number) => ports.service.checkPort({ port, protocol: 'tcp', address: '127.0.0.1' })

describe('the port of a container', () => {
  it('is named with its container while it runs, answers, and is free again after it', async () => {
    const any = { hostAddress: '', hostPort: 0, containerPort: 80, protocol: 'tcp' } as const
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
    // Seen inside the container, by both families.
    await waitFor(
      ports.forwards,
      (items) => items.get(`tcp/0.0.0.0:${port}`)?.reachIpv6 !== undefined,
      'both families to be tried',
    )
    expect(ports.forwards.getState().get(`tcp/0.0.0.0:${port}`)).toMatchObject({
      reach: 'reached',
      reachIpv6: 'reached',
    })
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

describe('what comes of a connection', () => {
  const dhcp = 'printf "interface eth0\\nstart 10.0.0.1\\nend 10.0.0.2\\n" >/etc/udhcpd.conf; exec udhcpd -f'
  const cases = [
    ['not-listening', 'tcp', 80, ['sleep', '600']],
    ['loopback-only', 'tcp', 80, ['httpd', '-f', '-p', '127.0.0.1:80']],
    ['reached', 'tcp', 80, ['httpd', '-f', '-p', '80']],
    // It ends every connection at once.
    ['reached', 'tcp', 80, ['nc', '-ll', '-p', '80', '-e', '/bin/true']],
    ['listening', 'udp', 67, ['sh', '-c', `mkdir -p /var/lib/misc; ${dhcp}`]],
    ['not-listening', 'udp', 80, ['sleep', '600']],
  ] as const
  it('is told with its reason, as the container’s own side shows it', async () => {
    const ids = await Promise.all(
      cases.map(async ([, protocol, containerPort, command], n) => {
        const request = {
          ...{ image: 'busybox', name: `${name}-${n}`, env: [], volumes: [], restart: 'no' as const },
          ports: [{ hostAddress: '127.0.0.1', hostPort: 0, containerPort, protocol }],
          command,
        }
        return (await session.containersService.run({ request })).id
      }),
    )
    const told = (id: string) =>
      [...ports.forwards.getState().values()].find((one) => one.containerId === id)?.reach
    await waitFor(
      ports.forwards,
      () => ids.every((id) => told(id) !== undefined),
      'an answer for each of them',
      40_000,
    )
    expect(ids.map(told)).toEqual(cases.map(([reach]) => reach))
    await Promise.all(ids.map((id) => session.containersService.remove({ id, force: true })))
  })
})
