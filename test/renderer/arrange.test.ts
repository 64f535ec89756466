import { describe, expect, it } from 'vitest'
import type { Container, PortConflict, PortForward } from '../../preload/model'
import { arrange, countAll, needsAttention, type View } from '../../renderer/containers/arrange'
import { describeState } from '../../renderer/containers/describe-state'
import { blockedContainers, distinctPorts, openable, portsOf } from '../../renderer/containers/port-states'
import { translator } from '../../renderer/i18n/translate'
import { containerOf } from './fake-app/fake-app'

const view: View = { filter: 'all', sort: 'name', descending: false, grouped: true, query: '' }
const nobody: ReadonlySet<string> = new Set()
const keys = (
  containers: Container[],
  part: Partial<View> = {},
  folded = nobody,
  blocked = nobody,
): string[] => arrange(containers, { ...view, ...part }, blocked, folded).map((row) => row.key)

const exited = (id: string, exitCode: number, part: Partial<Container> = {}): Container =>
  containerOf({ id, state: 'exited', exitCode, ...part })

describe('arrange', () => {
  it('groups by project in order of name, those without a project last', () => {
    const rows = keys([
      containerOf({ id: 'z' }),
      containerOf({ id: 'shop-10', project: 'shop' }),
      containerOf({ id: 'shop-2', project: 'shop' }),
      containerOf({ id: 'blog-1', project: 'Blog' }),
    ])
    expect(rows).toEqual(['group:Blog', 'blog-1', 'group:shop', 'shop-2', 'shop-10', 'group:', 'z'])
  })

  it('draws no heading when nothing belongs to a project', () => {
    expect(keys([containerOf({ id: 'b' }), containerOf({ id: 'a' })])).toEqual(['a', 'b'])
  })

  it('keeps the heading of a folded project', () => {
    const rows = keys([containerOf({ id: 'a', project: 'p' }), containerOf({ id: 'b' })], {}, new Set(['p']))
    expect(rows).toEqual(['group:p', 'group:', 'b'])
  })

  it('sorts by start, the latest first, and turns the order', () => {
    const containers = [containerOf({ id: 'old', startedAt: 1 }), containerOf({ id: 'new', startedAt: 2 })]
    expect(keys(containers, { sort: 'started' })).toEqual(['new', 'old'])
    expect(keys(containers, { sort: 'started', descending: true })).toEqual(['old', 'new'])
  })

  it('filters, and leaves groups out that have nothing to show', () => {
    const containers = [
      containerOf({ id: 'on', project: 'p' }),
      exited('off', 0, { project: 'q' }),
      exited('crashed', 1, { project: 'r' }),
    ]
    expect(keys(containers, { filter: 'running' })).toEqual(['group:p', 'on'])
    expect(keys(containers, { filter: 'stopped' })).toEqual(['group:q', 'off', 'group:r', 'crashed'])
    expect(keys(containers, { filter: 'attention' })).toEqual(['group:r', 'crashed'])
  })
})

describe('what needs attention', () => {
  it.each([
    ['a crash', exited('x', 1), true],
    ['an orderly end', exited('x', 0), false],
    ['a stop by SIGTERM', exited('x', 143), false],
    ['a stop by SIGKILL', exited('x', 137), false],
    ['a kill for memory', exited('x', 137, { oomKilled: true }), true],
    ['a failing health check', containerOf({ id: 'x', health: 'unhealthy' }), true],
    ['a healthy one', containerOf({ id: 'x', health: 'healthy' }), false],
    ['a start that failed', containerOf({ id: 'x', state: 'created', startError: 'no such program' }), true],
    ['a start that failed after a calm end', exited('x', 0, { startError: 'port taken' }), true],
    ['one that nobody started', containerOf({ id: 'x', state: 'created' }), false],
    ['a restart loop', containerOf({ id: 'x', state: 'restarting' }), true],
  ])('%s', (_name, container, wanted) => {
    expect(needsAttention(container, nobody)).toBe(wanted)
  })

  it('is a container with a blocked port, and a stopped one that could not start for its port', () => {
    const blocked = new Set(['x'])
    expect(needsAttention(containerOf({ id: 'x' }), blocked)).toBe(true)
    expect(needsAttention(exited('x', 0), blocked)).toBe(true)
    expect(needsAttention(exited('y', 0), blocked)).toBe(false)
  })

  it('counts so that running and stopped add up to all', () => {
    const counts = countAll([containerOf({ id: 'a' }), exited('b', 1), exited('c', 0)], nobody)
    expect(counts).toEqual({ all: 3, running: 1, stopped: 2, attention: 1 })
  })
})

const binding = (hostPort: number, containerPort = 80): Container['ports'][number] => ({
  hostAddress: '0.0.0.0',
  hostPort,
  containerPort,
  protocol: 'tcp',
})
const forward = (hostPort: number, state: PortForward['state']): PortForward => ({
  id: `tcp/0.0.0.0:${hostPort}`,
  containerId: 'x',
  binding: binding(hostPort),
  state,
})

