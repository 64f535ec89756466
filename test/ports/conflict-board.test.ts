// How often the board looks, and at what: cheaply while nobody watches, at everything while somebody does.
import { createServer, type AddressInfo } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { createCollection } from '../../main/base/collection'
import { silentLog } from '../../main/base/log'
import { probeBind } from '../../main/ports/bind-probe'
import { ConflictBoard } from '../../main/ports/conflict-board'
import { Fixes } from '../../main/ports/fixes'
import type { Listener, Named } from '../../main/ports/listener'
import type { KnownWant } from '../../main/ports/port-wants'
import { quickLook, waitedFor } from '../../main/ports/quick-look'
import type { Container, PortForward } from '../../preload/model'
import { container, noFixes, tcp } from './container-fixture'

const endings: (() => unknown)[] = []
afterEach(async () => {
  vi.useRealTimers()
  for (const end of endings.splice(0)) await end()
})

function setUp(peeks: boolean) {
  const containers = createCollection<Container>()
  const forwards = createCollection<PortForward>()
  const looks: (Named | undefined)[] = []
  const signs = { now: 'free' }
  let listeners: readonly Listener[] | Error = []
  const board = new ConflictBoard({
    containers: containers.store,
    forwards: forwards.store,
    wants: createStore<readonly KnownWant[]>(() => []),
    readListeners: async (_signal, named) => {
      looks.push(named)
      if (listeners instanceof Error) throw listeners
      return listeners
    },
    reserved: async () => [],
    ephemeralPorts: async () => [32_768, 60_999],
    lowestPort: async () => 0,
    loopback6ByIpv4: false,
    fixes: new Fixes({ ...noFixes, probe: async () => 'free' }),
    ...(peeks ? { peek: async () => signs.now } : {}),
    refused: () => new Map(),
    onListeners: () => {},
    log: silentLog,
    paceMs: 1_000,
  })
  endings.push(() => board.dispose())
  return { containers, board, looks, signs, set: (all: readonly Listener[] | Error) => (listeners = all) }
}

const someone: Listener = { protocol: 'tcp', address: '0.0.0.0', port: 3306, otherUser: true }

describe('a list of listeners that cannot be read', () => {
  it('is told with its reason until it can be read again, and ends no conflict', async () => {
    const { containers, board, set } = setUp(false)
    containers.upsert(container('db', [tcp(3306)], { state: 'exited' }))
    set([someone])
    await board.look()
    expect([...board.conflicts.getState().values()]).toHaveLength(1)

    set(new Error('spawn powershell.exe EPERM'))
    await board.look()
    expect(board.lastLook.getState().error).toMatchObject({
      code: 'port.listeners-unreadable',
      detail: 'Error: spawn powershell.exe EPERM',
    })
    expect([...board.conflicts.getState().values()]).toHaveLength(1)

    set([])
    await board.look()
    expect(board.lastLook.getState()).toEqual({})
    expect([...board.conflicts.getState().values()]).toEqual([])
  })
})

describe('the board, while nobody watches', () => {
  it('only peeks where a look is expensive, and looks once there is something to see', async () => {
    vi.useFakeTimers()
    const { containers, board, looks, signs, set } = setUp(true)
    containers.upsert(container('db', [tcp(3306)], { state: 'exited' }))
    await vi.advanceTimersByTimeAsync(60_000)
    expect(looks).toHaveLength(1)
    set([someone])
    signs.now = 'held'
    await vi.advanceTimersByTimeAsync(10_000)
    expect(looks).toHaveLength(2)
    expect([...board.conflicts.getState().values()]).toMatchObject([
      { when: 'later', holder: { otherUser: true } },
    ])
    // What a peek cannot see is not missed for ever.
    await vi.advanceTimersByTimeAsync(620_000)
    expect(looks).toHaveLength(3)
  })

  it('looks every 10 s where that is cheap, and not at all where no port is wanted', async () => {
    vi.useFakeTimers()
    const { containers, looks } = setUp(false)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(looks).toHaveLength(0)
    containers.upsert(container('db', [tcp(3306)], { state: 'exited' }))
    await vi.advanceTimersByTimeAsync(30_500)
    expect(looks).toHaveLength(4)
  })

  it('needs the owners of the ports that somebody wants; of all while the list is watched', async () => {
    const { containers, board, looks } = setUp(false)
    containers.upsert(container('db', [tcp(3306)], { state: 'exited' }))
    await board.look()
    const named = looks.at(-1)
    expect([named?.('tcp', 3306), named?.('udp', 3306), named?.('tcp', 80)]).toEqual([true, false, false])
    const stop = new AbortController()
    const watch = board.watchListeners(stop.signal)[Symbol.asyncIterator]()
    await watch.next()
    expect(looks.at(-1)).toBeUndefined()
    stop.abort()
    await watch.next()
  })
})

describe('a peek', () => {
  it('is another once a port that somebody waits for is taken, and once it is free again', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    await new Promise((resolve) => server.close(resolve))
    const binding = tcp(port, '127.0.0.1')
    const of = {
      containers: [container('waits', [binding, tcp(0)], { state: 'exited' }), container('up', [tcp(81)])],
      wants: [],
      forwards: new Map(),
    }
    expect(waitedFor(of)).toEqual([binding])
    const peek = quickLook(probeBind)
    const free = await peek(of)
    const again = createServer()
    await new Promise<void>((resolve) => again.listen(port, '127.0.0.1', resolve))
    expect(await peek(of)).not.toBe(free)
    await new Promise((resolve) => again.close(resolve))
    expect(await peek(of)).toBe(free)
  })

  it('is at failed forwards, too', () => {
    const binding = tcp(3306)
    const failed: PortForward = { id: 'x', containerId: 'c', binding, state: 'failed' }
    const forwards = new Map([['x', failed]])
    expect(waitedFor({ containers: [container('up', [binding])], wants: [], forwards })).toEqual([binding])
  })
})
