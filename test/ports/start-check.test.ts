// What is asked before a container takes its ports: of real sockets of this computer.
import { createServer, type AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { silentLog } from '../../main/base/log'
import { probeBind } from '../../main/ports/bind-probe'
import { hiddenFinder } from '../../main/ports/hidden-listeners'
import { createPortChecker } from '../../main/ports/port-check'
import { listenerReader } from '../../main/ports/read-listeners'
import { StartCheck } from '../../main/ports/start-check'
import { createStartGuard } from '../../main/ports/start-guard'
import type { Container } from '../../preload/model'
import { container, tcp } from './container-fixture'

const endings: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of endings.splice(0)) await end()
})

async function hold(address = '127.0.0.1'): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, address, resolve))
  endings.push(() => new Promise((resolve) => server.close(resolve)))
  return (server.address() as AddressInfo).port
}

function setUp({ containers = [] as Container[], forwarded = false, refuses = true, own = 0 } = {}) {
  const checker = createPortChecker({
    containers: () => containers,
    readListeners: listenerReader(),
    probe: probeBind,
    ephemeralPorts: async () => [65_535, 65_535],
    reserved: async () => [],
    log: silentLog,
  })
  let answers = 0
  const starts = new StartCheck({ checker, isForwarded: () => forwarded, onAnswer: () => (answers += 1) })
  const removed: string[] = []
  const guard = createStartGuard({
    starts,
    servicePorts: (id) => (id === 'mine' ? [tcp(own)] : []),
    findContainer: async (name) => containers.find((one) => one.name === name),
    remove: async (id) => void removed.push(id),
    refuses,
    sharesFolders: refuses,
    log: silentLog,
  })
  return { starts, guard, removed, answers: () => answers }
}

const created = (name: string, port: number, more: Partial<Container> = {}): Container =>
  container(name, [tcp(port)], { state: 'created', ...more })

describe('a start with a folder that is not shared', () => {
  const words = `error while creating mount source path '/srv/shop': mkdir /srv/shop: read-only file system`
  it('is explained where folders have to be shared, and nowhere else', async () => {
    expect(await setUp().guard.explains('web', words)).toBe(
      'Portside: containers cannot see /srv/shop, which is not shared. Share /srv/shop in Portside’s settings, under “Shared folders”, and restart the engine.',
    )
    expect(await setUp({ refuses: false }).guard.explains('web', words)).toBeUndefined()
  })
})

describe('a start', () => {
  it('is refused with the holder, and remembered until it is let through', async () => {
    const port = await hold()
    const web = created('web', port)
    const { starts, answers } = setUp({ containers: [web] })
    const refusal = await starts.ask(web)
    expect(refusal?.error).toMatchObject({ code: 'port.taken-by-process', params: { port } })
    expect(refusal?.line).toMatch(
      new RegExp(
        `^Portside: port ${port} is held by .+ \\(PID ${process.pid}\\)\\. The next free port is \\d+\\.$`,
      ),
    )
    expect([...(starts.refused.get(web.id) ?? [])]).toEqual([`tcp/${port}`])
    await endings.pop()?.()
    expect(await starts.ask(web)).toBeUndefined()
    expect(starts.refused.size).toBe(0)
    expect(answers()).toBe(2)
  })

  it('is let through for UDP beside TCP, for any free port, for its own forward, and for another container', async () => {
    const port = await hold()
    const { starts } = setUp()
    const udp = container('udp', [{ ...tcp(port), protocol: 'udp' }, tcp(0)], { state: 'created' })
    expect(await starts.ask(udp)).toBeUndefined()
    const own = container('own', [tcp(port)])
    expect(await setUp({ forwarded: true }).starts.ask(own)).toBeUndefined()
    // Which of two containers has it the engine knows better: the other one may just have stopped.
    const other = container('other', [tcp(port)])
    expect(await setUp({ containers: [other] }).starts.ask(created('web', port))).toBeUndefined()
  })

  it('is let through while WSL’s relay may still be letting go of the port', async () => {
    const port = await hold()
    const checker = createPortChecker({
      containers: () => [],
      readListeners: async () => [
        { protocol: 'tcp', address: '127.0.0.1', port, pid: 77, process: 'wslrelay.exe' },
      ],
      probe: probeBind,
      ephemeralPorts: async () => [65_535, 65_535],
      reserved: async () => [],
      log: silentLog,
    })
    const starts = new StartCheck({ checker, isForwarded: () => false, onAnswer: () => {} })
    expect(await starts.ask(created('web', port))).toBeUndefined()
  })

  it('looks again at a port that nobody who can be named has, and refuses it only when that stays so', async () => {
    const held = { protocol: 'tcp', address: '0.0.0.0', port: 80, state: 'held' } as const
    const unnamed = {
      ...held,
      holder: { kind: 'unknown', name: '', address: '0.0.0.0', user: 'root' },
    } as const
    const startsWith = (letGoAfter: number) => {
      let asked = 0
      const check = async () => ((asked += 1) > letGoAfter ? ({ ...held, state: 'free' } as const) : unnamed)
      const checker = {
        check,
        checkRange: check,
        findFree: async () => [],
        heldIn: async () => [],
        holder: async () => unnamed.holder,
      }
      return new StartCheck({ checker, isForwarded: () => false, onAnswer: () => {} })
    }
    expect(await startsWith(2).ask(created('web', 80))).toBeUndefined()
    expect((await startsWith(Infinity).ask(created('web', 80)))?.line).toBe(
      'Portside: port 80 is held by a program of root.',
    )
  })

  it('of a container that runs is refused too when its forward was not opened', async () => {
    const port = await hold()
    expect(await setUp().starts.ask(container('web', [tcp(port, '127.0.0.1')]))).toBeDefined()
  })
})

