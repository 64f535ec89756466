// Connections through ports that were just opened: real sockets that answer, that drop what they take, and none.
import { createServer, type AddressInfo, type Server } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createCollection } from '../../main/base/collection'
import { until } from '../../main/base/until'
import { probeReach, Reach, reachedAt } from '../../main/ports/reach'
import type { Container, PortForward, PortReach } from '../../preload/model'
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
const dropping: Taking = (socket) => socket.destroy()
const greeting: Taking = (socket) => socket.end('hello')
const signal = new AbortController().signal

describe('a connection to an open port', () => {
  it.each([
    ['waits for what the client says', silent, 'reached'],
    ['greets', greeting, 'reached'],
    ['drops it at once', dropping, 'silent'],
  ] as const)('to a program that %s', async (_name, take, expected) => {
    const port = await listen(take)
    for (const address of ['127.0.0.1', '0.0.0.0'])
      expect(await probeReach(tcp(port, address), signal)).toBe(expected)
  })

  it('is refused where nobody listens, and in the other family', async () => {
    expect(await probeReach(tcp(await closedPort()), signal)).toBe('refused')
    const port = await listen(silent, '::1')
    expect(await probeReach(tcp(port, '::1'), signal)).toBe('reached')
    expect(await probeReach(tcp(port, '::'), signal)).toBe('reached')
    expect(await probeReach(tcp(port, '127.0.0.1'), signal)).toBe('refused')
  })

  it('is made where programs on this computer reach it', () => {
    expect(['', '0.0.0.0', '::', '10.0.0.5'].map(reachedAt)).toEqual([
      '127.0.0.1',
      '127.0.0.1',
      '::1',
      '10.0.0.5',
    ])
  })
})

function setUp(probe = probeReach) {
  const containers = createCollection<Container>()
  const forwards = createCollection<PortForward>()
  const found: string[] = []
  const note = (forward: PortForward, reach: PortReach): void => void found.push(`${forward.id} ${reach}`)
  const reach = new Reach({ containers: containers.store, forwards: forwards.store, probe, note })
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
    expect(await told(2)).toEqual([`tcp/${port} refused`, `tcp/${port} reached`])
    containers.upsert({ ...web, startedAt: 2 })
    expect(await told(3)).toHaveLength(3)
  })

  it('are left alone when they lead nowhere yet, carry UDP, or were closed meanwhile', async () => {
    const { containers, forwards, open, told, found } = setUp()
    const port = await listen(silent)
    const dns = container('dns', [{ ...tcp(port), protocol: 'udp' }])
    const paused = container('paused', [tcp(port + 1)], { state: 'paused' })
    const gone = container('gone', [tcp(port + 2)])
    const web = container('web', [tcp(port)])
    containers.upsert(dns, paused, gone, web)
    for (const one of [dns, paused, gone]) open(one)
    forwards.remove(`tcp/${port + 2}`)
    open(web)
    await told(1)
    expect(found).toEqual([`tcp/${port} reached`])
  })

  it('come up 200 at once, no more than 16 connections at a time', async () => {
    let now = 0
    let most = 0
    const { containers, open, told } = setUp(async () => {
      most = Math.max(most, ++now)
      await new Promise((resolve) => setImmediate(resolve))
      now -= 1
      return 'reached'
    })
    const many = container(
      'many',
      Array.from({ length: 200 }, (_, n) => tcp(20_000 + n)),
    )
    containers.upsert(many)
    open(many)
    expect(new Set(await told(200)).size).toBe(200)
    expect(most).toBe(16)
  })
})
