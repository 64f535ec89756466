// Whether a port is free, who has it, and which one is free instead: asked of this computer itself.
import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { silentLog } from '../../main/base/log'
import { probeBind } from '../../main/ports/bind-probe'
import type { Listener } from '../../main/ports/listener'
import { createPortChecker, holderOf } from '../../main/ports/port-check'
import { listenerReader } from '../../main/ports/read-listeners'
import type { Container, PortCheck } from '../../preload/model'
import { container, tcp } from './container-fixture'

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()))
})

async function listenTcp(address: string, port = 0): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, address, resolve))
  closers.push(() => new Promise((resolve) => server.close(resolve)))
  const bound = server.address()
  return typeof bound === 'object' && bound ? bound.port : 0
}

async function listenUdp(address: string): Promise<number> {
  const socket = createSocket('udp4')
  await new Promise<void>((resolve) => socket.bind(0, address, resolve))
  closers.push(() => new Promise<void>((resolve) => socket.close(resolve)))
  return socket.address().port
}

interface Setting {
  readonly containers?: readonly Container[]
  readonly listeners?: readonly Listener[] | Error
  readonly ephemeral?: readonly [number, number]
}

const checker = ({ containers = [], listeners, ephemeral = [65_535, 65_535] }: Setting = {}) =>
  createPortChecker({
    containers: () => containers,
    readListeners: async (signal) => {
      if (listeners instanceof Error) throw listeners
      return listeners ?? listenerReader()(signal)
    },
    probe: probeBind,
    ephemeralPorts: async () => ephemeral,
    reserved: async () => [],
    log: silentLog,
  })

const check = (port: number, setting?: Setting, address = '127.0.0.1'): Promise<PortCheck> =>
  checker(setting).check({ port, protocol: 'tcp', address })

describe('checking a port', () => {
  it('finds it free however many ask at the same time', async () => {
    const port = await listenTcp('127.0.0.1')
    await closers.pop()?.()
    const addresses = ['127.0.0.1', '0.0.0.0', '127.0.0.1', '0.0.0.0']
    const answers = await Promise.all(addresses.map((address) => probeBind('tcp', address, port)))
    expect(answers).toEqual(addresses.map(() => 'free'))
  })

  it('names the process that holds it, and a port that is free', async () => {
    const port = await listenTcp('127.0.0.1')
    const answer = await check(port, undefined, '0.0.0.0')
    expect(answer).toMatchObject({
      state: 'held',
      holder: { kind: 'process', pid: process.pid, address: '127.0.0.1' },
    })
    expect(answer.holder?.command).toContain('node')
    expect(answer.nextFreePort).toBeDefined()
    await listenTcp('0.0.0.0', answer.nextFreePort)
    expect(await holderOf(port)).toMatchObject({ pid: process.pid })
  })

  it('finds it free again once it is closed', async () => {
    const port = await listenTcp('127.0.0.1')
    await closers.pop()?.()
    expect(await check(port)).toEqual({ port, protocol: 'tcp', address: '127.0.0.1', state: 'free' })
  })

  it('keeps TCP and UDP apart', async () => {
    const port = await listenUdp('127.0.0.1')
    expect((await check(port)).state).toBe('free')
    const udp = await checker().check({ port, protocol: 'udp', address: '0.0.0.0' })
    expect(udp).toMatchObject({ state: 'held', holder: { kind: 'process', pid: process.pid } })
  })

  it('finds the holder that listens on all addresses of both families', async () => {
    const port = await listenTcp('::')
    expect(await check(port)).toMatchObject({ state: 'held', holder: { kind: 'process', address: '::' } })
  })

  it('names the running container rather than the program that serves it', async () => {
    const port = await listenTcp('0.0.0.0')
    const containers = [container('shop-db-1', [tcp(port)])]
    expect(await check(port, { containers })).toMatchObject({
      state: 'held',
      holder: { kind: 'container', name: 'shop-db-1', containerId: containers[0]?.id },
    })
  })

  it('believes a listener where the system would let a second one in', async () => {
    const port = await listenTcp('127.0.0.1')
    await closers.pop()?.()
    const listeners: Listener[] = [{ protocol: 'tcp', address: '0.0.0.0', port, pid: 9, process: 'AirPlay' }]
    expect(await check(port, { listeners })).toMatchObject({
      state: 'held',
      holder: { kind: 'process', name: 'AirPlay', pid: 9 },
    })
  })

  it('offers no port that something listens on, that a stopped container wants, or that the system hands out', async () => {
    const port = await listenTcp('127.0.0.1')
    const listeners: Listener[] = [
      { protocol: 'tcp', address: '127.0.0.1', port },
      { protocol: 'tcp', address: '10.0.0.1', port: port + 1 },
    ]
    const containers = [container('stopped', [tcp(port + 2)], { state: 'exited' })]
    const ephemeral = [port + 3, port + 9] as const
    const { nextFreePort = 0 } = await check(port, { listeners, containers, ephemeral })
    expect(nextFreePort).toBeGreaterThan(port + 9)
  })

  it('looks below when nothing is free above', async () => {
    const port = await listenTcp('127.0.0.1')
    const { nextFreePort = 0 } = await check(port, { ephemeral: [port, 65_535] })
    expect(nextFreePort).toBeGreaterThanOrEqual(1024)
    expect(nextFreePort).toBeLessThan(port)
  })

  it('still tells held from free when nobody can be named', async () => {
    const port = await listenTcp('127.0.0.1')
    expect(await check(port, { listeners: new Error('not allowed') })).toMatchObject({
      state: 'held',
      holder: { kind: 'unknown' },
    })
  })

  it.each([0, -1, 65_536, 1.5, Number.NaN])('refuses %d', async (port) => {
    await expect(check(port)).rejects.toMatchObject({ code: 'port.bad-port' })
  })

  it.each(['localhost', '192.0.2.1', '300.1.1.1'])('refuses the address %s', async (address) => {
    await expect(check(8080, {}, address)).rejects.toMatchObject({ code: 'port.bad-address' })
  })
})