describe('docker', () => {
  it('gets Docker’s own words and one line', async () => {
    const port = await hold('0.0.0.0')
    const web = created('web', port)
    const { guard, removed } = setUp({ containers: [web] })
    const lines = (await guard.refuses('web'))?.split('\n')
    expect(lines).toHaveLength(2)
    expect(lines?.[0]).toContain(`failed to bind host port 0.0.0.0:${port}/tcp: address already in use`)
    expect(lines?.[1]).toContain(`port ${port} is held by`)
    expect(removed).toEqual([])
    expect(await guard.refuses('nobody')).toBeUndefined()
  })

  it('gets rid of what was to be removed at its end and never ran', async () => {
    const port = await hold('0.0.0.0')
    const [fresh, old] = [
      created('fresh', port, { autoRemove: true }),
      created('old', port, { autoRemove: true, state: 'exited' }),
    ]
    const { guard, removed } = setUp({ containers: [fresh, old] })
    await guard.refuses('fresh')
    await guard.refuses('old')
    expect(removed).toEqual([fresh.id])
  })

  it.each([
    (port: number) => `Bind for 0.0.0.0:${port} failed: port is already allocated`,
    (port: number) => `failed to bind host port 0.0.0.0:${port}/tcp: address already in use`,
    (port: number) => `listen tcp4 0.0.0.0:${port}: bind: address already in use`,
  ])('gets a line after the engine’s words (%#)', async (wordsFor) => {
    const port = await hold('0.0.0.0')
    const web = created('web', port)
    const { guard } = setUp({ containers: [web], refuses: false })
    expect(await guard.refuses('web')).toBeUndefined()
    expect(await guard.explains('web', wordsFor(port))).toContain(`port ${port} is held by`)
    expect(await guard.explains('web', 'no such image')).toBeUndefined()
    await endings.pop()?.()
    expect(await guard.explains('web', wordsFor(port))).toBeUndefined()
  })
})

describe('a service of Swarm', () => {
  it('is refused what a program or a container has, and not what it has itself', async () => {
    const [port, ofContainer] = [await hold('0.0.0.0'), 8123]
    const { guard } = setUp({ containers: [container('web', [tcp(ofContainer)])], own: port, refuses: false })
    const refused = await guard.refusesService([tcp(port)], undefined)
    expect(refused).toContain(`failed to bind host port 0.0.0.0:${port}/tcp: address already in use\n`)
    expect(refused).toContain(`Portside: port ${port} is held by`)
    expect(await guard.refusesService([tcp(ofContainer)], 'mine')).toContain('held by the container web')
    expect(await guard.refusesService([tcp(port)], 'mine')).toBeUndefined()
    expect(await guard.refusesService([], undefined)).toBeUndefined()
  })
})

describe('listeners that the system does not show', () => {
  it('are found where a stopped container wants their port, and only there', async () => {
    const [port, shown, up] = [await hold('0.0.0.0'), await hold('0.0.0.0'), await hold('0.0.0.0')]
    const containers = [
      container('stopped', [tcp(port), tcp(shown), tcp(up), tcp(0)], { state: 'exited' }),
      container('running', [tcp(up)]),
    ]
    const listeners = [{ protocol: 'tcp' as const, address: '0.0.0.0', port: shown, pid: 1, process: 'x' }]
    expect(await hiddenFinder(probeBind)(containers, listeners)).toEqual([
      { protocol: 'tcp', address: '0.0.0.0', port, otherUser: true },
    ])
  })
})
