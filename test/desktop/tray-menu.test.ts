// The tray's menu as a function of the state of everything.
import { describe, expect, it } from 'vitest'
import type { MenuEntry, MenuItem } from '../../main/desktop/menu-model'
import { trayModel } from '../../main/desktop/tray-menu'
import type { TrayState } from '../../main/desktop/tray-state'
import type { Container, PortConflict, Workspace } from '../../preload/model'
import { containerOf, stoppedMachine } from '../renderer/fake-app/fake-app'

const bind = (hostPort: number, containerPort = hostPort) => ({
  hostAddress: '127.0.0.1',
  hostPort,
  containerPort,
  protocol: 'tcp' as const,
})
const container = (name: string, part: Partial<Container> = {}): Container => ({
  ...containerOf({ id: name }),
  state: 'running',
  ports: [],
  ...part,
})
const conflict: PortConflict = {
  id: 'tcp-3306-shop-db-1',
  kind: 'process',
  when: 'now',
  binding: bind(3306),
  wantedBy: 'container',
  containerId: 'shop-db-1',
  containerName: 'shop-db-1',
  containerUp: true,
  holder: { kind: 'process', name: 'mysqld', pid: 4312, address: '127.0.0.1' },
  since: 0,
  fixes: [
    { id: 'move-3307', kind: 'move', toPort: 3307 },
    { id: 'stop-4312', kind: 'stop-process', pid: 4312, name: 'mysqld' },
  ],
}
const state = (part: Partial<TrayState> = {}): TrayState => ({
  language: 'en',
  machine: { ...stoppedMachine, state: 'running', features: ['pause'] },
  engine: { state: 'connected', version: '28.3' },
  containers: [
    container('shop-web-1', { project: 'shop', ports: [bind(8000, 80)], startedAt: 2 }),
    container('shop-db-1', { project: 'shop', ports: [bind(3306)], startedAt: 1 }),
    container('blog-web-1', { project: 'blog', state: 'exited', exitCode: 0 }),
    container('mailpit', { ports: [bind(8025)], startedAt: 3 }),
  ],
  conflicts: [],
  workspaces: [],
  warnings: [],
  hasPanel: false,
  reading: {
    sample: { at: 0, machine: { cpu: 0.137, memoryBytes: 3.1 * 1024 ** 3 } },
    computer: { cpus: 8, memoryBytes: 16e9 },
    containers: [],
  },
  ...part,
})

const items = (entries: readonly MenuEntry[]): MenuItem[] =>
  entries.filter((entry): entry is MenuItem => entry.kind === 'item')
const words = (entries: readonly MenuEntry[]): string[] =>
  items(entries).map(({ label, detail }) => (detail === undefined ? label : `${label} | ${detail}`))
const find = (entries: readonly MenuEntry[], ...path: string[]): MenuItem => {
  const [first, ...rest] = path
  const found = items(entries).find(({ label }) => label === first)
  if (!found) throw new Error(`no entry ${first} in ${words(entries).join(', ')}`)
  return rest.length === 0 ? found : find(found.submenu ?? [], ...rest)
}

