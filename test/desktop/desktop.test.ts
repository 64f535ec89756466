// The desktop follows the stores: set on change only, one notification for one cause, no growth.
import { createStore } from 'zustand/vanilla'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createDesktop, type Desktop, type DesktopStores } from '../../main/desktop/desktop'
import { createRequests } from '../../main/desktop/requests'
import type { Notice, Shell } from '../../main/desktop/shell'
import type { Contract } from '../../preload/contract'
import { AppError, serialiseError } from '../../preload/errors'
import type { Container, PortConflict, Pull, Workspace } from '../../preload/model'
import { defaultSettings } from '../../preload/settings-table'
import { containerOf, stoppedMachine } from '../renderer/fake-app/fake-app'

const calls: string[] = []
const notices: Notice[] = []
let lookedAt = false
let shows = true
const shell: Shell = {
  showTray: () => void calls.push('tray'),
  showMenus: () => void calls.push('menus'),
  notify: (notice) => shows && notices.push(notice) > 0,
  setBadge: (count) => void calls.push(`badge ${count}`),
  setProgress: (progress) => void calls.push(`progress ${progress}`),
  setTheme: (theme) => void calls.push(`theme ${theme}`),
  openAddress: (address) => void calls.push(`open ${address}`),
  copy: (text) => void calls.push(`copy ${text}`),
  zoom: () => {},
  show: () => void calls.push('show'),
  closeWindow: () => {},
  isLookedAt: () => lookedAt,
  quit: () => void calls.push('quit'),
}
const conflict: PortConflict = {
  id: 'tcp-8000-blog',
  kind: 'container',
  when: 'now',
  binding: { hostAddress: '', hostPort: 8000, containerPort: 80, protocol: 'tcp' },
  wantedBy: 'container',
  containerId: 'blog',
  containerName: 'blog-web-1',
  containerUp: false,
  holder: { kind: 'container', name: 'shop-web-1', address: '' },
  since: 0,
  fixes: [{ id: 'move-8001', kind: 'move', toPort: 8001 }],
}
const log = { info() {}, warn() {}, error() {}, named: () => log }

let stores: { -readonly [K in keyof DesktopStores]: DesktopStores[K] }
let services: Pick<Contract, 'machine' | 'containers' | 'ports' | 'workspaces'>
let desktop: Desktop
const requests = createRequests()

beforeEach(() => {
  vi.useFakeTimers()
  calls.length = 0
  notices.length = 0
  lookedAt = false
  shows = true
  stores = {
    machine: createStore(() => ({ ...stoppedMachine, state: 'running' as const })),
    engine: createStore(() => ({ state: 'connected' as const })),
    containers: createStore(() => new Map<string, Container>()),
    conflicts: createStore(() => new Map<string, PortConflict>()),
    reading: createStore(() => undefined) as DesktopStores['reading'],
    settings: createStore(() => defaultSettings),
    warnings: createStore(() => new Map()),
    pulls: createStore(() => new Map<string, Pull>()),
    transfers: createStore(() => new Map()),
    builds: createStore(() => new Map()),
    workspaces: createStore(() => new Map()),
  }
  services = {
    machine: { stop: async () => Promise.reject(new AppError('machine.not-running')) },
    ports: { findFree: async () => ({ ports: [3001] }) },
    containers: {},
    workspaces: { start: async ({ id }: { id: string }) => void calls.push(`start ${id}`) },
  } as unknown as typeof services
  desktop = createDesktop({
    stores,
    services,
    requests,
    shell,
    platform: 'linux',
    systemLanguage: 'en-US',
    log,
  })
})
afterEach(() => {
  desktop.dispose()
  vi.useRealTimers()
})