describe('ports of a container', () => {
  it('tell, while stopped, which of them somebody else has', () => {
    const stopped = containerOf({ id: 'x', state: 'exited', ports: [binding(8080), binding(8081, 81)] })
    const conflict: PortConflict = {
      ...{ id: 'tcp-8080-x', kind: 'process', when: 'later', binding: binding(8080), wantedBy: 'container' },
      ...{ containerId: 'x', containerName: 'x', containerUp: false, since: 0, fixes: [] },
      holder: { kind: 'process', name: 'python3', address: '0.0.0.0' },
    }
    const ports = distinctPorts(portsOf(stopped, [], [conflict]))
    expect(ports.map(({ state }) => state)).toEqual(['clashing', 'off'])
    expect(portsOf(stopped, [], [{ ...conflict, when: 'now' }])[0]?.state).toBe('blocked')
    expect(portsOf({ ...stopped, state: 'running' }, [], [conflict])[0]?.state).toBe('open')
    // Its start failed because of this one, which is as bad as a forward that failed.
    const now = { ...conflict, when: 'now' } as const
    expect(portsOf(stopped, [], [now]).map(({ state }) => state)).toEqual(['blocked', 'off'])
    expect(portsOf({ ...stopped, state: 'running' }, [], [now])[0]?.state).toBe('blocked')
  })

  it('follow the forward: open, blocked, or off while stopped', () => {
    const container = containerOf({ id: 'x', ports: [binding(8080)] })
    expect(portsOf(container, [forward(8080, 'open')])[0]?.state).toBe('open')
    expect(portsOf(container, [forward(8080, 'failed')])[0]?.state).toBe('blocked')
    expect(portsOf({ ...container, state: 'exited' }, [forward(8080, 'open')])[0]?.state).toBe('off')
  })

  it('show the number that "any port" got', () => {
    const ports = portsOf(containerOf({ id: 'x', ports: [binding(0)] }), [forward(49_153, 'open')])
    expect(ports[0]?.binding.hostPort).toBe(49_153)
    expect(openable(ports)?.hostPort).toBe(49_153)
  })

  it('are taken as open without a forward, as on an engine of this computer', () => {
    expect(portsOf(containerOf({ id: 'x', ports: [binding(8080)] }), [])[0]?.state).toBe('open')
  })

  it('show IPv4 and IPv6 of one port once, the blocked one if there is one', () => {
    const v6 = { ...binding(8080), hostAddress: '::' }
    const container = containerOf({ id: 'x', ports: [binding(8080), v6] })
    const ports = distinctPorts(portsOf(container, [{ ...forward(8080, 'failed'), binding: v6 }]))
    expect(ports).toHaveLength(1)
    expect(ports[0]?.state).toBe('blocked')
    expect(blockedContainers([forward(1, 'open'), forward(2, 'failed')], [])).toEqual(new Set(['x']))
  })

  it('open only TCP in a browser', () => {
    const udp = { ...binding(53), protocol: 'udp' as const }
    expect(openable(portsOf(containerOf({ id: 'x', ports: [udp] }), []))).toBeUndefined()
  })
})

describe('words for a state', () => {
  const t = translator('en')
  const now = Date.now()
  it('says how it ended and since when', () => {
    const words = describeState(t, exited('x', 3, { finishedAt: now - 120_000 }), false, now)
    expect(words).toMatchObject({
      shape: 'fail',
      since: 'Exit 3',
      ended: '2 min ago',
      label: 'Failed 2 min ago (exit 3)',
      alarming: true,
    })
  })
  it.each([
    [{ exitCode: 137, oomKilled: true }, 'Out of memory'],
    [{ exitCode: 0 }, 'Finished'],
    [{ exitCode: 143 }, 'Stopped'],
  ])('calls the end of %j %s in the column', (part, since) => {
    const ended = exited('x', part.exitCode, { ...part, finishedAt: now - 7_200_000 })
    expect(describeState(t, ended, false, now)).toMatchObject({ since, ended: '2 h ago' })
  })
  it.each(['created', 'exited'] as const)('says of %s that it could not start', (state) => {
    const failed = containerOf({ id: 'x', state, exitCode: 127, startError: 'not found' })
    expect(describeState(t, failed, false, now)).toMatchObject({
      shape: 'fail',
      label: 'Could not start',
      alarming: true,
    })
  })
  it('says that a port is blocked before anything else', () => {
    const words = describeState(t, containerOf({ id: 'x', health: 'unhealthy' }), true, now)
    expect(words).toMatchObject({ shape: 'warn', label: 'Running, port blocked' })
  })
  it.each(['running', 'restarting'] as const)(
    'says of one that is started again and again so while %s',
    (state) => {
      const loop = { restarts: 7, since: now - 10_000, last: now }
      expect(describeState(t, containerOf({ id: 'x', state, loop }), false, now)).toMatchObject({
        ...{ shape: 'warn', label: 'Keeps restarting', since: 'Keeps restarting', alarming: true },
      })
    },
  )
  it.each([
    ['created', 'stop'],
    ['paused', 'pause'],
    ['restarting', 'start'],
    ['removing', 'start'],
    ['dead', 'fail'],
  ] as const)('has a shape and words for %s', (state, shape) => {
    const words = describeState(t, containerOf({ id: 'x', state }), false, now)
    expect(words.shape).toBe(shape)
    expect(words.label).not.toBe('')
  })
})
