// @vitest-environment happy-dom
// The engine's own settings in the window: one text behind form and editor, checked before it is applied.
import { act, fireEvent, screen, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '../../preload/errors'
import { Toasts } from '../../renderer/components/toasts'
import { poolsOf, setIn, withSetting } from '../../renderer/engine-config/draft'
import { SettingsScreen } from '../../renderer/settings/settings-screen'
import { UnsavedDialog } from '../../renderer/shell/unsaved-dialog'
import { showSection, showSettings, useUi } from '../../renderer/stores/ui'
import { useUnsaved } from '../../renderer/stores/unsaved'
import { containerOf, FakeApp } from './fake-app/fake-app'
import { openWindow, settle, type OpenWindow } from './window'

describe('a setting in the text', () => {
  it('is written in its place and leaves everything else as it was', () => {
    const text = '{"debug":true,"unknown-thing":{"a":1},"dns":["1.1.1.1"]}'
    expect(JSON.parse(withSetting(text, ['dns'], ['9.9.9.9']))).toEqual({
      debug: true,
      'unknown-thing': { a: 1 },
      dns: ['9.9.9.9'],
    })
    expect(Object.keys(JSON.parse(withSetting(text, ['debug'], false)))).toEqual([
      'debug',
      'unknown-thing',
      'dns',
    ])
  })

  it('that goes takes what it leaves empty with it', () => {
    const config = setIn({}, ['builder', 'gc', 'enabled'], false)
    expect(config).toEqual({ builder: { gc: { enabled: false } } })
    expect(setIn(config, ['builder', 'gc', 'enabled'], undefined)).toEqual({})
  })

  it('of address ranges is a range and a size', () => {
    expect(poolsOf('10.200.0.0/16 24\n\n10.201.0.0/16, 26')).toEqual([
      { base: '10.200.0.0/16', size: 24 },
      { base: '10.201.0.0/16', size: 26 },
    ])
  })
})

function Shown() {
  const section = useUi(({ section: one }) => one)
  return section === 'settings' ? <SettingsScreen /> : section
}

describe('the engine’s settings', () => {
  let app: FakeApp
  let page: OpenWindow
  const open = async (): Promise<void> => {
    showSettings('engine')
    page = await openWindow(
      app,
      <>
        <Shown />
        <Toasts />
        <UnsavedDialog />
      </>,
    )
    await settle(() => screen.queryByText('This engine') !== null)
  }
  beforeEach(() => {
    app = new FakeApp()
    app.machine.value = { ...app.machine.value, state: 'running' }
    app.engine.value = { state: 'connected', connectedAt: 1 }
  })
  afterEach(async () => {
    await page.close()
    useUnsaved.setState({ texts: [], question: undefined })
  })
  const apply = (): HTMLButtonElement => screen.getByRole('button', { name: 'Apply and restart' })

  it('are changed in the form, said what it costs, and applied', async () => {
    app.containers.upsert(containerOf({ id: 'a' }), containerOf({ id: 'b' }))
    app.engineConfig.applied = { restarted: true, startedAgain: 1, notStarted: ['b'] }
    await open()
    expect(apply().disabled).toBe(true)
    const mirrors = screen.getByRole('textbox', { name: /Mirrors of Docker Hub/ })
    fireEvent.change(mirrors, { target: { value: 'http://mirror.example.com\n' } })
    screen.getByText(/2 containers restart with it/)
    fireEvent.click(apply())
    await settle(() => screen.queryByText('Not started again: b') !== null)
    expect(JSON.parse(app.engineConfig.text)).toEqual({ 'registry-mirrors': ['http://mirror.example.com'] })
  })

  it('are text, too; what is wrong is named with its line and cannot be applied', async () => {
    await open()
    fireEvent.click(screen.getByRole('button', { name: 'Text' }))
    const editor = screen.getByRole('textbox', { name: 'Text of daemon.json' })
    fireEvent.change(editor, { target: { value: '{\n  "debug": "yes",\n  "hosts": []\n}' } })
    const problems = within(screen.getByRole('list', { name: '2 problems' }))
    problems.getByText(/^Line 2: debug/)
    problems.getByText('Line 3: Portside sets hosts itself')
    expect(apply().disabled).toBe(true)
    fireEvent.change(editor, { target: { value: '{\n"no-such": 1,\n"registry-mirrors": ["my mirror"]}' } })
    screen.getByText('Line 2: no-such is not a known setting')
    screen.getByText(/^Line 3: registry-mirrors.0: “my mirror” is no address such as/)
    fireEvent.change(editor, { target: { value: '{' } })
    fireEvent.click(screen.getByRole('button', { name: 'Form' }))
    screen.getByText(/no JSON object/)
  })

  it('that the engine does not come up with are told, and stay to be corrected', async () => {
    app.failures.set(
      'engine.applyConfig',
      new AppError('settings.engine-config-undone', { detail: 'bad bip' }),
    )
    await open()
    fireEvent.click(screen.getByRole('switch', { name: 'Detailed log of the engine' }))
    fireEvent.click(apply())
    await settle(() => screen.queryByText(/did not come up with the new settings/) !== null)
    fireEvent.click(screen.getByRole('button', { name: 'Show details' }))
    screen.getByText('bad bip')
    expect(apply().disabled).toBe(false)
  })

  it('of an engine that is not ours are only told', async () => {
    app.engineConfig.editable = false
    await open()
    screen.getByText(/an engine that it does not run/)
    expect(screen.queryByRole('button', { name: 'Check' })).toBeNull()
  })

  const debug = (): HTMLElement => screen.getByRole('switch', { name: 'Detailed log of the engine' })
  const question = (): HTMLElement | null =>
    screen.queryByRole('alertdialog', { name: 'Leave daemon.json without saving?' })
  const answer = (name: string): void =>
    void fireEvent.click(within(question() as HTMLElement).getByRole('button', { name }))

  it.each([
    ['another part of the settings', () => showSettings('about')],
    ['another page', () => showSection('images')],
  ])('not applied are asked about before %s', async (_name, go) => {
    app.containers.upsert(containerOf({ id: 'a' }))
    await open()
    fireEvent.click(debug())
    act(go)
    within(question() as HTMLElement).getByText(/1 container restarts with it/)
    answer('Keep editing')
    expect(debug().getAttribute('aria-checked')).toBe('true')
    act(go)
    answer('Discard changes')
    await settle(() => question() === null && screen.queryByText('Mirrors of Docker Hub') === null)
    expect(app.calls.some(({ method }) => method === 'engine.applyConfig')).toBe(false)
  })

  it('are applied by the answer, and not left when the engine does not take them', async () => {
    await open()
    fireEvent.click(screen.getByRole('button', { name: 'Text' }))
    const editor = (): HTMLElement => screen.getByRole('textbox', { name: 'Text of daemon.json' })
    fireEvent.change(editor(), { target: { value: '{"debug": true}' } })
    app.failures.set('engine.applyConfig', new AppError('settings.engine-config-undone', { detail: 'no' }))
    act(() => showSection('images'))
    answer('Apply and restart')
    await settle(
      () => within(question() as HTMLElement).queryByText(/did not come up with the new settings/) !== null,
    )
    answer('Keep editing')
    expect((editor() as HTMLTextAreaElement).value).toBe('{"debug": true}')
    app.failures.clear()
    act(() => showSection('images'))
    answer('Apply and restart')
    await settle(() => useUi.getState().section === 'images')
    expect(app.engineConfig.text).toBe('{"debug": true}')
    expect(useUnsaved.getState()).toEqual({ texts: [], question: undefined })
  })

  it('that change elsewhere do not take the place of what is typed', async () => {
    await open()
    fireEvent.click(debug())
    app.engineConfig.text = '{"ipv6": true}'
    app.machine.value = { ...app.machine.value, state: 'stopped' }
    await settle(() => screen.queryByRole('button', { name: 'Save' }) !== null)
    expect(debug().getAttribute('aria-checked')).toBe('true')
  })
})
