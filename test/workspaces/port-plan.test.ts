// Where a workspace's ports go: asked of this computer itself, with real sockets in the way.
import { createServer } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { ServiceJson } from '../../main/base/compose-json'
import { silentLog } from '../../main/base/log'
import { probeBind } from '../../main/ports/bind-probe'
import { createPortChecker } from '../../main/ports/port-check'
import { listenerReader } from '../../main/ports/read-listeners'
import { planPorts } from '../../main/workspaces/port-plan'
import { movedPorts, publishedOf } from '../../main/workspaces/team-port'
import { workspaceWants } from '../../main/workspaces/wants'
import type { PortMove } from '../../main/workspaces/workspace-record'
import { createCollection } from '../../main/base/collection'
import type { Container, Workspace } from '../../preload/model'
import { container, tcp } from '../ports/container-fixture'
import { unusedPort } from '../support/held-port'

const endings: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of endings.splice(0)) await end()
})

async function hold(port: number, host = '0.0.0.0'): Promise<void> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen({ port, host }, resolve))
  endings.push(() => new Promise((resolve) => server.close(resolve)))
}

type Ports = NonNullable<ServiceJson['ports']>
const published = (...all: (string | Ports[number])[]): Ports =>
  all.map((one) => (typeof one === 'string' ? { target: 80, published: one } : one))

interface Asked {
  readonly last?: readonly PortMove[]
  readonly containers?: readonly Container[]
}

async function plan(
  services: Readonly<Record<string, ServiceJson>>,
  { last = [], containers = [] }: Asked = {},
) {
  const checker = createPortChecker({
    containers: () => containers,
    readListeners: listenerReader(),
    probe: probeBind,
    ephemeralPorts: async () => [65_535, 65_535],
    reserved: async () => [],
    log: silentLog,
  })
  const team = Object.entries(services).flatMap(([name, json]) => publishedOf(name, json))
  const found = await planPorts(team, {
    ports: {
      checkPort: ({ lastPort, ...wanted }) => checker.checkRange(wanted, lastPort ?? wanted.port),
      findFree: async ({ near, count, ...wanted }) => ({
        ports: await checker.findFree({ ...wanted, port: near }, count),
      }),
    },
    ...{ containers: () => containers, project: 'shop', last },
  })
  const written = Object.fromEntries(
    Object.entries(services).map(([name, json]) => [
      name,
      movedPorts(name, json, found.moves)?.map((one) => one.published),
    ]),
  )
  return { ...found, written }
}

describe('one of a range', () => {
  it('is chosen where nobody of this computer is, and stays what it was', async () => {
    const first = await unusedPort()
    const range = `${first}-${first + 2}`
    const web = { ports: published(range) }
    expect(await plan({ web })).toMatchObject({ told: [], blocked: [], written: { web: [String(first)] } })
    await hold(first)
    const second = await plan({ web })
    expect(second).toMatchObject({ told: [], written: { web: [String(first + 1)] } })
    // Of two that are free it keeps the one that it had.
    for (const end of endings.splice(0)) await end()
    expect(await plan({ web }, { last: second.moves })).toMatchObject({
      written: { web: [String(first + 1)] },
    })
  })

  it('is another port only where all are held, which says who has the first', async () => {
    const first = await unusedPort()
    const web = { ports: published(`${first}-${first + 1}`) }
    await hold(first)
    await hold(first + 1)
    const { told, moves, written } = await plan({ web })
    const to = moves[0]?.hostPort ?? 0
    expect(to).toBeGreaterThan(first + 1)
    expect(told).toEqual([
      {
        service: 'web',
        from: first,
        fromLast: first + 1,
        to,
        holder: expect.stringContaining(String(process.pid)),
      },
    ])
    expect(written).toEqual({ web: [String(to)] })
    // The next start leaves it there as long as the range is held.
    expect((await plan({ web }, { last: moves })).moves).toEqual(moves)
  })

  it('leaves those to the others of the workspace that can have no other', async () => {
    const first = await unusedPort()
    const services = {
      any: { ports: published(`${first}-${first + 2}`) },
      few: { ports: published(`${first}-${first + 1}`) },
      only: { ports: published(String(first)) },
    }
    const { told, written } = await plan(services)
    expect(told).toEqual([])
    expect(written).toEqual({ any: [String(first + 2)], few: [String(first + 1)], only: undefined })
  })

  it('does not run away from its own container', async () => {
    const first = await unusedPort()
    const own = container('own', [tcp(first + 1)], { project: 'shop', service: 'web' })
    await hold(first)
    await hold(first + 1)
    const { told, written } = await plan(
      { web: { ports: published(`${first}-${first + 1}`) } },
      { containers: [own] },
    )
    expect({ told, written }).toEqual({ told: [], written: { web: [String(first + 1)] } })
  })
})

