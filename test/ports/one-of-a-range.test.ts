// `docker run -p 8000-8010:80`: one port of several is enough, wherever it is asked for and whoever is asked.
import { createServer } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { composeJson } from '../../main/base/compose-json'
import { silentLog } from '../../main/base/log'
import { sentenceOf } from '../../main/cli/conflict-words'
import { portsOf, servicesOf } from '../../main/compose/config-model'
import { findProblems, type Surroundings } from '../../main/compose/preflight'
import { createOptions } from '../../main/engine/run-request'
import { probeBind } from '../../main/ports/bind-probe'
import { Fixes } from '../../main/ports/fixes'
import { hiddenFinder } from '../../main/ports/hidden-listeners'
import { createPortChecker } from '../../main/ports/port-check'
import { planConflicts, type Situation } from '../../main/ports/planner'
import { createPortWants, type KnownWant } from '../../main/ports/port-wants'
import { quickLook } from '../../main/ports/quick-look'
import { listenerReader } from '../../main/ports/read-listeners'
import { StartCheck } from '../../main/ports/start-check'
import { createStartGuard } from '../../main/ports/start-guard'
import type { Container, PortBinding, PortConflict } from '../../preload/model'
import { readRange } from '../../preload/port-range'
import { composeText } from '../../renderer/run/compose-file'
import { fillFromCommand } from '../../renderer/run/fill-from-command'
import { newPort, requestOf } from '../../renderer/run/form'
import { portProblems } from '../../renderer/run/validate'
import { unusedPort } from '../support/held-port'
import { container, noFixes, tcp } from './container-fixture'

const endings: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of endings.splice(0)) await end()
})

async function hold(port: number): Promise<() => Promise<unknown>> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '0.0.0.0', resolve))
  const end = (): Promise<unknown> => new Promise((resolve) => server.close(resolve))
  endings.push(end)
  return end
}

/** Three ports one after the other that nobody has. */
async function threeFree(): Promise<number> {
  const first = await unusedPort()
  for (const port of [first, first + 1, first + 2])
    expect(await probeBind('tcp', '0.0.0.0', port)).toBe('free')
  return first
}

const oneOf = (first: number, last: number): PortBinding => ({ ...tcp(0), hostRange: { first, last } })

function setUp(containers: readonly Container[] = []) {
  const checker = createPortChecker({
    containers: () => containers,
    readListeners: listenerReader(),
    probe: probeBind,
    ephemeralPorts: async () => [65_535, 65_535],
    reserved: async () => [],
    log: silentLog,
  })
  const starts = new StartCheck({ checker, isForwarded: () => false, onAnswer: () => {} })
  const guard = createStartGuard({
    ...{ starts, refuses: true, sharesFolders: false, log: silentLog },
    servicePorts: () => [],
    findContainer: async (name) => containers.find((one) => one.name === name),
    remove: async () => {},
  })
  return { checker, starts, guard }
}

describe('a start that needs one of a range', () => {
  it('is let through until a program has the last of them, and again once it lets go', async () => {
    const first = await threeFree()
    const web = container('web', [oneOf(first, first + 2)], { state: 'created' })
    const { starts, guard } = setUp([web])
    const [letGo] = [await hold(first), await hold(first + 1)]
    expect(await starts.ask(web)).toBeUndefined()
    expect(await guard.refuses('web')).toBeUndefined()
    await hold(first + 2)
    const refusal = await starts.ask(web)
    expect(refusal?.error).toMatchObject({
      code: 'port.range-taken-by',
      params: { first, last: first + 2, holder: expect.stringContaining(`(PID ${process.pid})`) },
    })
    expect([...(starts.refused.get(web.id) ?? [])]).toEqual([`tcp/${first}`])
    expect(refusal?.line).toMatch(
      new RegExp(
        `^Portside: none of the 3 ports from ${first} to ${first + 2} is free; ${first} is held by .+ \\(PID ${process.pid}\\)\\. The next free port is \\d+\\.$`,
      ),
    )
    expect((await guard.refuses('web'))?.split('\n')[0]).toContain(
      `failed to bind host port 0.0.0.0:${first}/tcp: address already in use`,
    )
    const words = `failed to bind host port 0.0.0.0:${first + 1}/tcp: address already in use`
    expect(await guard.explains('web', words)).toBe(refusal?.line)
    expect(await guard.explains('web', 'Bind failed: all ports are allocated')).toBe(refusal?.line)
    await letGo?.()
    expect(await starts.ask(web)).toBeUndefined()
    expect(await guard.explains('web', words)).toBeUndefined()
  })

  it('is left to the engine where containers have them all, and refused where they do not', async () => {
    const first = await threeFree()
    const web = container('web', [oneOf(first, first + 1)], { state: 'created' })
    const [a, b] = [container('a', [tcp(first)]), container('b', [tcp(first + 1)])]
    expect(await setUp([web, a, b]).starts.ask(web)).toBeUndefined()
    await hold(first + 1)
    const refusal = await setUp([web, a]).starts.ask(web)
    expect(refusal?.error).toMatchObject({ params: { holder: 'a' } })
    expect(refusal?.line).toContain(`${first} is held by the container a.`)
  })
})

