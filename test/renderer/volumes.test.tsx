// @vitest-environment happy-dom
import { fireEvent, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { errorTexts } from '../../preload/error-texts'
import { AppError, serialiseError } from '../../preload/errors'
import type { VolumeBackup } from '../../preload/model'
import { Dialogs } from '../../renderer/shell/dialogs'
import { useUi } from '../../renderer/stores/ui'
import { arrangeVolumes, useVolumeView } from '../../renderer/volumes/volume-rows'
import { VolumesScreen } from '../../renderer/volumes/volumes-screen'
import { containerOf, FakeApp, volumeOf } from './fake-app/fake-app'
import { openWindow, settle, type OpenWindow } from './window'

const unnamed = '7f3a90'.padEnd(64, '0')
let app: FakeApp
let shown: OpenWindow

beforeEach(async () => {
  app = new FakeApp()
  app.engine.value = { state: 'connected' }
  app.volumes.upsert(volumeOf({ id: 'shop-data' }), volumeOf({ id: 'old' }), volumeOf({ id: unnamed }))
  app.containers.upsert(containerOf({ id: 'c1', name: 'shop-db', volumes: ['shop-data'] }))
  app.volumeSizes.value = {
    measuring: false,
    measuredAt: Date.now() - 180_000,
    bytes: { 'shop-data': 2e9, old: 14e6 },
  }
  useUi.setState({ dialog: undefined, section: 'volumes', volume: undefined })
  useVolumeView.setState({ filter: 'all', sort: 'name', descending: false, search: '' })
  shown = await openWindow(
    app,
    <>
      <VolumesScreen />
      <Dialogs />
    </>,
  )
  await settle(() => screen.queryAllByRole('row').length === 4)
})
afterEach(() => shown.close())

const called = (method: string): readonly unknown[] =>
  app.calls.filter((call) => call.method === method).map(({ args }) => args)

describe('volumes in the window', () => {
  it('are found by a part of the name, which the / key asks for and Escape forgets', async () => {
    const rows = () => screen.queryAllByRole('row').slice(1)
    fireEvent.keyDown(document.body, { key: '/' })
    const field = screen.getByRole('searchbox', { name: 'Filter volumes' })
    expect(document.activeElement).toBe(field)
    fireEvent.change(field, { target: { value: ' SHOP' } })
    expect(rows().map((row) => row.textContent)).toEqual([expect.stringContaining('shop-data')])
    fireEvent.change(field, { target: { value: 'nothing' } })
    screen.getByText('No volumes here')
    fireEvent.click(screen.getByRole('button', { name: 'Show all' }))
    expect(rows().length).toBe(3)
    fireEvent.change(field, { target: { value: '7f3a' } })
    expect(rows().length).toBe(1)
    fireEvent.keyDown(field, { key: 'Escape' })
    expect(rows().length).toBe(3)
  })

  it('says size, user and how old the sizes are, and does not measure by itself again', async () => {
    const row = screen.getByRole('row', { name: /shop-data/ })
    expect(row.textContent).toContain('2 GB')
    expect(row.textContent).toContain('shop-db')
    expect(screen.getByRole('row', { name: /Unnamed 7f3a90/ }).textContent).toContain('Size not measured')
    expect(screen.getByText('Measured 3 min ago')).toBeTruthy()
    expect(called('volumes.measure')).toEqual([])
    fireEvent.click(screen.getByRole('button', { name: 'Measure again' }))
    await settle(() => called('volumes.measure').length === 1)
  })

  it('measures once by itself when one was made since', async () => {
    app.volumes.upsert(volumeOf({ id: 'new', createdAt: Date.now() }))
    await settle(() => called('volumes.measure').length === 1)
    app.volumes.upsert(volumeOf({ id: 'newer', createdAt: Date.now() }))
    await settle(() => screen.queryAllByRole('row').length === 6)
    expect(called('volumes.measure')).toHaveLength(1)
  })

  it('does not offer to delete what a container uses', async () => {
    useUi.setState({ dialog: { kind: 'remove-volume', id: 'shop-data' } })
    await settle(() => screen.queryByText('shop-data is in use') !== null)
    expect(screen.queryByRole('button', { name: 'Delete the data' })).toBeNull()
  })

  it('deletes one only after it said what is lost', async () => {
    useUi.setState({ dialog: { kind: 'remove-volume', id: 'old' } })
    await settle(() => screen.queryByText('Its data: 14 MB') !== null)
    expect(document.activeElement?.textContent).toBe('Keep it')
    fireEvent.click(screen.getByRole('button', { name: 'Delete the data' }))
    await settle(() => !app.volumes.items.has('old'))
    expect(called('volumes.remove')).toEqual([{ id: 'old' }])
  })

  it('cleans up only what was ticked', async () => {
    fireEvent.click(screen.getByRole('button', { name: 'Clean up…' }))
    const dialog = await screen.findByRole('alertdialog')
    const boxes = within(dialog).getAllByRole('checkbox')
    expect(boxes.map((box) => box.getAttribute('aria-checked'))).toEqual(['false', 'false'])
    expect(
      within(dialog)
        .getByRole('button', { name: /^Delete/ })
        .hasAttribute('disabled'),
    ).toBe(true)
    fireEvent.click(within(dialog).getByRole('checkbox', { name: /old/ }))
    fireEvent.click(within(dialog).getByRole('button', { name: 'Delete 1 volume' }))
    await settle(() => !app.volumes.items.has('old'))
    expect(called('volumes.prune')).toEqual([{ ids: ['old'] }])
    expect(app.volumes.items.has(unnamed)).toBe(true)
  })

  it('makes one, and says when the name is taken', async () => {
    fireEvent.click(screen.getByRole('button', { name: 'New…' }))
    const name = await screen.findByLabelText('Name')
    fireEvent.change(name, { target: { value: 'old' } })
    expect(screen.getByText('A volume named old exists already.')).toBeTruthy()
    fireEvent.change(name, { target: { value: 'fresh' } })
    fireEvent.click(screen.getByRole('button', { name: 'Add an option' }))
    fireEvent.change(screen.getByLabelText('Option'), { target: { value: 'type' } })
    fireEvent.change(screen.getByLabelText('Value'), { target: { value: 'tmpfs' } })
    fireEvent.click(screen.getByRole('button', { name: 'Create' }))
    await settle(() => app.volumes.items.has('fresh'))
    expect(called('volumes.create')).toEqual([
      { request: { name: 'fresh', driver: 'local', options: { type: 'tmpfs' } } },
    ])
  })
})

describe('restore points in the window', () => {
  const point = (id: string, ago: number, kind: VolumeBackup['kind'] = 'manual'): VolumeBackup => ({
    ...{ id, volume: 'shop-data', kind, at: Date.now() - ago },
    ...{ sizeBytes: 1e9, contentBytes: 2e9 },
  })

  it('are told in the list, and a large volume without one is told first', async () => {
    const old = screen.getByRole('row', { name: /old/ })
    expect(old.textContent).toContain('Never')
    expect(screen.getByText('shop-data has 2 GB and no backup.')).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: 'Back up daily' }))
    await settle(() => called('volumes.setDaily').length === 1)
    expect(called('volumes.setDaily')).toEqual([{ id: 'shop-data', daily: true }])
    app.volumeBackups.upsert(point('p1', 7_300_000))
    await settle(() => screen.queryByText('shop-data has 2 GB and no backup.') === null)
    expect(screen.getByRole('row', { name: /shop-data/ }).textContent).toContain('2 h ago')
  })

  it('say what putting one back means, and save first unless that is not wanted', async () => {
    app.volumeBackups.upsert(point('p1', 7_300_000), point('p2', 60_000, 'before-restore'))
    fireEvent.click(screen.getByText('shop-data'))
    const details = await screen.findByRole('complementary', { name: 'Details of shop-data' })
    const list = within(details).getByRole('list')
    const points = within(list).getAllByRole('button')
    expect(points.map((one) => one.textContent)).toEqual([
      expect.stringContaining('Before a restore'),
      expect.stringContaining('By hand'),
    ])
    fireEvent.click(points[1] as HTMLElement)
    expect(list.textContent).toContain('shop-db stops meanwhile and starts again.')
    fireEvent.click(within(list).getByRole('button', { name: 'Restore this point' }))
    fireEvent.click(within(list).getByRole('checkbox', { name: 'Save the current data first' }))
    expect(list.textContent).toContain('This cannot be undone.')
    fireEvent.click(within(list).getByRole('button', { name: 'Restore this point' }))
    await settle(() => called('volumes.putBack').length === 2)
    expect(called('volumes.putBack')).toEqual([
      { backupId: 'p1', saveFirst: true },
      { backupId: 'p1', saveFirst: false },
    ])
    fireEvent.keyDown(details, { key: 'Escape' })
    expect(screen.queryByRole('complementary')).toBeNull()
  })

  it('are made once a day until that is ended, and say why the last one failed', async () => {
    fireEvent.click(screen.getByText('shop-data'))
    const details = await screen.findByRole('complementary', { name: 'Details of shop-data' })
    fireEvent.click(within(details).getByRole('button', { name: 'Back up daily' }))
    const daily = await within(details).findByRole('button', { name: 'Daily at 18:00', pressed: true })
    const error = serialiseError(new AppError('engine.unreachable'))
    app.dailyBackups.value = { volumes: ['shop-data'], failed: { 'shop-data': { at: Date.now(), error } } }
    await within(details).findByText(errorTexts['engine.unreachable'].en.title)
    expect(screen.getByRole('row', { name: /shop-data/ }).textContent).toContain('Failed just now')
    fireEvent.click(daily)
    await within(details).findByRole('button', { name: 'Back up daily', pressed: false })
    expect(within(details).queryByText(errorTexts['engine.unreachable'].en.title)).toBeNull()
  })

  it('that were made by themselves are kept when somebody asks for it, with a note', async () => {
    app.volumeBackups.upsert(point('p1', 7_300_000, 'automatic'))
    fireEvent.click(screen.getByText('shop-data'))
    const details = await screen.findByRole('complementary', { name: 'Details of shop-data' })
    fireEvent.click(await within(details).findByRole('button', { name: /Automatic/ }))
    fireEvent.click(within(details).getByRole('checkbox', { name: 'Keep this one' }))
    await within(details).findByRole('button', { name: /Automatic, kept/ })
    const note = within(details).getByRole('textbox', { name: 'Note' })
    fireEvent.change(note, { target: { value: ' Before MySQL 8.4 ' } })
    fireEvent.blur(note)
    await within(details).findByRole('button', { name: /“Before MySQL 8.4”, kept/ })
    expect(called('volumes.keepBackup')).toEqual([
      { backupId: 'p1', kept: true, note: '' },
      { backupId: 'p1', kept: true, note: 'Before MySQL 8.4' },
    ])
  })

  it('stand below how the volume grew', async () => {
    const dayMs = 86_400_000
    const at = Date.now() - 30 * dayMs
    app.sizeHistory.set('shop-data', [
      { at, bytes: 1.4e9 },
      { at: at + 30 * dayMs, bytes: 2e9 },
    ])
    fireEvent.click(screen.getByText('shop-data'))
    const details = await screen.findByRole('complementary', { name: 'Details of shop-data' })
    const words = await within(details).findByText(/grew/)
    expect(words.textContent).toBe('2 GB · grew 600 MB in 30 days · Measured 3 min ago')
  })

  it('are made of all that is ticked; those in use are not deleted with the rest', async () => {
    for (const name of ['Select shop-data', 'Select old'])
      fireEvent.click(screen.getByRole('checkbox', { name }))
    const bar = screen.getByRole('toolbar', { name: '2 selected' })
    fireEvent.click(within(bar).getByRole('button', { name: 'Back up' }))
    await settle(() => called('volumes.backUp').length === 2)
    fireEvent.click(within(bar).getByRole('button', { name: /Remove/ }))
    const ask = await screen.findByRole('alertdialog', { name: 'Delete 2 volumes and their data?' })
    fireEvent.click(within(ask).getByRole('button', { name: 'Delete 1 volume' }))
    await settle(() => !app.volumes.items.has('old'))
    expect(called('volumes.prune')).toEqual([{ ids: ['old'] }])
  })
})

describe('the order of volumes', () => {
  const all = [volumeOf({ id: 'b' }), volumeOf({ id: unnamed }), volumeOf({ id: 'a' })]
  const view = { filter: 'all', sort: 'name', descending: false, search: '' } as const
  it('has named ones first, or the large ones, and filters by use', () => {
    expect(arrangeVolumes(all, new Set(), {}, view)).toEqual(['a', 'b', unnamed])
    expect(arrangeVolumes(all, new Set(), { b: 5, [unnamed]: 9 }, { ...view, sort: 'size' })).toEqual([
      unnamed,
      'b',
      'a',
    ])
    expect(arrangeVolumes(all, new Set(['b']), {}, { ...view, filter: 'unused' })).toEqual(['a', unnamed])
  })
})