describe('the desktop', () => {
  it('sets everything once at first, then only what changed', async () => {
    expect(calls).toEqual(['tray', 'menus', 'badge 0', 'progress undefined', 'theme system'])
    calls.length = 0
    stores.containers.setState(new Map([['a', containerOf({ id: 'a' })]]), true)
    stores.containers.setState(new Map([['a', containerOf({ id: 'a' })]]), true)
    await vi.advanceTimersByTimeAsync(500)
    expect(calls).toEqual(['tray'])
    stores.engine.setState({ state: 'connected', version: '28' })
    await vi.advanceTimersByTimeAsync(500)
    expect(calls).toEqual(['tray'])
  })

  it('tells a conflict once, with its first fix; again only after it was gone', async () => {
    const broken = new Map([[conflict.id, conflict]])
    stores.conflicts.setState(broken, true)
    await vi.advanceTimersByTimeAsync(500)
    stores.conflicts.setState(new Map([[conflict.id, { ...conflict, since: 2 }]]), true)
    await vi.advanceTimersByTimeAsync(500)
    expect(notices).toHaveLength(1)
    expect(notices[0]).toMatchObject({
      title: 'blog-web-1 could not start',
      body: 'shop-web-1 already uses port 8000.',
      actions: [
        { label: 'Use 8001 instead', command: { do: 'fix', fixId: 'move-8001' } },
        { label: 'Show ports' },
      ],
    })
    expect(calls).toContain('badge 1')
    stores.conflicts.setState(new Map(), true)
    await vi.advanceTimersByTimeAsync(500)
    stores.conflicts.setState(broken, true)
    await vi.advanceTimersByTimeAsync(500)
    expect(notices).toHaveLength(2)
  })

  it.each([
    [{ containerUp: true }, 'shop-web-1 answers on port 8000', 'It is reached instead of blog-web-1.'],
    [
      { kind: 'shadowed', containerUp: true },
      'shop-web-1 also listens on port 8000',
      'It may be reached instead of blog-web-1.',
    ],
    [{ kind: 'reserved' }, 'blog-web-1 could not start', 'Windows keeps port 8000 for itself.'],
    [
      { kind: 'privileged', containerUp: true },
      'blog-web-1 cannot be reached',
      'Port 8000 needs an administrator.',
    ],
    [
      { kind: 'failed', containerUp: true },
      'blog-web-1 cannot be reached',
      'Port 8000 could not be opened on this computer.',
    ],
  ] as const)('says of a conflict with %j what is true of it', async (part, title, body) => {
    stores.conflicts.setState(new Map([[conflict.id, { ...conflict, ...part }]]), true)
    await vi.advanceTimersByTimeAsync(500)
    expect(notices[0]).toMatchObject({ title, body })
  })

  it('tells nothing of what is being looked at', async () => {
    lookedAt = true
    stores.conflicts.setState(new Map([[conflict.id, conflict]]), true)
    await vi.advanceTimersByTimeAsync(500)
    lookedAt = false
    desktop.refresh()
    await vi.advanceTimersByTimeAsync(500)
    expect(notices).toEqual([])
  })

  it('tells that the engine failed, and a command that did not work', async () => {
    const failure = serialiseError(
      new AppError('machine.vm-died', { params: { program: 'qemu', reason: 'x' } }),
    )
    stores.machine.setState({ state: 'failed', failure })
    await vi.advanceTimersByTimeAsync(500)
    desktop.run({ do: 'engine', action: 'stop' })
    await vi.advanceTimersByTimeAsync(0)
    expect(notices.map(({ title }) => title)).toEqual(['The engine stopped', 'That did not work'])
  })

  it('tells in the window what failed where the system shows no notifications', async () => {
    shows = false
    desktop.run({ do: 'engine', action: 'stop' })
    await vi.advanceTimersByTimeAsync(0)
    expect(calls).toContain('show')
    const { value } = await requests.watch().next()
    expect(value).toMatchObject({ kind: 'error', error: { code: 'machine.not-running' } })
  })

  it('tells that a start from the tray failed later, to whoever looks at another page, too; once', async () => {
    const workspace = { id: 'w1', title: 'Shop', state: 'failed' }
    const run = {
      state: 'failed',
      steps: [],
      startedAt: Date.now(),
      endedAt: Date.now() + 1,
      error: serialiseError(new AppError('workspace.unhealthy', { params: { service: 'db' } })),
    }
    const show = async (run: object): Promise<void> => {
      stores.workspaces.setState(new Map([['w1', { ...workspace, run } as unknown as Workspace]]), true)
      await vi.advanceTimersByTimeAsync(500)
    }
    await show({ ...run, endedAt: Date.now() - 60_000 })
    expect(notices).toEqual([])
    lookedAt = true
    desktop.run({ do: 'workspace', action: 'up', id: 'w1' })
    await show({ ...run, state: 'active', endedAt: undefined })
    await show(run)
    await show({ ...run })
    expect(notices).toMatchObject([
      {
        title: 'Shop did not come up',
        body: expect.stringContaining('db') as unknown,
        command: { do: 'ask', request: { kind: 'workspace', id: 'w1' } },
      },
    ])
  })

  it('says nothing of a start that somebody gave up', async () => {
    services.workspaces.start = () =>
      Promise.reject(new AppError('workspace.given-up', { params: { title: 'Shop' } }))
    desktop.run({ do: 'workspace', action: 'up', id: 'w1' })
    await vi.advanceTimersByTimeAsync(0)
    expect(notices).toEqual([])
  })

  it('copies a free port, and asks the window for the rest', async () => {
    desktop.run({ do: 'copy-free-port' })
    desktop.run({ do: 'workspace', action: 'up', id: 'w1' })
    desktop.run({ do: 'ask', request: { kind: 'section', section: 'ports' } })
    await vi.advanceTimersByTimeAsync(0)
    expect(calls).toEqual(expect.arrayContaining(['copy 3001', 'start w1', 'show']))
    const { value } = await requests.watch().next()
    expect(value).toEqual({ kind: 'section', section: 'ports' })
  })

  it('shows how far downloads are', async () => {
    const pull = {
      id: 'p',
      reference: 'x',
      state: 'active',
      startedAt: 0,
      layers: [],
      doneBytes: 30,
      totalBytes: 120,
    }
    stores.pulls.setState(new Map([['p', pull as Pull]]), true)
    await vi.advanceTimersByTimeAsync(500)
    expect(calls).toContain('progress 0.25')
    stores.pulls.setState(new Map([['p', { ...pull, state: 'done' } as Pull]]), true)
    await vi.advanceTimersByTimeAsync(500)
    expect(calls.at(-1)).toBe('progress undefined')
  })
})