describe('whoever asks about a range', () => {
  it('hears of its first port, and is not proposed a port that a stopped container may need', async () => {
    const first = await threeFree()
    const { checker } = setUp([container('later', [oneOf(first, first + 2)], { state: 'exited' })])
    const wanted = { protocol: 'tcp' as const, address: '0.0.0.0', port: first }
    expect(await checker.checkRange(wanted, first + 1)).toMatchObject({ state: 'free', lastPort: first + 1 })
    await hold(first)
    await hold(first + 1)
    expect(await checker.checkRange(wanted, first + 2)).toMatchObject({ state: 'free' })
    expect(await checker.checkRange(wanted, first + 1)).toMatchObject({
      ...{ state: 'held', port: first, lastPort: first + 1, holder: { kind: 'process', pid: process.pid } },
    })
    const found = await checker.findFree({ ...wanted, port: first + 2 }, 3)
    expect(found).not.toContain(first + 2)
    expect(found).toHaveLength(3)
  })

  it('sees by a peek that the first that can be had is another one', async () => {
    const first = await threeFree()
    const containers = [container('later', [oneOf(first, first + 1)], { state: 'exited' })]
    const peek = () => quickLook(probeBind)({ containers, wants: [], forwards: new Map() })
    const before = await peek()
    await hold(first)
    const half = await peek()
    const letGo = await hold(first + 1)
    const none = await peek()
    expect(new Set([before, half, none]).size).toBe(3)
    await letGo()
    expect(await peek()).toBe(half)
    // Where the system does not list them, the ports up to the first free one are found by trying.
    expect(await hiddenFinder(probeBind)(containers, [])).toEqual([
      { protocol: 'tcp', address: '0.0.0.0', port: first, otherUser: true },
    ])
  })
})

describe('the run form', () => {
  it.each([
    ['8000-8010', { first: 8000, last: 8010 }],
    [' 1-65535 ', { first: 1, last: 65_535 }],
    ['8010-8000', undefined],
    ['8000-8000', undefined],
    ['0-10', undefined],
    ['8000-65536', undefined],
    ['8000-', undefined],
    ['8000-8010-8020', undefined],
  ])('reads %j', (text, range) => expect(readRange(text)).toEqual(range))

  it.each([
    ['-p 8000-8010:80', '0.0.0.0', ''],
    ['-p 127.0.0.1:8000-8010:80', '127.0.0.1', '127.0.0.1'],
  ])('takes a pasted %s, and hands it to the engine and to Compose as it was', (flag, address, ip) => {
    const filled = fillFromCommand(`docker run ${flag} nginx`)
    if (typeof filled === 'string') throw new Error(filled)
    expect(filled.left).toEqual([])
    const request = requestOf(filled.form)
    expect(request.ports).toEqual([{ ...oneOf(8000, 8010), hostAddress: address }])
    expect(createOptions(request).HostConfig?.PortBindings).toEqual({
      '80/tcp': [{ HostIp: ip, HostPort: '8000-8010' }],
    })
    expect(composeText(filled.form)).toContain(flag.slice(3))
  })

  it('says that the whole range is held, and takes two rows for one range', () => {
    const ports = [newPort('8000-8001', '80'), newPort('8000-8001', '81')]
    const form = { ports, onlyThisComputer: true }
    const said = { port: 8000, lastPort: 8001, protocol: 'tcp', address: '127.0.0.1' } as const
    expect(portProblems(form, { answer: () => ({ ...said, state: 'free' }) })).toEqual([])
    expect(portProblems(form, { answer: () => ({ ...said, state: 'held' }) })).toMatchObject([
      { kind: 'held' },
      { kind: 'held' },
    ])
    expect(portProblems(form, { answer: () => undefined }, false)).toMatchObject([
      { kind: 'bad-host' },
      { kind: 'bad-host' },
    ])
  })

  it('is refused by the engine’s side where the range is none', () => {
    const run = (first: number, last: number) => () =>
      createOptions({ image: 'nginx', ports: [oneOf(first, last)], env: [], volumes: [], restart: 'no' })
    for (const [first, last] of [
      [8010, 8000],
      [0, 10],
      [8000, 65_536],
    ] as const)
      expect(run(first, last)).toThrow(expect.objectContaining({ code: 'port.bad-port' }) as Error)
  })
})

