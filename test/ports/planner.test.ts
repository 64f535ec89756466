// The planner: what clashes, when, and which port is free; by example and by thousands of generated situations.
import { describe, expect, it } from 'vitest'
import type { Listener } from '../../main/ports/listener'
import { freePortsIn } from '../../main/ports/free-ports'
import { mayClash, planConflicts, type Situation } from '../../main/ports/planner'
import type { Container, PortBinding, PortForward, Protocol } from '../../preload/model'
import { asksFor } from '../../preload/port-range'
import { AppError, serialiseError, type ErrorCode } from '../../preload/errors'
import { container, tcp } from './container-fixture'
import { seededRandom, type Random } from './random'

const addresses = ['0.0.0.0', '127.0.0.1', '10.0.0.5', '::', '::1', 'fd00::5'] as const

/** What a socket really takes on a computer that has exactly these addresses; `::` takes both families. */
const places: Readonly<Record<(typeof addresses)[number], readonly string[]>> = {
  '0.0.0.0': ['127.0.0.1', '10.0.0.5', 'any4'],
  '127.0.0.1': ['127.0.0.1'],
  '10.0.0.5': ['10.0.0.5'],
  '::': ['127.0.0.1', '10.0.0.5', 'any4', '::1', 'fd00::5', 'any6'],
  '::1': ['::1'],
  'fd00::5': ['fd00::5'],
}

const situation = (part: Partial<Situation> = {}): Situation => ({
  containers: [],
  wants: [],
  listeners: [],
  forwards: new Map(),
  reserved: [],
  ephemeral: [49_152, 65_535],
  lowestPort: 0,
  refused: new Map(),
  ...part,
})

const stopped = (name: string, port: number, address = '0.0.0.0', more: Partial<Container> = {}): Container =>
  container(name, [tcp(port, address)], { state: 'exited', ...more })

const mysqld: Listener = { protocol: 'tcp', address: '127.0.0.1', port: 3306, pid: 4312, process: 'mysqld' }

const forward = (owner: Container, part: Partial<PortForward> = {}): [string, PortForward] => {
  const binding = owner.ports[0] ?? tcp(1)
  const id = `${binding.protocol}/${binding.hostAddress}:${binding.hostPort}`
  return [id, { id, containerId: owner.id, binding, state: 'open', ...part }]
}

function firstOf<T>(items: Iterable<T>, count: number): T[] {
  const taken: T[] = []
  for (const item of items) if (taken.push(item) === count) break
  return taken
}

const randomSituation = (random: Random): Situation => {
  const protocol = (): Protocol => random.pick(['tcp', 'udp'] as const)
  // Few ports, so that they meet often.
  const port = (): number => 3000 + random.int(12)
  const fixed = (): PortBinding => ({ ...tcp(port(), random.pick(addresses)), protocol: protocol() })
  const oneOf = (): PortBinding => {
    const first = port()
    return { ...fixed(), hostPort: 0, hostRange: { first, last: first + 1 + random.int(3) } }
  }
  const binding = (): PortBinding => (random.int(3) === 0 ? oneOf() : fixed())
  const containers = Array.from({ length: random.int(6) }, (_, n) => {
    const state = random.pick(['running', 'exited', 'paused', 'created'] as const)
    // What runs has got one port of its range, which the engine tells.
    const ports = Array.from({ length: random.int(3) }, isUp({ state }) ? fixed : binding)
    return container(`c${n}`, ports, { id: `${n}`.repeat(64), state })
  })
  const listeners = Array.from({ length: random.int(8) }, (_, n) => ({
    protocol: protocol(),
    address: random.pick(addresses),
    port: port(),
    pid: 1000 + n,
    process: `p${n}`,
  }))
  const reserved = Array.from({ length: random.int(3) }, () => {
    const first = port()
    return { protocol: protocol(), first, last: first + random.int(3) }
  })
  const first = 3006 + random.int(10)
  const wants = Array.from({ length: random.int(4) }, (_, n) => ({
    ...{ id: `compose/shop/w${n}/0`, kind: 'compose' as const, name: `shop/w${n}`, project: 'shop' },
    binding: binding(),
  }))
  return situation({ wants, containers, listeners, reserved, ephemeral: [first, first + random.int(4)] })
}

