// Forwards follow what containers publish, and say who is in the way.
import { createServer, type Server } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { createCollection } from '../../main/base/collection'
import { silentLog } from '../../main/base/log'
import { until } from '../../main/base/until'
import type { Forwarder } from '../../main/ports/forwards'
import type { Wanted } from '../../main/ports/port-holder'
import { createPorts, type PortsParts } from '../../main/ports/ports'
import { AppError } from '../../preload/errors'
import type { Container, Engine } from '../../preload/model'
import { container, noFixes, tcp } from './container-fixture'

/** Opens real ports of this computer, like the one of a machine; what they lead to does not matter here. */
function realForwarder() {
  const open = new Map<string, { place: Wanted; server: Server }>()
  const keyOf = (place: Wanted): string => `${place.protocol}/${place.address}:${place.port}`
  const guestPorts: number[] = []
  const forwarder: Forwarder = {
    expose: async (place, guestPort) => {
      const server = createServer()
      await new Promise<void>((resolve, reject) => {
        server.once('error', () => reject(new AppError('port.taken', { params: { port: place.port } })))
        server.listen(place.port, place.address, resolve)
      })
      guestPorts.push(guestPort)
      open.set(keyOf(place), { place, server })
    },
    unexpose: async (place) => {
      const entry = open.get(keyOf(place))
      open.delete(keyOf(place))
      await new Promise((resolve) => (entry ? entry.server.close(resolve) : resolve(undefined)))
    },
    list: async () => [...open.values()].map((entry) => entry.place),
  }
  const closeAll = () => Promise.all([...open.values()].map(({ place }) => forwarder.unexpose(place)))
  return { forwarder, open, guestPorts, closeAll }
}

const endings: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of endings.splice(0)) await end()
})

function setUp(withForwarder = true) {
  const containers = createCollection<Container>()
  const engine = createStore<Engine>(() => ({ state: 'connected' }))
  const real = realForwarder()
  const ports = createPorts({
    containers: containers.store,
    engine,
    forwarder: withForwarder ? real.forwarder : undefined,
    ...noFixes,
    log: silentLog,
  })
  endings.push(ports.dispose, real.closeAll)
  return { containers, engine, ports, ...real }
}

const forwardsAre = (ports: PortsParts, fits: (states: string[]) => boolean, what: string) =>
  until(
    () => {
      const states = [...ports.forwards.getState().values()].map((one) => `${one.id} ${one.state}`)
      return fits(states.sort()) ? true : undefined
    },
    { deadlineMs: 20_000, everyMs: 5, waitingFor: what },
  )

const only =
  (...wanted: string[]) =>
  (states: string[]): boolean =>
    JSON.stringify(states) === JSON.stringify(wanted.sort())

async function take(port: number): Promise<() => Promise<unknown>> {
  const server = createServer()
  await new Promise<void>((resolve, reject) =>
    server.once('error', reject).listen(port, '127.0.0.1', resolve),
  )
  return () => new Promise((resolve) => server.close(resolve))
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}

describe('forwards', () => {
  it('open with a container and free the port with its end', async () => {
    const { containers, ports, guestPorts, open } = setUp()
    const port = await freePort()
    const web = container('web', [tcp(port, '127.0.0.1')])
    containers.upsert(web)
    await forwardsAre(ports, only(`tcp/127.0.0.1:${port} open`), 'the forward')
    expect(guestPorts).toEqual([port])
    containers.upsert({ ...web, state: 'exited' })
    await forwardsAre(ports, only(), 'no forward')
    await until(() => (open.size === 0 ? true : undefined), {
      deadlineMs: 20_000,
      waitingFor: 'the port to be freed',
    })
    const release = await take(port)
    await release()
  })

  it('stay with a paused container, and move with a port that moves', async () => {
    const { containers, ports, guestPorts } = setUp()
    const [first, second] = [await freePort(), await freePort()]
    const web = container('web', [tcp(first, '127.0.0.1')])
    containers.upsert(web)
    await forwardsAre(ports, only(`tcp/127.0.0.1:${first} open`), 'the first')
    containers.upsert({ ...web, state: 'paused' })
    containers.upsert({ ...web, state: 'running', ports: [tcp(second, '127.0.0.1')] })
    await forwardsAre(ports, only(`tcp/127.0.0.1:${second} open`), 'the second')
    expect(guestPorts).toEqual([first, second])
  })

  it('name the program in the way, and open once it is gone', async () => {
    const { containers, ports } = setUp()
    const port = await freePort()
    const release = await take(port)
    // As a window does: a conflict that is seen is looked at often.
    const watching = new AbortController()
    const watch = (async () => {
      for await (const _ of ports.service.watchConflicts({ signal: watching.signal }));
    })()
    endings.unshift(() => (watching.abort(), watch))
    containers.upsert(container('web', [tcp(port, '127.0.0.1')]))
    await forwardsAre(ports, only(`tcp/127.0.0.1:${port} failed`), 'the failure')
    expect(ports.forwards.getState().get(`tcp/127.0.0.1:${port}`)).toMatchObject({
      error: { code: 'port.taken-by-process', params: { port } },
      holder: { kind: 'process', pid: process.pid },
    })
    await release()
    await forwardsAre(ports, only(`tcp/127.0.0.1:${port} open`), 'the forward')
  })

  it('are opened again after the machine restarted, and forgotten while it is off', async () => {
    const { containers, engine, ports, closeAll, open } = setUp()
    const port = await freePort()
    containers.upsert(container('web', [tcp(port, '127.0.0.1')]))
    await forwardsAre(ports, only(`tcp/127.0.0.1:${port} open`), 'the forward')
    engine.setState({ state: 'disconnected' }, true)
    await closeAll()
    await forwardsAre(ports, only(), 'no forward')
    engine.setState({ state: 'connected' }, true)
    await forwardsAre(ports, only(`tcp/127.0.0.1:${port} open`), 'the forward again')
    await until(() => (open.size === 1 ? true : undefined), { deadlineMs: 20_000, waitingFor: 'the port' })
    // The program that opens ports may end without the engine noticing.
    await closeAll()
    await ports.sync()
    expect(open.size).toBe(1)
  })

  it('take over what is open already, and stay while the engine only reconnects', async () => {
    const { containers, engine, ports, forwarder, guestPorts } = setUp()
    const port = await freePort()
    await ports.sync()
    await forwarder.expose({ protocol: 'tcp', address: '127.0.0.1', port }, port)
    engine.setState({ state: 'connecting' }, true)
    containers.upsert(container('web', [tcp(port, '127.0.0.1')]))
    engine.setState({ state: 'connected' }, true)
    await forwardsAre(ports, only(`tcp/127.0.0.1:${port} open`), 'the forward')
    expect(guestPorts.length).toBeLessThanOrEqual(2)
    engine.setState({ state: 'connecting' }, true)
    expect(ports.forwards.getState().size).toBe(1)
  })

  it('are simply there where containers’ ports are on this computer', async () => {
    const { containers, ports, guestPorts } = setUp(false)
    containers.upsert(container('web', [tcp(8080), tcp(0)]))
    await forwardsAre(ports, only('tcp/0.0.0.0:8080 open'), 'the forward')
    expect(guestPorts).toEqual([])
  })

  it('are closed with the app', async () => {
    const { containers, ports, open } = setUp()
    containers.upsert(container('web', [tcp(await freePort(), '127.0.0.1')]))
    await forwardsAre(ports, (states) => states.length === 1, 'the forward')
    await ports.dispose()
    expect(open.size).toBe(0)
  })
})