describe('a compose file', () => {
  const json = composeJson.parse({
    name: 'shop',
    services: { web: { image: 'nginx', ports: [{ target: 80, published: '8000-8002' }] } },
  })
  const findings = async (containers: readonly Container[], holderOf: Surroundings['holderOf']) => {
    const all = await findProblems(
      { json, folder: '/', missingVariables: [] },
      {
        ...{ containers, images: [], networks: [], volumes: [], platform: undefined, holderOf },
        isShared: () => true,
        imagePlatform: async () => undefined,
        freePortsAbove: async () => [8003],
      },
    )
    return all.filter(({ kind }) => kind === 'port-taken')
  }
  const nobody: Surroundings['holderOf'] = async () => undefined
  const has = (name: string, ...ports: number[]): Container =>
    container(
      name,
      ports.map((port) => tcp(port)),
    )

  it('asks for one of the range', () =>
    expect(servicesOf(json).flatMap(([, service]) => portsOf(service))).toEqual([oneOf(8000, 8002)]))

  it('is told of it only where none can be had, and keeps the one that it has', async () => {
    expect(await findings([], nobody)).toEqual([])
    expect(await findings([has('a', 8000, 8002)], nobody)).toEqual([])
    const own = { ...has('own', 8002), project: 'shop', service: 'web' }
    expect(await findings([has('a', 8000, 8001), own], nobody)).toEqual([])
    const taken = { service: 'web', subject: '8000-8002', fixes: [{ toPort: 8003 }] }
    expect(await findings([has('a', 8000), has('b', 8001, 8002)], nobody)).toMatchObject([
      { ...taken, detail: 'a' },
    ])
    const asked: unknown[] = []
    const message = 'All ports from 8000 to 8002 are already in use'
    const held: Surroundings['holderOf'] = async (port) => {
      asked.push(port)
      return { code: 'port.range-taken', message, params: { first: 8000, last: 8002 } }
    }
    expect(await findings([has('a', 8000)], held)).toMatchObject([{ ...taken, detail: message }])
    expect(asked).toEqual([oneOf(8000, 8002)])
  })
})

describe('a terminal', () => {
  const conflict: PortConflict = {
    ...{ id: 'tcp-8000-c1', kind: 'process', when: 'later', wantedBy: 'container', containerId: 'c1' },
    ...{ containerName: 'web', containerUp: false, since: 0, fixes: [] },
    binding: { ...oneOf(8000, 8010), hostPort: 8000 },
    holder: { kind: 'process', name: 'python3', pid: 7, address: '0.0.0.0' },
  }
  it('says how many are taken, and who has the first', () => {
    expect(sentenceOf(conflict)).toBe(
      'web (stopped) wants one of several ports once it starts: none of the 11 ports from 8000 to 8010 is free (python3 (PID 7) has port 8000).',
    )
    expect(sentenceOf({ ...conflict, when: 'now' })).toBe(
      'None of the 11 ports from 8000 to 8010 is free (python3 (PID 7) has port 8000), so web could not start.',
    )
  })
})

