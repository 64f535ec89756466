// @vitest-environment happy-dom
import { fireEvent, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { PortsScreen } from '../../renderer/ports/ports-screen'
import { Dialogs } from '../../renderer/shell/dialogs'
import { useUi } from '../../renderer/stores/ui'
import { AppError, serialiseError, type ErrorCode } from '../../preload/errors'
import type { PortConflict } from '../../preload/model'
import { containerOf, FakeApp } from './fake-app/fake-app'
import { shopWorkspace } from './fake-app/fake-workspaces'
import { openWindow, settle, type OpenWindow } from './window'

let app: FakeApp
let shown: OpenWindow

const commands = ['net stop winnat', 'netsh add 50051', 'net start winnat']
const conflict = (part: Partial<PortConflict>): PortConflict => ({
  ...{ id: 'tcp-50051-c1', kind: 'process', when: 'now', containerId: 'c1', containerName: 'pay' },
  wantedBy: 'container',
  binding: { hostAddress: '0.0.0.0', hostPort: 50_051, containerPort: 80, protocol: 'tcp' },
  ...{ containerUp: false, holder: { kind: 'unknown', name: '', address: '0.0.0.0' }, since: 0, fixes: [] },
  ...part,
})

beforeEach(async () => {
  app = new FakeApp()
  app.engine.value = { state: 'connected' }
  app.containers.upsert(containerOf({ id: 'c1', name: 'pay' }))
  useUi.setState({ dialog: undefined, section: 'ports' })
  shown = await openWindow(
    app,
    <>
      <PortsScreen />
      <Dialogs />
    </>,
  )
})
afterEach(() => shown.close())

const card = async (part: Partial<PortConflict>): Promise<HTMLElement> => {
  app.conflicts.upsert(conflict(part))
  return screen.findByRole('article')
}

describe('a conflict in the window', () => {
  it('explains the steps before Windows is changed, and changes nothing without a yes', async () => {
    const article = await card({
      kind: 'reserved',
      reserved: { first: 50_000, last: 50_059 },
      fixes: [{ id: 'free-tcp-50051', kind: 'free-reserved', port: 50_051, commands }],
    })
    const open = within(article).getByRole('button', { name: 'Free port 50051' })
    fireEvent.click(open)
    const dialog = await screen.findByRole('dialog')
    for (const command of commands) expect(within(dialog).getByText(command)).toBeDefined()
    fireEvent.click(within(dialog).getByRole('button', { name: 'Cancel' }))
    expect(app.calls.some(({ method }) => method.endsWith('applyFix'))).toBe(false)
    fireEvent.click(open)
    fireEvent.click(
      within(await screen.findByRole('dialog')).getByRole('button', { name: 'Free port 50051' }),
    )
    await settle(() => screen.queryByRole('article') === null)
    expect(app.calls.find(({ method }) => method.endsWith('applyFix'))?.args).toMatchObject({
      fixId: 'free-tcp-50051',
    })
  })

  it.each([
    [{ known: 'airplay', name: 'ControlCenter', pid: 412 }, 'AirPlay Receiver (ControlCenter, PID 412)'],
    [{ name: 'svchost.exe', services: ['RpcSs'], pid: 9 }, 'RpcSs (svchost.exe, PID 9)'],
    [{ name: 'node', pid: 7 }, 'node (PID 7)'],
    [{ kind: 'unknown', name: '', user: 'mysql' }, 'A program of mysql'],
    [{ kind: 'unknown', name: '', otherUser: true }, 'Another user’s program'],
    [{ kind: 'unknown', name: '' }, 'Another program'],
    [{ kind: 'container', name: 'web' }, 'Container web'],
  ] as const)('names the holder of %j', async (holder, words) => {
    const article = await card({ holder: { kind: 'process', address: '0.0.0.0', ...holder } })
    expect(within(article).getByRole('heading').textContent).toContain(words)
  })

  it('blames nobody where the port could not be opened for another reason', async () => {
    const failed = (code: ErrorCode) => serialiseError(new AppError(code, { detail: 'gvproxy: no route' }))
    const article = await card({ kind: 'failed', containerUp: true, error: failed('port.forward-failed') })
    expect(within(article).getByRole('heading').textContent).toBe(
      'Port 50051 could not be opened on this computer',
    )
    expect(article.textContent).toContain('So pay cannot be reached at port 50051. Reason: gvproxy: no route')
    app.conflicts.upsert(conflict({ kind: 'failed', error: failed('port.bad-address') }))
    await settle(() => within(article).queryByText('This computer has no address 0.0.0.0') !== null)
  })

  it('tells on the map whether the container did not start, or cannot be reached', async () => {
    const binding = conflict({}).binding
    const stopped = { state: 'exited', ports: [binding] } as const
    app.containers.upsert(containerOf({ id: 'c1', name: 'pay', ...stopped }))
    await card({})
    expect(screen.getByText('did not start')).toBeDefined()
    app.containers.upsert(containerOf({ id: 'c1', name: 'pay', ...stopped, state: 'running' }))
    await settle(() => screen.queryByText('not reachable') !== null)
  })

  it('explains its own kind, and nothing where the reason stands there already', async () => {
    const article = await card({ kind: 'reserved', reserved: { first: 50_000, last: 50_059 } })
    const ask = async (): Promise<string> => {
      fireEvent.click(within(article).getByRole('button', { name: 'Why?' }))
      return (await screen.findByRole('dialog')).getAttribute('aria-label') ?? ''
    }
    expect(await ask()).toBe('Why does Windows keep ports?')
    app.conflicts.upsert(conflict({ kind: 'failed', containerUp: true }))
    await settle(() => within(article).queryByRole('button', { name: 'Why?' }) === null)
    app.conflicts.upsert(conflict({ kind: 'privileged', when: 'later' }))
    const later = await screen.findByRole('region', { name: /Will clash later/ })
    await settle(() => within(later).queryByRole('button', { name: 'Why?' }) !== null)
  })

  it('has one row for all that a workspace or a container would clash with', async () => {
    const at = (id: string, hostPort: number, part: Partial<PortConflict>): PortConflict =>
      conflict({ when: 'later', id, ...part, binding: { ...conflict({}).binding, hostPort } })
    const node = { kind: 'process', name: 'node', pid: 7, address: '0.0.0.0' } as const
    const crm = { wantedBy: 'workspace', project: 'crm', kind: 'container', holder: node } as const
    const moves = (toPort: number) => ({ fixes: [{ id: `use-${toPort}`, kind: 'move', toPort }] }) as const
    app.workspaces.upsert({ ...shopWorkspace, id: 'w1', project: 'crm', title: 'Customers' })
    app.conflicts.upsert(
      at('a', 8025, { ...crm, containerId: 'workspace/w1/mail/tcp/80', movesTo: 8026 }),
      at('b', 6379, { ...crm, containerId: 'workspace/w1/cache/tcp/80', movesTo: 6380 }),
      at('c', 3000, { holder: node, ...moves(3001) }),
      at('d', 4000, { kind: 'privileged', ...moves(4001) }),
    )
    const later = await screen.findByRole('region', { name: /Will clash later/ })
    const text = (): string => later.textContent ?? ''
    await settle(() => text().includes('Customers'))
    expect(text()).toContain('Ports 6379 and 8025')
    expect(text()).toContain('Workspace Customers moves to 6380 and 8026 by itself when it opens.')
    expect(text()).toContain('Ports 3000 and 4000')
    expect(text()).toContain('pay (stopped) wants them.')
    expect(text()).toContain('3000: node (PID 7) has it.')
    expect(text()).toContain('4000 needs an administrator.')
    fireEvent.click(within(later).getByRole('button', { name: 'Use 4001' }))
    await settle(() => app.calls.some(({ method }) => method.endsWith('applyFix')))
    expect(app.calls.at(-1)?.args).toMatchObject({ conflictId: 'd', fixId: 'use-4001' })
    fireEvent.click(within(later).getByRole('button', { name: 'Review' }))
    expect(useUi.getState().section).toBe('workspaces')
  })

  it('of a range says how many are taken and who has the first, now and later', async () => {
    const wish = { ...conflict({}).binding, hostPort: 0, hostRange: { first: 8000, last: 8002 } }
    const node = { kind: 'process', name: 'node', pid: 7, address: '0.0.0.0' } as const
    const part = { binding: { ...wish, hostPort: 8000 }, holder: node }
    app.containers.upsert(containerOf({ id: 'c1', name: 'pay', state: 'exited', ports: [wish] }))
    const article = await card(part)
    expect(within(article).getByRole('heading').textContent).toBe('None of the 3 ports 8000–8002 is free')
    expect(article.textContent).toContain('8000: node (PID 7) has it. So pay could not start.')
    expect(article.querySelector('.conflict-number')?.textContent).toContain('8000–8002')
    expect(screen.getByText('did not start')).toBeDefined()
    app.conflicts.upsert(conflict({ ...part, when: 'later' }))
    const later = await screen.findByRole('region', { name: /Will clash later/ })
    await settle(() => later.textContent?.includes('Ports 8000–8002') === true)
    expect(later.textContent).toContain(
      'pay (stopped) wants one of them. None of the 3 is free. 8000: node (PID 7) has it.',
    )
    app.conflicts.upsert(conflict({ ...part, when: 'later', wantedBy: 'compose', containerName: 'shop/web' }))
    await settle(() => later.textContent?.includes('shop/web wants one of them once it starts') === true)
  })

  it('says what each way out does, and since when it is broken', async () => {
    const pay = { id: 'stop-this', kind: 'stop-wanter', containerId: 'c1', name: 'pay' } as const
    const node = { kind: 'process', name: 'node', pid: 7, address: '127.0.0.1' } as const
    const article = await card({
      ...{ containerUp: true, holder: node, since: Date.now() - 38 * 60_000 },
      binding: { ...conflict({}).binding, hostAddress: '192.168.0.7' },
      fixes: [
        { id: 'use-50052', kind: 'move', toPort: 50_052 },
        { id: 'stop-process-7-ab', kind: 'stop-process', pid: 7, name: 'node' },
        pay,
      ],
    })
    expect(article.textContent).toContain('seen 38 min ago')
    expect(article.textContent).toContain('So 192.168.0.7:50051 reaches node (PID 7), not pay.')
    const told = (): string => article.querySelector('.conflict-fixes .help')?.textContent ?? ''
    expect(told()).toBe('Restarts pay. Then connect to 192.168.0.7:50052. Data stays.')
    fireEvent.focus(within(article).getByRole('button', { name: 'Stop node (PID 7)' }))
    expect(told()).toBe('Shows first what node is, and asks.')
    fireEvent.focus(within(article).getByRole('button', { name: 'Stop container pay' }))
    expect(told()).toBe('Stops pay. Its data stays.')
  })

  it('stays as it was while it is fixed, and says for a moment that it is over', async () => {
    const fixes = [{ id: 'use-50052', kind: 'move', toPort: 50_052 }] as const
    const article = await card({ fixes })
    fireEvent.click(within(article).getByRole('button', { name: 'Use 50052 instead' }))
    // The container that is being replaced goes by another name meanwhile.
    app.conflicts.upsert(conflict({ fixes, containerName: 'pay.before-change' }))
    expect(screen.queryByText(/before-change could/)).toBeNull()
    const over = 'pay is at localhost:50052 now'
    await settle(() => screen.queryByRole('heading', { name: over }) !== null)
    await settle(() => screen.queryByRole('article') === null)
  })

  it('that keeps one from starting leaves only the others to start', async () => {
    expect(screen.getByText('Every stopped container and project could start now.')).toBeDefined()
    await card({})
    expect(screen.getByText('Every other stopped container and project could start now.')).toBeDefined()
  })

  it('says when this computer does not tell who listens, until it does again', async () => {
    const error = new AppError('port.listeners-unreadable', { detail: 'lsof: command not found' })
    app.portLook.value = { error: serialiseError(error) }
    const alert = await screen.findByRole('alert')
    expect(alert.textContent).toContain('Portside cannot see which programs use ports.')
    app.portLook.value = {}
    await settle(() => screen.queryByRole('alert') === null)
  })

  it('is searched for, and says what was found nowhere', async () => {
    app.listeners.upsert({
      id: 'a',
      kind: 'process',
      protocol: 'tcp',
      address: '::',
      port: 81,
      process: 'nginx',
    })
    const search = screen.getByRole('searchbox')
    fireEvent.change(search, { target: { value: 'zzz' } })
    expect(await screen.findByText('No open port and no name matches “zzz”.')).toBeDefined()
    fireEvent.click(screen.getByRole('button', { name: 'Clear search' }))
    expect(await screen.findAllByText('nginx')).not.toEqual([])
  })

  it('of a service that runs does not say that it could not start', async () => {
    const holder = { kind: 'container', name: 'web', containerId: 'w', address: '0.0.0.0' } as const
    const article = await card({ kind: 'container', wantedBy: 'service', containerUp: true, holder })
    expect(article.textContent).toContain('So pay cannot be reached at port 50051.')
    app.conflicts.upsert(conflict({ kind: 'privileged' }))
    await settle(() => article.textContent?.includes('So pay could not start.') === true)
  })

  it('looks for a free port near the one that is missed most, until a person types another', async () => {
    const near = screen.getByLabelText('Near') as HTMLInputElement
    expect(near.value).toBe('8080')
    await card({})
    await settle(() => near.value === '50051')
    fireEvent.change(near, { target: { value: '' } })
    expect(near.value).toBe('')
    expect(screen.getByText('Type a number from 1 to 65535.')).toBeDefined()
  })

  it('tells on the map what runs in a container', async () => {
    const { binding } = conflict({})
    for (const [image, program] of [
      ['registry.example:5000/team/web-shop:1.2', 'web-shop'],
      ['postgres@sha256:0123', 'postgres'],
    ] as const) {
      app.containers.upsert(containerOf({ id: 'c1', name: 'pay', image, ports: [binding] }))
      expect(await screen.findByText(program)).toBeDefined()
    }
  })

  it('says where AirPlay Receiver is turned off', async () => {
    const holder = {
      kind: 'process',
      known: 'airplay',
      name: 'ControlCenter',
      pid: 412,
      address: '::',
    } as const
    expect((await card({ holder })).textContent).toContain('System Settings')
  })
})