const isUp = ({ state }: Pick<Container, 'state'>): boolean => state === 'running' || state === 'paused'

/** The plain rule, port by port: a listener, another container that is up, or the system is there already. */
function isTaken(now: Situation, binding: PortBinding, port: number, self?: Container): boolean {
  const meets = (one: { protocol: Protocol; port: number; address: string }): boolean =>
    one.protocol === binding.protocol &&
    one.port === port &&
    places[one.address as '::'].some((place) => places[binding.hostAddress as '::'].includes(place))
  return (
    now.listeners.some(meets) ||
    now.containers.some(
      (other) =>
        other !== self &&
        isUp(other) &&
        other.ports.some((p) => meets({ protocol: p.protocol, port: p.hostPort, address: p.hostAddress })),
    ) ||
    now.reserved.some((r) => r.protocol === binding.protocol && port >= r.first && port <= r.last)
  )
}

/** Of a range one port is enough. */
function cannotBeHad(now: Situation, binding: PortBinding, self?: Container): boolean {
  const { first, last } = binding.hostRange ?? { first: binding.hostPort, last: binding.hostPort }
  return Array.from({ length: last - first + 1 }, (_, n) => first + n).every((port) =>
    isTaken(now, binding, port, self),
  )
}

/** The number under which a conflict of it is known. */
const numberOf = ({ hostPort, hostRange }: PortBinding): number => hostRange?.first ?? hostPort

describe('two addresses', () => {
  it.each(addresses.flatMap((a) => addresses.map((b) => [a, b] as const)))(
    '%s and %s clash exactly when they share a place',
    (a, b) => {
      const shared = places[a].some((place) => places[b].includes(place))
      expect(mayClash(a, b)).toBe(shared)
    },
  )
})

describe('generated situations', () => {
  const seeds = Array.from({ length: 40 }, (_, n) => n + 1)
  it.each(seeds)('with seed %d: never propose a taken port, never miss an overlap', (seed) => {
    const random = seededRandom(seed)
    for (let round = 0; round < 50; round++) {
      const now = randomSituation(random)
      const found = planConflicts(now)
      for (const want of now.wants)
        expect(found.some((one) => one.wanter.id === want.id)).toBe(cannotBeHad(now, want.binding))
      for (const one of now.containers)
        for (const binding of one.ports) {
          if (isUp(one)) continue
          const expected = cannotBeHad(now, binding, one)
          const same = (other: PortBinding): boolean =>
            other.protocol === binding.protocol && numberOf(other) === numberOf(binding)
          const reported = found.some((c) => c.wanter.container === one && same(c.binding))
          // Two bindings of one container on one port are one conflict, whichever of them clashes.
          const alone = one.ports.filter(same).length === 1
          expect(alone ? reported : reported || !expected).toBe(alone ? expected : true)
        }
      const protocol = random.pick(['tcp', 'udp'] as const)
      const proposals = freePortsIn(now).near(2995 + random.int(20), protocol)
      for (const port of firstOf(proposals, 20)) {
        expect(port).toBeGreaterThanOrEqual(1024)
        expect(port).toBeLessThanOrEqual(65_535)
        expect(now.listeners.some((one) => one.protocol === protocol && one.port === port)).toBe(false)
        expect(
          now.containers.some((one) => one.ports.some((p) => p.protocol === protocol && asksFor(p, port))),
        ).toBe(false)
        expect(now.wants.some(({ binding }) => binding.protocol === protocol && asksFor(binding, port))).toBe(
          false,
        )
        expect(now.reserved.some((r) => r.protocol === protocol && port >= r.first && port <= r.last)).toBe(
          false,
        )
        expect(port >= now.ephemeral[0] && port <= now.ephemeral[1]).toBe(false)
      }
    }
  })
})

