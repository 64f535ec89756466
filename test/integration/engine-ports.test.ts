// Ports of real containers on this computer: who has them, that they answer, and that they are free afterwards.
import { randomBytes, randomInt } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { silentLog } from '../../main/base/log'
import { until } from '../../main/base/until'
import { besideContainers } from '../../main/machine/beside-containers'
import { containerSockets } from '../../main/ports/container-sockets'
import { createPorts, type PortsParts } from '../../main/ports/ports'
import { pull, startSession, waitFor, type Session } from './engine-session'

const uniqueName = (): string => `ep${randomBytes(3).toString('hex')}`
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

/** Tells which step it was that never ended, which a test that takes too long does not. */
const within = <T>(deadlineMs: number, waitingFor: string, work: Promise<T>): Promise<T> => {
  const late = delay(deadlineMs, undefined, { ref: false }).then(() => {
    throw new Error(`waited ${deadlineMs} ms for ${waitingFor}`)
  })
  return Promise.race([work, late])
}

const check = (port: number) => ports.service.checkPort({ port, protocol: 'tcp', address: '127.0.0.1' })

describe('the port of a container', () => {
  it('is named with its container while it runs, answers, and is free again after it', async () => {
    // Of its own in each try: what a try that failed left behind would be in the way of the next.
    const name = uniqueName()
    // Docker 20.10 hands out a port of IPv4 and one of IPv6 apart from each other: numbers that it chose may differ.
    const near = 20_000 + randomInt(8_000)
    const free = await ports.service.findFree({ near, protocol: 'tcp', address: '0.0.0.0', count: 1 })
    const [port = 0] = free.ports
    const binding = { hostAddress: '', hostPort: port, containerPort: 80, protocol: 'tcp' } as const
    const run = session.containersService.run({
      request: { image, name, ports: [binding], env: [], volumes: [], restart: 'no' },
    })
    const { id } = await within(60_000, 'it to be run', run)
    await waitFor(ports.forwards, (items) => items.has(`tcp/0.0.0.0:${port}`), 'its port in the list')
    const page = await until(
      async () => (await fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(5_000) })).text(),
      { deadlineMs: 60_000, waitingFor: 'the page' },
    )
    expect(page).toContain('<html')
    // Seen inside the container, by both families.
    await waitFor(
      ports.forwards,
      (items) => items.get(`tcp/0.0.0.0:${port}`)?.reachIpv6 !== undefined,
      'both families to be tried',
      60_000,
    )
    expect(ports.forwards.getState().get(`tcp/0.0.0.0:${port}`)).toMatchObject({
      reach: 'reached',
      reachIpv6: 'reached',
    })
    expect(await within(20_000, 'its holder', check(port))).toMatchObject({
      state: 'held',
      holder: { kind: 'container', name, containerId: id },
    })
    await within(60_000, 'it to stop', session.containersService.stop({ id }))
    await waitFor(ports.forwards, (items) => !items.has(`tcp/0.0.0.0:${port}`), 'its port to be gone')
    expect(await within(20_000, 'a free port', check(port))).toMatchObject({ state: 'free' })
    await within(60_000, 'it to be removed', session.containersService.remove({ id }))
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
    const name = uniqueName()
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
      100_000,
    )
    expect(ids.map(told)).toEqual(cases.map(([reach]) => reach))
    await Promise.all(ids.map((id) => session.containersService.remove({ id, force: true })))
  })
})