describe('a range that several containers share', () => {
  it('stays theirs while there are enough, and moves as a whole where there are not', async () => {
    const first = await unusedPort()
    const range = `${first}-${first + 3}`
    const web = { ports: published(range), scale: 3 }
    const row = await plan({ web })
    expect(row).toMatchObject({ told: [], written: { web: [`${first}-${first + 2}`] } })
    await hold(first + 1)
    expect(await plan({ web }, { last: row.moves })).toMatchObject({
      ...{ moves: [], told: [], written: { web: undefined } },
    })
    await hold(first + 3)
    const { told, written, moves } = await plan({ web })
    const to = moves[0]?.hostPort ?? 0
    expect(told).toMatchObject([{ from: first, fromLast: first + 3, to, toLast: to + 2 }])
    expect(to === first || to > first + 3).toBe(true)
    expect(written).toEqual({ web: [`${to}-${to + 2}`] })
    expect((await plan({ web }, { last: moves })).moves).toEqual(moves)
  })
})

describe('a port inside that is published more than once', () => {
  it('keeps each where it is, and moves only the one that is taken', async () => {
    const first = await unusedPort()
    const web = { ports: published(String(first), String(first + 1)) }
    expect((await plan({ web })).written).toEqual({ web: undefined })
    await hold(first + 1)
    const { told, written } = await plan({ web })
    expect(told).toMatchObject([{ from: first + 1 }])
    expect(written.web?.[0]).toBe(String(first))
    expect(written.web?.[1]).toBe(String(told[0]?.to))
  })

  it('may have one number on two addresses', async () => {
    const port = await unusedPort()
    const both = ['127.0.0.1', '::1'].map((host_ip) => ({ target: 80, published: String(port), host_ip }))
    expect(await plan({ web: { ports: both } })).toMatchObject({ told: [], written: { web: undefined } })
    await hold(port, '::1')
    const { written } = await plan({ web: { ports: both } })
    expect(written.web?.[0]).toBe(String(port))
    expect(written.web?.[1]).not.toBe(String(port))
  })
})

it('is wanted as what the team has while it is closed, also where the last start chose one of it', () => {
  const port = { service: 'web', containerPort: 80, protocol: 'tcp' as const, address: '0.0.0.0' }
  const range = { ...port, teamPort: 0, teamRange: { first: 8000, last: 8002 } }
  const workspaces = createCollection<Workspace>()
  const one = (...ports: Workspace['ports']) =>
    workspaces.replace([{ id: 'w', project: 'shop', state: 'stopped', ports } as unknown as Workspace])
  const wants = workspaceWants(workspaces.store)
  const wanted = { hostPort: 0, hostRange: { first: 8000, last: 8002 } }
  one({ ...range, hostPort: 8001 }, { ...range, hostPort: 0, count: 3 }, { ...range, hostPort: 9000 })
  expect(wants.getState()).toMatchObject([
    { id: 'workspace/w/web/tcp/80', binding: wanted },
    { id: 'workspace/w/web/tcp/80/1', binding: wanted, count: 3 },
    { id: 'workspace/w/web/tcp/80/2', binding: { hostPort: 9000 } },
  ])
  expect(wants.getState()[2]?.binding).not.toHaveProperty('hostRange')
})