describe('a conflict', () => {
  it('is one later for a stopped container, and names the program', () => {
    const db = stopped('shop-db-1', 3306)
    expect(planConflicts(situation({ containers: [db], listeners: [mysqld] }))).toMatchObject([
      {
        kind: 'process',
        when: 'later',
        wanter: { container: db },
        holder: { kind: 'process', name: 'mysqld', pid: 4312 },
      },
    ])
  })

  it('is one now when the last start failed because of this port', () => {
    const startError = 'driver failed: Bind for 0.0.0.0:3306 failed: port is already allocated'
    const db = stopped('shop-db-1', 3306, '0.0.0.0', { startError })
    const other = stopped('other', 33_061, '0.0.0.0', { startError })
    const at = [mysqld, { ...mysqld, port: 33_061 }]
    const found = planConflicts(situation({ containers: [other, db], listeners: at }))
    expect(found.map((one) => [one.wanter.name, one.when])).toEqual([
      ['shop-db-1', 'now'],
      ['other', 'later'],
    ])
  })

  it('names the running container that has the port', () => {
    const web = container('shop-web-1', [tcp(8000)])
    const blog = stopped('blog-web-1', 8000)
    expect(planConflicts(situation({ containers: [web, blog] }))).toMatchObject([
      { kind: 'container', wanter: { container: blog }, holder: { kind: 'container', containerId: web.id } },
    ])
  })

  it('is one of a running container whose forward failed, and over once it is open', () => {
    const db = container('shop-db-1', [tcp(3306)])
    const holder = { kind: 'process' as const, name: 'mysqld', pid: 4312, address: '127.0.0.1' }
    const failed = new Map([forward(db, { state: 'failed', holder })])
    expect(planConflicts(situation({ containers: [db], forwards: failed }))).toMatchObject([
      { kind: 'process', when: 'now', holder },
    ])
    const open = new Map([forward(db)])
    expect(planConflicts(situation({ containers: [db], forwards: open }))).toEqual([])
  })

  it('is not blamed on a program where the forward failed for another reason', () => {
    const db = container('shop-db-1', [tcp(3306)])
    const failedWith = (code: ErrorCode) => {
      const error = serialiseError(new AppError(code, { detail: 'as gvproxy says it' }))
      const failed = new Map([forward(db, { state: 'failed', error })])
      return planConflicts(situation({ containers: [db], forwards: failed }))[0]
    }
    expect(failedWith('port.forward-failed')).toMatchObject({
      kind: 'failed',
      when: 'now',
      error: { code: 'port.forward-failed', detail: 'as gvproxy says it' },
    })
    expect(failedWith('port.bad-address')).toMatchObject({ kind: 'failed' })
    expect(failedWith('port.not-permitted')).toMatchObject({ kind: 'privileged' })
    expect(failedWith('port.taken')).toMatchObject({ kind: 'process', holder: { kind: 'unknown' } })
  })

  it('tells that localhost reaches somebody else first', () => {
    const db = container('shop-db-1', [tcp(3306)])
    const own: Listener = { protocol: 'tcp', address: '0.0.0.0', port: 3306, pid: 9, process: 'gvproxy' }
    const other: Listener = { ...mysqld, address: '::1' }
    const forwards = new Map([forward(db)])
    expect(planConflicts(situation({ containers: [db], forwards, listeners: [own, other] }))).toMatchObject([
      { kind: 'shadowed', when: 'now', holder: { name: 'mysqld' } },
    ])
    const engines = [
      { ...own, process: 'docker-proxy' },
      { ...own, process: 'docker-proxy', address: '::', pid: 10 },
    ]
    expect(planConflicts(situation({ containers: [db], forwards, listeners: engines }))).toEqual([])
  })

  it('tells that a more special address takes what is meant for all of them', () => {
    const db = container('shop-db-1', [tcp(3306)])
    const own: Listener = { protocol: 'tcp', address: '0.0.0.0', port: 3306, pid: 9, process: 'gvproxy' }
    const forwards = new Map([forward(db)])
    const found = (listener: Listener) =>
      planConflicts(situation({ containers: [db], forwards, listeners: [own, listener] }))
    expect(found(mysqld)).toMatchObject([{ kind: 'shadowed', when: 'now', holder: { name: 'mysqld' } }])
    for (const address of ['127.0.0.53', '10.0.0.5']) expect(found({ ...mysqld, address })).toEqual([])
    expect(found({ ...mysqld, protocol: 'udp' })).toEqual([])
  })

  it('is one now where the last start was refused, and names what is known of the holder', () => {
    const refused = new Map([[stopped('db', 3306).id, new Set(['tcp/3306'])]])
    const db = stopped('db', 3306)
    const found = planConflicts(situation({ containers: [db], listeners: [mysqld], refused }))
    expect(found).toMatchObject([{ when: 'now', holder: { known: 'mysql', pid: 4312 } }])
  })

  it('tells a range that the system keeps, and a port that needs an administrator', () => {
    const containers = [stopped('pay', 50_051), stopped('web', 80)]
    const reserved = [{ protocol: 'tcp' as const, first: 50_000, last: 50_059 }]
    expect(planConflicts(situation({ containers, reserved, lowestPort: 1024 }))).toMatchObject([
      { kind: 'privileged', binding: { hostPort: 80 } },
      { kind: 'reserved', reserved: { first: 50_000, last: 50_059 } },
    ])
  })

  it('is one between all of IPv4 and ::1 alone where a machine listens for both at addresses of IPv4', () => {
    const inMachine = { loopback6ByIpv4: true }
    const [all, alone] = [container('all', [tcp(8080)]), container('alone', [tcp(8080, '::1')])]
    for (const [up, down] of [
      [all, { ...alone, state: 'exited' as const }],
      [alone, { ...all, state: 'exited' as const }],
    ] as const) {
      expect(planConflicts(situation({ containers: [up, down] }))).toEqual([])
      expect(planConflicts(situation({ containers: [up, down], ...inMachine }))).toMatchObject([
        { kind: 'container', when: 'later', wanter: { name: down.name }, holder: { name: up.name } },
      ])
    }
    // Where both are up, a connection has shown who gets it.
    const containers = [all, alone]
    const both = (part: Partial<PortForward>) =>
      planConflicts(
        situation({ containers, ...inMachine, forwards: new Map([forward(all), forward(alone, part)]) }),
      )
    expect(both({ reach: 'reached' })).toEqual([])
    const gvproxy = { kind: 'process' as const, name: 'gvproxy', pid: 9, address: '::' }
    for (const part of [{ reach: 'elsewhere' }, { state: 'failed', holder: gvproxy }] as const)
      expect(both(part)).toMatchObject([
        { kind: 'container', when: 'now', wanter: { name: 'alone' }, holder: { name: 'all' } },
      ])
  })

  it('is one later for a project without containers, and left to the containers once it has them', () => {
    const want = {
      ...{ id: 'compose/shop/db/0', kind: 'compose' as const, name: 'shop/db', project: 'shop' },
      binding: tcp(3306),
    }
    const at = { wants: [want], listeners: [mysqld] }
    expect(planConflicts(situation(at))).toMatchObject([
      { id: 'tcp-3306-compose/shop/db/0', when: 'later', wanter: { kind: 'compose', name: 'shop/db' } },
    ])
    const db = stopped('shop-db-1', 3306, '0.0.0.0', { project: 'shop' })
    expect(planConflicts(situation({ ...at, containers: [db] })).map(({ wanter }) => wanter.kind)).toEqual([
      'container',
    ])
  })

  it('is one now for a service of Swarm whose forward failed', () => {
    const want = {
      ...{ id: 'service/web/tcp/8080', kind: 'service' as const, name: 'web', up: true },
      binding: tcp(8080),
    }
    const id = 'tcp/0.0.0.0:8080'
    const failed = { id, containerId: want.id, binding: want.binding, state: 'failed' as const }
    const forwards = new Map<string, PortForward>([[id, failed]])
    expect(planConflicts(situation({ wants: [want], forwards }))).toMatchObject([
      { when: 'now', wanter: { kind: 'service' } },
    ])
  })

  describe('of one of a range', () => {
    const range = { first: 3306, last: 3308 }
    const oneOf = { ...tcp(0), hostRange: range }
    const db = container('db', [oneOf], { state: 'exited' })
    const at = (port: number): Listener => ({ ...mysqld, port, pid: port })
    const found = (part: Partial<Situation>) => planConflicts(situation({ containers: [db], ...part }))

    it('is none as long as one port of it can be had', () => {
      expect(found({})).toEqual([])
      for (const port of [3306, 3307, 3308])
        expect(found({ listeners: [3306, 3307, 3308].filter((one) => one !== port).map(at) })).toEqual([])
      expect(found({ listeners: [at(3306), at(3307), { ...at(3308), protocol: 'udp' }] })).toEqual([])
    })

    it('names who has the first once none can be had, whoever has the others', () => {
      const web = container('web', [tcp(3307)])
      const reserved = [{ protocol: 'tcp' as const, first: 3308, last: 3400 }]
      const all = { containers: [db, web], listeners: [at(3306)], reserved }
      expect(found(all)).toMatchObject([
        {
          ...{ id: `tcp-3306-${db.id.slice(0, 12)}`, kind: 'process', when: 'later' },
          binding: { hostPort: 3306, hostRange: range },
          holder: { name: 'mysqld', pid: 3306 },
        },
      ])
      // Its own port stays with the one that has it, and so does one that the engine has given it.
      expect(found({ ...all, containers: [{ ...db, state: 'running' }, web] })).toEqual([])
    })

    it('is one now where the last start failed at any of its ports', () => {
      const startError = 'failed to bind host port 0.0.0.0:3308/tcp: address already in use'
      const failed = { ...db, startError }
      const listeners = [3306, 3307, 3308].map(at)
      expect(found({ containers: [failed], listeners })).toMatchObject([{ when: 'now' }])
      const exhausted = { ...db, startError: 'driver failed: all ports are allocated' }
      expect(found({ containers: [exhausted], listeners })).toMatchObject([{ when: 'now' }])
      const refused = new Map([[db.id, new Set(['tcp/3306'])]])
      expect(found({ listeners, refused })).toMatchObject([{ when: 'now' }])
    })
  })

  it('is none between TCP and UDP, between stopped containers, or for any free port', () => {
    const udp: Listener = { ...mysqld, protocol: 'udp' }
    const containers = [stopped('a', 3306), stopped('b', 3306), stopped('c', 0)]
    expect(planConflicts(situation({ containers, listeners: [udp] }))).toEqual([])
  })
})

