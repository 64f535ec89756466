// @vitest-environment happy-dom
import { fireEvent, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { PortCellProps } from '../../renderer/containers/port-cell'
import type { PortConflict } from '../../preload/model'
import { AppError } from '../../preload/errors'
import { containerOf, FakeApp } from './fake-app/fake-app'
import { openWindow, settle, type OpenWindow } from './window'

const renders = vi.hoisted(() => new Map<string, number>())
vi.mock('../../renderer/containers/port-cell', () => ({
  // Drawn once per render of its row, so that it counts them.
  PortCell: ({ container }: PortCellProps) => {
    renders.set(container.id, (renders.get(container.id) ?? 0) + 1)
    return null
  },
}))
const { ContainersScreen } = await import('../../renderer/containers/containers-screen')
const { useList } = await import('../../renderer/containers/list-state')
const { useToasts } = await import('../../renderer/stores/toasts')
const { useUi } = await import('../../renderer/stores/ui')

const freshList = useList.getState()
let app: FakeApp
let shown: OpenWindow

const total = (): number => [...renders.values()].reduce((sum, count) => sum + count, 0)
const press = (key: string, init: object = {}): boolean => fireEvent.keyDown(document.body, { key, ...init })
const row = (id: string): Element | null => document.querySelector(`[role=row][data-key="${id}"]`)

beforeEach(async () => {
  app = new FakeApp()
  app.engine.value = { state: 'connected' }
  app.containers.upsert(
    ...Array.from({ length: 40 }, (_, index) => containerOf({ id: `c${index}`, name: `app-${index}` })),
  )
  useList.setState(freshList, true)
  useUi.setState({ dialog: undefined, details: undefined, section: 'containers' })
  shown = await openWindow(app, <ContainersScreen />)
  renders.clear()
})

afterEach(() => shown.close())

describe('rows', () => {
  it.each([
    ['removing', 'Removing'],
    ['dead', 'Cannot be started'],
  ] as const)(
    'show what is %s as that, and offer nothing that the engine would refuse',
    async (state, words) => {
      app.containers.change('c7', { state })
      await settle(() => row('c7')?.textContent.includes(words) === true)
      const start = row('c7')?.querySelector('button[aria-label=Start]')
      expect(start?.hasAttribute('disabled')).toBe(true)
      expect(row('c6')?.textContent).not.toContain(words)
    },
  )

  it('open their details by a press on them, not on a control in them, and extend the selection with Shift', () => {
    const name = row('c3')?.querySelector('b') as Element
    const box = row('c3')?.querySelector('input[type=checkbox], [role=checkbox]') as Element
    fireEvent.click(box)
    expect(useUi.getState().details).toBeUndefined()
    fireEvent.click(row('c5')?.querySelector('b') as Element, { shiftKey: true })
    expect(useUi.getState().details).toBeUndefined()
    expect(useList.getState().selected.size).toBeGreaterThan(1)
    fireEvent.click(name)
    expect(useUi.getState().details).toMatchObject({ id: 'c3' })
  })

  it('renders one row for one change', async () => {
    app.containers.change('c7', { state: 'exited', exitCode: 0 })
    await settle()
    expect([...renders.keys()]).toEqual(['c7'])
    expect(renders.get('c7')).toBe(1)
  })

  it('renders 50 rows for 50 changes, in as many upserts', async () => {
    for (let turn = 0; turn < 50; turn += 1) {
      app.containers.change(`c${turn % 40}`, { startedAt: Date.now() + turn })
    }
    await settle()
    expect(total()).toBeLessThanOrEqual(50)
    expect(renders.size).toBe(40)
  })

  it('renders one row for a forward that opens', async () => {
    const binding = { hostAddress: '0.0.0.0', hostPort: 1, containerPort: 1, protocol: 'tcp' } as const
    app.forwards.upsert({ id: 'f', containerId: 'c3', binding, state: 'open' })
    await settle()
    expect([...renders.keys()]).toEqual(['c3'])
  })

  it('renders two rows when the cursor moves, and none for a pending action elsewhere', async () => {
    press('j')
    await settle()
    expect(renders.size).toBe(2)
  })

  it('adds and removes without rendering the others', async () => {
    app.containers.upsert(containerOf({ id: 'new', name: 'zz-new' }))
    await settle()
    app.containers.remove('c12')
    await settle()
    expect(screen.queryByText('app-12')).toBeNull()
    expect(renders.get('new')).toBeGreaterThan(0)
    // The rows below the removed one get a new position, the others nothing.
    expect(renders.has('c11')).toBe(false)
  })

  it('keeps rows still when a reconnect repeats what is known', async () => {
    shown.cut()
    await settle(() => shown.dials() === 2 && app.containers.watchers === 1)
    await settle()
    expect(total()).toBe(0)
    app.containers.change('c7', { name: 'renamed-while-away' })
    await settle()
    expect(screen.getByText('renamed-while-away')).toBeTruthy()
  })
})

describe('a folded project', () => {
  it('says how many of its containers have a port that is not theirs, those that are stopped, too', async () => {
    for (const id of ['c0', 'c1', 'c2']) app.containers.change(id, { project: 'shop' })
    app.containers.change('c2', { state: 'exited' })
    app.settings.value = { ...app.settings.value, collapsedProjects: ['shop'] }
    const clash: PortConflict = {
      ...{ id: 'x', kind: 'process', when: 'later', wantedBy: 'container', containerId: 'c2' },
      ...{ containerName: 'c2', containerUp: false, since: 0, fixes: [] },
      binding: { hostAddress: '0.0.0.0', hostPort: 80, containerPort: 80, protocol: 'tcp' },
      holder: { kind: 'process', name: 'node', pid: 7, address: '0.0.0.0' },
    }
    app.conflicts.upsert(clash)
    const badge = await screen.findByText('1 port conflict')
    expect(badge.classList).toContain('warn')
    const { binding } = clash
    app.forwards.upsert({ id: 'f', containerId: 'c0', binding, state: 'failed' })
    expect((await screen.findByText('2 port conflicts')).classList).toContain('bad')
  })

  it('is open while somebody looks for what is in it, and closed again afterwards', async () => {
    app.containers.change('c1', { project: 'shop' })
    app.settings.value = { ...app.settings.value, collapsedProjects: ['shop'] }
    const fold = await screen.findByRole<HTMLButtonElement>('button', { name: 'Expand shop' })
    expect(screen.queryByText('app-1')).toBeNull()
    fireEvent.change(screen.getByRole('searchbox', { name: 'Find' }), { target: { value: 'app-1' } })
    await screen.findByText('app-1')
    expect(fold.getAttribute('aria-label')).toBe('Collapse shop')
    expect(fold.disabled).toBe(true)
    fireEvent.click(screen.getByText('shop'))
    expect(app.settings.value.collapsedProjects).toEqual(['shop'])
    fireEvent.change(screen.getByRole('searchbox', { name: 'Find' }), { target: { value: '' } })
    await settle(() => screen.queryByText('app-1') === null)
    expect(fold.disabled).toBe(false)
  })
})

describe('the menu of a row', () => {
  it('copies the address of each port of its container', async () => {
    const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue()
    const binding = {
      hostAddress: '127.0.0.1',
      hostPort: 3306,
      containerPort: 3306,
      protocol: 'tcp',
    } as const
    const ports = [binding, { ...binding, protocol: 'udp' as const }, { ...binding, hostPort: 0 }]
    app.containers.change('c0', { ports })
    await settle()
    fireEvent.keyDown(screen.getByRole('button', { name: 'More actions for app-0' }), { key: 'Enter' })
    const items = await screen.findAllByRole('menuitem', { name: /^Copy localhost/ })
    expect(items.map(({ textContent }) => textContent)).toEqual(['Copy localhost:3306'])
    for (const item of items) fireEvent.click(item)
    expect(write).toHaveBeenCalledWith('localhost:3306')
  })

  it('opens a shell in the terminal program of this computer, and tells when that has none', async () => {
    const open = async (): Promise<void> => {
      fireEvent.keyDown(screen.getByRole('button', { name: 'More actions for app-0' }), { key: 'Enter' })
      fireEvent.click(await screen.findByRole('menuitem', { name: 'Open in Terminal' }))
      await settle()
    }
    await open()
    const method = 'terminals.openOutside'
    expect(app.calls.at(-1)).toEqual({ method, args: { containerId: 'c0' } })
    app.settings.value = { ...app.settings.value, rootTerminals: [containerOf({ id: 'c0' }).image] }
    await settle()
    await open()
    expect(app.calls.at(-1)).toEqual({ method, args: { containerId: 'c0', user: 'root' } })
    app.failures.set('terminals.openOutside', new AppError('host.no-terminal'))
    await open()
    expect(useToasts.getState().toasts.at(-1)?.error?.code).toBe('host.no-terminal')
  })
})

describe('keys', () => {
  it('moves with j and k, starts and stops with s', async () => {
    press('j')
    press('j')
    press('k')
    await settle()
    expect(document.activeElement).toBe(row('c1'))
    press('s')
    await settle()
    expect(app.calls.at(-1)).toEqual({ method: 'containers.stop', args: { id: 'c1' } })
  })

  it('selects with Space, extends with Shift, clears with Esc', async () => {
    press('j')
    press(' ')
    press('j', { shiftKey: true })
    press('j', { shiftKey: true })
    await settle()
    expect(screen.getByText('3 selected')).toBeTruthy()
    press('Escape')
    await settle()
    expect(document.querySelector('[role=toolbar]')).toBeNull()
  })

  it('opens logs with l and closes them with Esc, the focus back on the row', async () => {
    press('j')
    press('l')
    await settle()
    expect(useUi.getState().details).toEqual({ id: 'c1', tab: 'logs' })
    press('Escape')
    await settle()
    expect(useUi.getState().details).toBeUndefined()
    expect(document.activeElement).toBe(row('c1'))
  })

  it('asks before Delete removes anything', async () => {
    press('Delete')
    await settle()
    expect(useUi.getState().dialog).toEqual({ kind: 'remove-containers', ids: ['c0'] })
    expect(app.calls.filter(({ method }) => method.endsWith('discard'))).toEqual([])
  })

  it('removes with Delete what runs no more and comes back whole', async () => {
    app.containers.change('c0', { state: 'exited', exitCode: 0 })
    await settle()
    press('Delete')
    await settle(() => app.trash.items.has('c0'))
    expect(useUi.getState().dialog).toBeUndefined()
  })

  it('leaves single letters alone when they are switched off, but no other key', async () => {
    app.settings.value = { ...app.settings.value, letterKeys: false }
    await settle()
    press('j')
    press('s')
    press('ArrowDown')
    await settle()
    expect(app.calls.filter(({ method }) => method === 'containers.stop')).toEqual([])
    expect(document.activeElement).toBe(row('c1'))
  })

  it('leaves letters alone while somebody types, and shortcuts to the system', () => {
    const field = document.createElement('input')
    document.body.append(field)
    fireEvent.keyDown(field, { key: 's' })
    press('r', { ctrlKey: true })
    field.remove()
    expect(app.calls.filter(({ method }) => method.startsWith('containers.'))).toEqual([])
  })
})
