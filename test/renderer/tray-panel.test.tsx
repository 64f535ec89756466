// @vitest-environment happy-dom
// The panel at the icon beside the clock: what it shows and what it asks of the app.
import { fireEvent, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PortConflict } from '../../preload/model'
import { TrayPanel } from '../../renderer/tray/tray-panel'
import { containerOf, FakeApp } from './fake-app/fake-app'
import { openWindow, settle, type OpenWindow } from './window'

let app: FakeApp
let shown: OpenWindow

const bind = (hostPort: number) => ({
  ...{ hostAddress: '127.0.0.1', hostPort, containerPort: 80, protocol: 'tcp' as const },
})
const conflict = (port: number, holder: string): PortConflict => ({
  ...{
    id: `tcp-${port}`,
    kind: 'process',
    when: 'now',
    wantedBy: 'container',
    binding: bind(port),
    since: 0,
  },
  ...{ containerId: 'db', containerName: 'shop-db-1', containerUp: true },
  holder: { kind: 'process', name: holder, pid: 4312, address: '127.0.0.1' },
  fixes: [
    { id: `move-${port}`, kind: 'move', toPort: port + 1 },
    { id: `stop-${port}`, kind: 'stop-process', pid: 4312, name: holder },
  ],
})

beforeEach(async () => {
  app = new FakeApp()
  app.machine.value = { ...app.machine.value, state: 'running', driver: 'qemu', features: ['pause'] }
  app.engine.value = { state: 'connected', version: '28.3' }
  app.containers.upsert(
    containerOf({ id: 'web', name: 'shop-web-1', project: 'shop', ports: [bind(8000)] }),
    containerOf({ id: 'db', name: 'shop-db-1', project: 'shop', ports: [bind(3306)] }),
    containerOf({ id: 'old', name: 'blog-web-1', project: 'blog', state: 'exited', exitCode: 0 }),
    containerOf({ id: 'mail', name: 'mailpit', ports: [bind(8025)] }),
  )
  shown = await openWindow(app, <TrayPanel />)
})
afterEach(() => shown.close())

const asked = (method: string): unknown[] =>
  app.calls.filter((call) => call.method === method).map(({ args }) => args)
const press = async (name: string): Promise<void> => {
  fireEvent.click(screen.getByRole('button', { name }))
  await settle()
}

describe('the panel', () => {
  it('shows the engine and the projects: what runs first, the rest, and what is in none', () => {
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Engine running')
    const rows = screen.getAllByRole('listitem').map((row) => row.textContent)
    expect(rows).toEqual([
      expect.stringMatching(/^shop2 running.*:8000/),
      expect.stringMatching(/^blogstopped/),
      expect.stringMatching(/^Other1 running.*:8025/),
    ])
    expect(screen.getByRole('link', { name: 'Open localhost:8000' }).getAttribute('href')).toBe(
      'http://localhost:8000',
    )
  })

  it('pauses the engine, and stops or starts a project', async () => {
    await press('Pause the engine')
    expect(asked('machine.pause')).toHaveLength(1)
    await press('Stop all in shop')
    expect(asked('containers.stop')).toEqual([{ id: 'web' }, { id: 'db' }])
    await press('Start all in blog')
    expect(asked('containers.start')).toEqual([{ id: 'old' }])
  })

  it('shows one conflict at a time with its ways out; what stops a program is asked in the window', async () => {
    app.conflicts.upsert(conflict(3306, 'mysqld'), conflict(8000, 'nginx'))
    const card = await screen.findByRole('region', { name: 'mysqld (PID 4312) already uses port 3306' })
    expect(within(card).getByText('1 of 2')).toBeDefined()
    await press('Stop mysqld (PID 4312)…')
    expect(asked('app.open')).toEqual([{ target: 'portside://ports' }])
    await press('Next conflict')
    expect(screen.getByRole('region', { name: 'nginx (PID 4312) already uses port 8000' })).toBeDefined()
    await press('Next conflict')
    await press('Use 3307 instead')
    expect(asked('ports.applyFix')).toEqual([{ conflictId: 'tcp-3306', fixId: 'move-3306' }])
  })

  it('opens the window, a page of it, and asks before the end', async () => {
    await press('Open Portside')
    expect(asked('app.show')).toHaveLength(1)
    await press('Run…')
    await press('Settings')
    expect(asked('app.open')).toEqual([{ target: 'portside://run' }, { target: 'portside://settings' }])
    await press('Quit Portside')
    expect(asked('app.quit')).toEqual([{ ask: true }])
  })
})