describe('free ports', () => {
  it('are those of a range last, and none of it that is taken', () => {
    const binding = { ...tcp(0), hostRange: { first: 1025, last: 1028 } }
    const want = { id: 'w', kind: 'compose' as const, name: 'w', binding }
    const some = { ephemeral: [1032, 65_535] as const, listeners: [{ ...mysqld, port: 1026 }] }
    const all = freePortsIn(situation({ ...some, wants: [want] }))
    expect([...all.near(1026, 'tcp')]).toEqual([1029, 1030, 1031, 1024, 1027, 1028, 1025])
    expect([...all.near(1029, 'udp')]).toEqual([1030, 1031, 1028, 1027, 1026, 1025, 1024])
    const stopped = container('s', [binding], { state: 'exited' })
    const without = freePortsIn(situation({ ...some, containers: [stopped] }))
    expect(firstOf(without.near(1024, 'tcp'), 1)).toEqual([1029])
  })

  it('count upwards, then downwards', () => {
    const four = firstOf(freePortsIn(situation({ ephemeral: [1, 1] })).near(65_533, 'tcp'), 4)
    expect(four).toEqual([65_534, 65_535, 65_532, 65_531])
  })

  it('end at the first that programs may have, and are given to one who asks only', () => {
    const all = freePortsIn(situation({ ephemeral: [1030, 65_535], listeners: [{ ...mysqld, port: 1026 }] }))
    expect([...all.near(1026, 'tcp')]).toEqual([1027, 1028, 1029, 1025, 1024])
    all.take(1028, 'tcp')
    expect([...all.near(1024, 'tcp')]).toEqual([1025, 1027, 1029])
    expect([...all.near(65_535, 'udp')]).toEqual([1029, 1028, 1027, 1026, 1025, 1024])
  })
})