describe('several containers that share a range', () => {
  const range = { first: 8000, last: 8002 }
  const want = (count: number, binding: PortBinding): KnownWant => ({
    ...{ id: 'compose/shop/web/0', kind: 'compose', name: 'shop/web', project: 'shop' },
    ...{ binding, count, move: async () => {} },
  })
  const situation = (wants: readonly KnownWant[], ...held: readonly number[]): Situation => ({
    containers: [
      container(
        'cache',
        held.map((port) => tcp(port)),
      ),
    ],
    wants,
    ...{ listeners: [], forwards: new Map(), refused: new Map(), lowestPort: 0, reserved: [] },
    ephemeral: [49_152, 65_535],
  })
  const shared = oneOf(range.first, range.last)

  it('clash as soon as fewer are left than they are, and not before', () => {
    expect(planConflicts(situation([want(3, shared)]))).toEqual([])
    expect(planConflicts(situation([want(2, shared)], 8001))).toEqual([])
    const [clash] = planConflicts(situation([want(3, shared)], 8001))
    expect(clash).toMatchObject({
      ...{ kind: 'container', when: 'later', shortage: { needed: 3, free: 2, held: 8001 } },
      holder: { name: 'cache' },
    })
    expect(planConflicts(situation([want(4, shared)]))).toMatchObject([
      { shortage: { needed: 4, free: 3 }, holder: { name: 'shop/web' } },
    ])
    expect(planConflicts(situation([want(2, tcp(8000))]))).toMatchObject([
      { shortage: { needed: 2, free: 1 } },
    ])
  })

  it('are left to the containers of their project once one has a port of the range', () => {
    const wanted = situation([want(3, shared)], 8001)
    const own = (port: number) => container('shop-web-1', [tcp(port)], { project: 'shop' })
    const withOwn = (port: number) => ({ ...wanted, containers: [...wanted.containers, own(port)] })
    expect(planConflicts(withOwn(8002))).toEqual([])
    expect(planConflicts(withOwn(9000))).toHaveLength(1)
    // Two services that share it are two, and a workspace that was opened as a project is one.
    const wants = createPortWants()
    const [web, api] = [want(1, shared), { ...want(1, shared), id: 'compose/shop/api/0', name: 'shop/api' }]
    const store = createStore<readonly KnownWant[]>(() => [web, api, { ...web, id: 'w', kind: 'workspace' }])
    wants.add(store)
    expect(wants.store.getState().map(({ id }) => id)).toEqual([web.id, api.id])
  })

  it('are offered as many ports in a row, and so moved', async () => {
    const moved: unknown[] = []
    const move: KnownWant['move'] = async (to, _signal, last) => void moved.push([to, last])
    const now = situation([{ ...want(3, shared), move }], 8001, 8004)
    const fixes = new Fixes({
      ...noFixes,
      probe: async (_protocol, _address, port) => (port === 8006 ? 'held' : 'free'),
    })
    const [conflict] = await fixes.complete(planConflicts(now), now)
    if (!conflict) throw new Error('nothing is found')
    expect(conflict.fixes[0]).toEqual({ id: 'use-8007-8009', kind: 'move', toPort: 8007, toLast: 8009 })
    await fixes.apply({ ...conflict, since: 0 }, 'use-8007-8009')
    expect(moved).toEqual([[8007, 8009]])
    expect(sentenceOf({ ...conflict, since: 0 })).toBe(
      'shop/web needs 3 ports and 2 of the 3 ports from 8000 to 8002 are free (the container cache has port 8001): its containers could not all start.',
    )
  })

  it('are told before up, with who leaves too few and where there are enough', async () => {
    const json = (ports: string, scale: number, more: object = {}) =>
      composeJson.parse({
        name: 'shop',
        services: { web: { image: 'nginx', scale, ports: [{ target: 80, published: ports }] }, ...more },
      })
    const findings = async (of: ReturnType<typeof json>, ...held: readonly number[]) => {
      const all = await findProblems(
        { json: of, folder: '/', missingVariables: [] },
        {
          ...{ containers: [], images: [], networks: [], volumes: [], platform: undefined },
          holderOf: async ({ hostPort }) =>
            held.includes(hostPort)
              ? { code: 'port.taken', message: `${hostPort} is taken`, params: { port: hostPort } }
              : undefined,
          isShared: () => true,
          imagePlatform: async () => undefined,
          freePortsAbove: async () => [8003, 8005, 8006, 8007],
        },
      )
      return all.filter(({ kind }) => kind === 'port-taken')
    }
    expect(await findings(json('8000-8002', 3))).toEqual([])
    expect(await findings(json('8000-8003', 3), 8002)).toEqual([])
    expect(await findings(json('8000-8002', 3), 8002)).toMatchObject([
      {
        ...{
          service: 'web',
          subject: '8000-8002',
          detail: '8002 is taken',
          shortage: { needed: 3, free: 2 },
        },
        fixes: [{ id: 'move-8005-8007', toPort: 8005, toLast: 8007 }],
      },
    ])
    expect(await findings(json('8000', 2))).toMatchObject([
      { detail: 'web', shortage: { needed: 2, free: 1 } },
    ])
    expect(await findings(json('8000', 0), 8000)).toEqual([])
    // Two services with one range need two of it.
    const api = { api: { image: 'nginx', ports: [{ target: 81, published: '8000-8001' }] } }
    expect(await findings(json('8000-8001', 1, api))).toEqual([])
    expect(await findings(json('8000-8001', 1, api), 8001)).toMatchObject([
      { service: 'web', detail: '8001 is taken' },
    ])
  })
})
