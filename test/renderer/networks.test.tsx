// @vitest-environment happy-dom
import { act, fireEvent, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { NetworksScreen } from '../../renderer/networks/networks-screen'
import { useNetworkView } from '../../renderer/networks/network-rows'
import { Dialogs } from '../../renderer/shell/dialogs'
import { openDialog, useUi } from '../../renderer/stores/ui'
import { containerOf, FakeApp, networkOf } from './fake-app/fake-app'
import { openWindow, settle, type OpenWindow } from './window'

let app: FakeApp
let shown: OpenWindow

beforeEach(async () => {
  app = new FakeApp()
  app.engine.value = { state: 'connected' }
  app.networks.upsert(
    networkOf({ id: 'n0', name: 'bridge', builtIn: true }),
    networkOf({ id: 'n1', name: 'shop' }),
    networkOf({ id: 'n2', name: 'old' }),
    networkOf({ id: 'n3', name: 'asked-for' }),
  )
  app.containers.upsert(
    containerOf({ id: 'c1', name: 'shop-db', networks: [{ id: 'n1', name: 'shop', address: '172.18.0.2' }] }),
    // Never ran: it knows its network by name only.
    containerOf({ id: 'c2', name: 'fresh', networks: [{ id: 'asked-for', name: 'asked-for' }] }),
  )
  useNetworkView.setState({ search: '' })
  useUi.setState({ dialog: undefined, section: 'networks' })
  shown = await openWindow(
    app,
    <>
      <NetworksScreen />
      <Dialogs />
    </>,
  )
  await settle(() => screen.queryAllByRole('row').length === 5)
})
afterEach(() => shown.close())

const called = (method: string): readonly unknown[] =>
  app.calls.filter((call) => call.method === method).map(({ args }) => args)

describe('networks in the window', () => {
  it('are found by a part of the name, which the / key asks for', () => {
    const names = () =>
      screen
        .queryAllByRole('row')
        .slice(1)
        .map((row) => /^(asked-for|bridge|old|shop)/.exec(row.textContent ?? '')?.[0])
    fireEvent.keyDown(document.body, { key: '/' })
    const field = screen.getByRole('searchbox', { name: 'Filter networks' })
    expect(document.activeElement).toBe(field)
    fireEvent.change(field, { target: { value: 'D' } })
    expect(names()).toEqual(['asked-for', 'old', 'bridge'])
    fireEvent.change(field, { target: { value: 'nothing' } })
    screen.getByText('No networks here')
    fireEvent.click(screen.getByRole('button', { name: 'Show all' }))
    expect(names().length).toBe(4)
  })

  it('says who is on each, people’s own first', () => {
    const rows = screen.getAllByRole('row').map((row) => row.textContent)
    expect(rows.slice(1).map((text) => /^(asked-for|bridge|old|shop)/.exec(text)?.[0])).toEqual([
      'asked-for',
      'old',
      'shop',
      'bridge',
    ])
    expect(screen.getByRole('row', { name: /^shop/ }).textContent).toContain('shop-db')
    expect(screen.getByRole('row', { name: /^asked-for/ }).textContent).toContain('fresh')
  })

  it('offers for removal only what nothing is attached to, and ticks none', async () => {
    fireEvent.click(screen.getByRole('button', { name: 'Clean up…' }))
    const dialog = await screen.findByRole('alertdialog')
    const boxes = within(dialog).getAllByRole('checkbox')
    expect(boxes.map((box) => box.getAttribute('aria-checked'))).toEqual(['false'])
    fireEvent.click(within(dialog).getByRole('checkbox', { name: /old/ }))
    fireEvent.click(within(dialog).getByRole('button', { name: 'Remove 1 network' }))
    await settle(() => !app.networks.items.has('n2'))
    expect(called('networks.prune')).toEqual([{ ids: ['n2'] }])
  })

  it('does not offer to remove one that a container is attached to', async () => {
    useUi.setState({ dialog: { kind: 'remove-network', id: 'n1' } })
    await settle(() => screen.queryByText('shop is in use') !== null)
    expect(screen.queryByRole('button', { name: 'Remove' })).toBeNull()
  })

  it('attaches and detaches', async () => {
    useUi.setState({ dialog: { kind: 'attach-network', id: 'n1' } })
    await settle(() => screen.queryByText('172.18.0.2') !== null)
    fireEvent.click(screen.getByRole('button', { name: 'Detach shop-db' }))
    await settle(() => screen.queryByRole('button', { name: 'Attach shop-db' }) !== null)
    expect(called('networks.disconnect')).toEqual([{ id: 'n1', containerId: 'c1' }])
    fireEvent.click(screen.getByRole('button', { name: 'Attach shop-db' }))
    await settle(() => screen.queryByRole('button', { name: 'Detach shop-db' }) !== null)
    expect(called('networks.connect')).toEqual([{ id: 'n1', containerId: 'c1' }])
  })

  it('draws who reaches whom, and says it of the one that is pointed at', async () => {
    app.containers.upsert(
      containerOf({
        id: 'c3',
        name: 'shop-api',
        networks: [{ id: 'n1', name: 'shop', address: '172.18.0.3' }],
      }),
    )
    fireEvent.click(screen.getByRole('button', { name: 'Who reaches whom' }))
    fireEvent.focus(await screen.findByRole('button', { name: /shop-api/ }))
    expect(screen.getByText('shop-api reaches shop-db by name, through shop.')).toBeTruthy()
    fireEvent.blur(screen.getByRole('button', { name: /shop-api/ }))
    expect(screen.getByText(/Point at a container/)).toBeTruthy()
  })

  it('shows the engine’s own description', async () => {
    act(() => openDialog({ kind: 'inspect', service: 'networks', id: 'n1', name: 'shop' }))
    const dialog = await screen.findByRole('dialog', { name: 'shop' })
    expect((await within(dialog).findByLabelText('JSON')).textContent).toContain('172.18.0.0/16')
  })
})