describe('the tray', () => {
  it('shows the engine with what it uses, projects, ports at hand, and what can be done', () => {
    expect(words(trayModel(state()).menu)).toEqual([
      'Engine running | 14% CPU, 3.07 GB',
      'blog | stopped',
      'shop | 2 running',
      'Other containers | 1 running',
      'Open localhost:8025 | mailpit',
      'Open localhost:8000 | shop-web-1',
      'Open localhost:3306 | shop-db-1',
      'Copy a free port',
      'Pause engine',
      'Restart engine',
      'Stop engine | gives back 3.07 GB',
      'Open Portside',
      'Run an image…',
      'Settings…',
      'Quit Portside',
    ])
  })

  it('is short where a click opens the panel, and still leads to everything', () => {
    const model = trayModel(
      state({
        hasPanel: true,
        conflicts: [conflict],
        workspaces: [{ id: 'w1', title: 'shop', state: 'up' }],
      }),
    )
    expect(words(model.menu)).toEqual([
      'Open Portside',
      '1 port conflict',
      'Containers',
      'Workspaces',
      'Pause engine',
      'Restart engine',
      'Stop engine | gives back 3.07 GB',
      'Settings…',
      'Quit Portside',
    ])
    expect(find(model.menu, 'Containers', 'shop', 'shop-web-1', 'Stop').command).toMatchObject({
      do: 'containers',
    })
    expect(find(model.menu, 'Workspaces', 'shop', 'Down').command).toMatchObject({ do: 'workspace' })
    const empty = trayModel(state({ hasPanel: true, containers: [] }))
    expect(words(empty.menu).slice(0, 2)).toEqual(['Open Portside', 'Pause engine'])
  })

  it('offers a container its ports, logs, restart and stop, and a stopped one its start', () => {
    const { menu } = trayModel(state())
    expect(words(find(menu, 'shop', 'shop-web-1').submenu ?? [])).toEqual([
      'Open localhost:8000',
      'Show logs',
      'Restart',
      'Stop',
    ])
    expect(find(menu, 'shop', 'shop-web-1', 'Open localhost:8000').command).toEqual({
      do: 'open-address',
      address: 'http://localhost:8000',
    })
    expect(words(find(menu, 'blog', 'blog-web-1').submenu ?? [])).toEqual(['Show logs', 'Start'])
    expect(find(menu, 'shop', 'Stop all').command).toEqual({
      do: 'containers',
      action: 'stop',
      ids: ['shop-db-1', 'shop-web-1'],
    })
  })

  it('puts conflicts on top, the safest fix first; what stops a program is asked in the window', () => {
    const model = trayModel(state({ conflicts: [conflict, { ...conflict, id: 'later', when: 'later' }] }))
    expect(model).toMatchObject({ icon: 'attention', count: 1 })
    expect(words(find(model.menu, '1 port conflict').submenu ?? [])).toEqual([
      '3306: mysqld answers instead of shop-db-1',
      'Use 3307 instead',
      'Stop mysqld (PID 4312)…',
      'Show all ports',
    ])
    expect(find(model.menu, '1 port conflict', 'Use 3307 instead').command).toMatchObject({ do: 'fix' })
    expect(find(model.menu, '1 port conflict', 'Stop mysqld (PID 4312)…').command).toMatchObject({
      do: 'ask',
    })
    expect(words(model.menu)).not.toContain('Open localhost:3306 | shop-db-1')
    expect(model.tooltip).toBe('Portside\nEngine running, 14% CPU, 3.07 GB\n1 port conflict')
  })

  it.each([
    ['shadowed', '3306: mysqld may answer instead of shop-db-1'],
    ['failed', '3306: could not be opened for shop-db-1'],
    ['reserved', '3306: kept by Windows'],
    ['privileged', '3306: only an administrator may open it'],
  ] as const)('blames nobody for a conflict that is %s', (kind, told) => {
    const model = trayModel(state({ conflicts: [{ ...conflict, kind }] }))
    expect(words(find(model.menu, '1 port conflict').submenu ?? [])[0]).toBe(told)
  })

  it.each([
    ['running', { state: 'connected' }, 'running'],
    ['running', { state: 'connecting' }, 'starting'],
    ['starting', { state: 'disconnected' }, 'starting'],
    ['paused', { state: 'disconnected' }, 'paused'],
    ['stopped', { state: 'disconnected' }, 'stopped'],
    ['failed', { state: 'disconnected' }, 'attention'],
  ] as const)('draws a %s machine with its engine %o as %s', (machine, engine, icon) => {
    const model = trayModel(state({ machine: { ...stoppedMachine, state: machine }, engine }))
    expect(model.icon).toBe(icon)
  })

  it('says what a stopped machine gave back, and offers to start it', () => {
    const { menu } = trayModel(
      state({
        machine: { ...stoppedMachine, state: 'stopped' },
        engine: { state: 'disconnected' },
        containers: [],
        reading: undefined,
        gaveBackBytes: 2 * 1024 ** 3,
      }),
    )
    expect(words(menu).slice(0, 2)).toEqual(['Engine stopped | 1.96 GB given back', 'Start engine'])
  })

  it('lists workspaces where there are some, and a disk that is almost full', () => {
    const full = state({
      workspaces: [{ id: 'w1', title: 'shop', state: 'up' }],
      containers: [],
      warnings: [{ id: 'machine-disk', kind: 'machine-disk', since: 0, bytes: 1.2e9, remedies: [] }],
    })
    const model = trayModel(full)
    expect(words(model.menu)).toContain('The disk of the VM is almost full')
    expect(find(model.menu, 'shop', 'Down').command).toEqual({ do: 'workspace', action: 'down', id: 'w1' })
    expect(find(model.menu, 'shop', 'Up').disabled).toBe(true)
    expect(find(model.menu, 'shop', 'Show details').command).toMatchObject({ request: { id: 'w1' } })
    expect(model.icon).toBe('attention')
  })

  it('offers Up for a workspace that stops, Down for one that waits for that, and nothing for what only ends by itself', () => {
    const offers = (workspace: Partial<Workspace>): readonly (boolean | undefined)[] => {
      const { menu } = trayModel(
        state({ workspaces: [{ id: 'w1', title: 'shop', state: 'up', ...workspace }], containers: [] }),
      )
      return ['Up', 'Down'].map((word) => find(menu, 'shop', word).disabled !== true)
    }
    expect(offers({ state: 'up', doing: 'stops' })).toEqual([true, true])
    expect(offers({ state: 'stopped', doing: 'stops' })).toEqual([true, false])
    expect(offers({ state: 'starting', doing: 'waits' })).toEqual([false, true])
    expect(offers({ state: 'stopped', doing: 'resets' })).toEqual([false, false])
    expect(offers({ state: 'partly', doing: 'leaves' })).toEqual([false, false])
  })

  it('keeps names to one short line, whatever is in them', () => {
    const hostile = `a\u202Eb\nc\u001b[31m${'x'.repeat(1_000_000)}`
    const { menu } = trayModel(state({ containers: [container(hostile, { project: hostile })] }))
    const entry = items(menu)[1]
    expect(entry?.label).toMatch(/^abc\[31mx+…$/)
    expect(entry?.label.length).toBeLessThanOrEqual(60)
  })

  it('does not change for figures that only tremble', () => {
    const trembling = state()
    const sample = { at: 9, machine: { cpu: 0.1381, memoryBytes: 3.1 * 1024 ** 3 + 1e6 } }
    const other = state({ reading: { ...trembling.reading!, sample } })
    expect(trayModel(other)).toEqual(trayModel(trembling))
  })

  it('stays short with hundreds of containers, and speaks Korean', () => {
    const many = Array.from({ length: 300 }, (_, n) => container(`c${n}`, { project: `p${n % 50}` }))
    const { menu } = trayModel(state({ containers: many, language: 'ko' }))
    expect(menu.length).toBeLessThan(40)
    expect(words(menu)).toContain('38개 더…')
    expect(words(menu)[0]).toBe('엔진 실행 중 | CPU 14%, 3.07 GB')
  })
})
