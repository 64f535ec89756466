// When ports that were just opened are tried, how often, and how many together.
import { createServer, type AddressInfo, type Server } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createCollection } from '../../main/base/collection'
import { until } from '../../main/base/until'
import type { ReadSockets } from '../../main/ports/container-sockets'
import { knockAt, type KnockAt } from '../../main/ports/knock'
import { Reach, type FoundReach } from '../../main/ports/reach'
import type { Container, PortForward } from '../../preload/model'
import { container, tcp } from './container-fixture'

const endings: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end()
})

type Taking = (socket: import('node:net').Socket) => void

async function listen(take: Taking, address = '127.0.0.1', port = 0): Promise<number> {
  const server: Server = createServer(take)
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, address, resolve))
  endings.push(() => new Promise((resolve) => server.close(resolve)))
  return (server.address() as AddressInfo).port
}

async function closedPort(): Promise<number> {
  const port = await listen(() => {})
  await endings.pop()?.()
  return port
}

const silent: Taking = (socket) => socket.resume()

function setUp(knock: KnockAt = knockAt, sockets: ReadSockets = async () => new Map()) {
  const containers = createCollection<Container>()
  const forwards = createCollection<PortForward>()
  const found: string[] = []
  const note = (forward: PortForward, { reach, reachIpv6 }: FoundReach): void =>
    void found.push(`${forward.id} ${reach ?? `ipv6 ${reachIpv6}`}`)
  const reach = new Reach({ containers: containers.store, forwards: forwards.store, knock, sockets, note })
  endings.push(() => reach.dispose())
  const open = (owner: Container): void =>
    forwards.upsert(
      ...owner.ports.map((binding) => ({
        id: `${binding.protocol}/${binding.hostPort}`,
        containerId: owner.id,
        binding,
        state: 'open' as const,
      })),
    )
  const told = (count: number) =>
    until(() => (found.length >= count ? found : undefined), {
      deadlineMs: 20_000,
      everyMs: 5,
      waitingFor: `${count} answers`,
    })
  return { containers, forwards, found, open, told }
}

describe('forwards', () => {
  it('are tried until the container answers, which is told once per start of it', async () => {
    const port = await closedPort()
    const { containers, open, told } = setUp()
    const web = container('web', [tcp(port, '127.0.0.1')], { startedAt: 1 })
    containers.upsert(web)
    open(web)
    await told(1)
    await listen(silent, '127.0.0.1', port)
    expect(await told(2)).toEqual([`tcp/${port} refused`, `tcp/${port} answered`])
    containers.upsert({ ...web, startedAt: 2 })
    expect(await told(3)).toHaveLength(3)
  })

  it('are left alone when they lead nowhere yet or were closed meanwhile', async () => {
    const { containers, forwards, open, told, found } = setUp()
    const port = await listen(silent)
    const paused = container('paused', [tcp(port + 1)], { state: 'paused' })
    const gone = container('gone', [tcp(port + 2)])
    const web = container('web', [tcp(port)])
    containers.upsert(paused, gone, web)
    for (const one of [paused, gone]) open(one)
    forwards.remove(`tcp/${port + 2}`)
    open(web)
    await told(1)
    expect(found).toEqual([`tcp/${port} answered`])
  })

  it('are tried 16 at a time, and those to the same port inside never together', async () => {
    let now = 0
    let most = 0
    const inside = new Set<number>()
    const knock: KnockAt = async ({ containerPort }) => {
      most = Math.max(most, ++now)
      expect(inside.has(containerPort)).toBe(false)
      inside.add(containerPort)
      return { outcome: 'held', close: () => void (now--, inside.delete(containerPort)) }
    }
    const { containers, open, told } = setUp(knock)
    const many = container(
      'many',
      Array.from({ length: 200 }, (_, n) => tcp(20_000 + n, '0.0.0.0', 80 + (n >> 1))),
    )
    containers.upsert(many)
    open(many)
    expect(new Set(await told(200)).size).toBe(200)
    expect(most).toBe(16)
  })
})
