// @vitest-environment happy-dom
// The settings page: what can be chosen here, what it waits for, and the restart that applies it.
import { act, fireEvent, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '../../preload/errors'
import { SettingsScreen } from '../../renderer/settings/settings-screen'
import { Toasts } from '../../renderer/components/toasts'
import { Dialogs } from '../../renderer/shell/dialogs'
import { showSettings } from '../../renderer/stores/ui'
import { containerOf, FakeApp } from './fake-app/fake-app'
import { openWindow, settle, type OpenWindow } from './window'

let app: FakeApp
let page: OpenWindow
beforeEach(() => {
  app = new FakeApp()
  app.machine.value = { ...app.machine.value, state: 'running' }
})
afterEach(() => page.close())

const open = async (part: Parameters<typeof showSettings>[0]): Promise<void> => {
  showSettings(part)
  page = await openWindow(
    app,
    <>
      <SettingsScreen />
      <Dialogs />
      <Toasts />
    </>,
  )
}
const withFeature = (...features: (typeof app.machine.value.features)[number][]): void => {
  app.machine.value = { ...app.machine.value, features: [...app.machine.value.features, ...features] }
}
const tabs = (): string[] => screen.getAllByRole('tab').map((tab) => tab.textContent ?? '')
const changes = (): unknown[] =>
  app.calls.filter(({ method }) => method === 'settings.update').map(({ args }) => args)

describe('the settings page', () => {
  it('shows only what this machine can do', async () => {
    await open('general')
    expect(tabs()).toEqual(['General', 'Machine', 'Network', 'Docker Engine', 'About'])
    expect(screen.queryByText('When Portside ends')).toBeNull()
  })

  it('shows shared folders and the kept state where there are such', async () => {
    withFeature('shared-folders', 'saved-state')
    await open('general')
    expect(tabs()).toContain('Shared folders')
    screen.getByText('When Portside ends')
  })

  it('leaves out the machine of an engine that Portside only attaches to', async () => {
    app.machine.value = { ...app.machine.value, driver: 'none', features: [] }
    await open('machine')
    expect(tabs()).toEqual(['General', 'Docker Engine', 'About'])
    screen.getByText('Language and appearance')
  })

  it('forgets what was chosen on a page, and brings it back', async () => {
    app.settings.value = { ...app.settings.value, theme: 'dark', letterKeys: false }
    await open('general')
    fireEvent.click(screen.getByRole('button', { name: 'Reset this page' }))
    await settle(() => screen.queryByText('This page is as at the beginning.') !== null)
    expect(app.settings.value).toMatchObject({ theme: 'system', letterKeys: true })
    fireEvent.click(screen.getByRole('button', { name: /^Undo/ }))
    await settle(() => app.settings.value.theme === 'dark')
    expect(app.settings.value).toMatchObject({ theme: 'dark', letterKeys: false })
  })

  it('changes the language at once', async () => {
    await open('general')
    fireEvent.click(screen.getByRole('button', { name: '한국어' }))
    await settle(() => screen.queryByText('언어와 화면') !== null)
    expect(app.settings.value.language).toBe('ko')
  })
})

describe('the limits', () => {
  it('are within this computer, and saved when the slider is let go', async () => {
    await open('machine')
    const slider = screen.getByRole<HTMLInputElement>('slider', { name: /CPU/ })
    expect([slider.min, slider.max, slider.value]).toEqual(['1', '8', '4'])
    fireEvent.input(slider, { target: { value: '6' } })
    screen.getByText('6 of 8 cores')
    expect(changes()).toEqual([])
    fireEvent.change(slider)
    act(() => void slider.dispatchEvent(new Event('change', { bubbles: true })))
    await settle(() => app.settings.value.cpus === 6)
    fireEvent.click(screen.getByRole('button', { name: 'Reset' }))
    await settle(() => app.settings.value.cpus === 'auto')
  })

  it('never offer a smaller disk than there is', async () => {
    app.settings.value = { ...app.settings.value, diskBytes: 512 * 1024 ** 3 }
    await open('machine')
    const slider = screen.getByRole<HTMLInputElement>('slider', { name: /Disk/ })
    expect(Number(slider.min)).toBe(512 * 1024 ** 3)
  })
})

describe('a change that waits', () => {
  it('says what the restart costs, and restarts', async () => {
    app.pendingSettings.value = { names: ['cpus', 'noProxy'], engine: false }
    app.containers.upsert(containerOf({ id: 'a' }))
    app.containers.upsert(containerOf({ id: 'b', state: 'exited' }))
    await open('machine')
    const bar = screen.getByText(/2 changes apply when the engine restarts/)
    expect(bar.textContent).toContain('1 running container stops then')
    fireEvent.click(screen.getByRole('button', { name: 'Restart now' }))
    await settle(() => app.calls.some(({ method }) => method === 'machine.restart'))
    app.pendingSettings.value = { names: [], engine: true }
    await settle(() => screen.queryByText(/1 change applies when the engine restarts/) !== null)
    app.pendingSettings.value = { names: [], engine: false }
    await settle(() => screen.queryByText(/when the engine restarts\. /) === null)
  })
})

describe('when nothing else helps', () => {
  it('repairs after a question that says what stays', async () => {
    await open('machine')
    fireEvent.click(screen.getByRole('button', { name: 'Repair…' }))
    screen.getByText(/Images, containers and volumes stay\.$/, { selector: '.remove-body *' })
    fireEvent.click(screen.getByRole('button', { name: 'Repair' }))
    await settle(() => app.calls.some(({ method }) => method === 'machine.repair'))
    expect(app.machine.value.state).toBe('running')
  })

  it('erases only when the word was typed', async () => {
    app.containers.upsert(containerOf({ id: 'a' }))
    await open('machine')
    fireEvent.click(screen.getByRole('button', { name: 'Erase…' }))
    screen.getByText('1 container')
    const confirm = screen.getByRole<HTMLButtonElement>('button', { name: 'Erase everything' })
    const field = screen.getByRole('textbox', { name: 'Write erase to go on' })
    for (const typed of ['', 'eras', 'Erase']) {
      fireEvent.change(field, { target: { value: typed } })
      expect(confirm.disabled).toBe(true)
    }
    fireEvent.change(field, { target: { value: 'erase' } })
    fireEvent.click(confirm)
    await settle(() => app.machine.value.state === 'absent')
    expect(app.calls.at(-1)).toMatchObject({ method: 'machine.erase', args: { confirmation: 'erase' } })
  })
})

describe('shared folders', () => {
  it('are added, made read-only and removed', async () => {
    withFeature('shared-folders')
    await open('folders')
    fireEvent.click(screen.getByRole('button', { name: 'Share your home folder (/home/user)' }))
    await settle(() => app.settings.value.sharedFolders.length === 1)
    fireEvent.click(screen.getByRole('switch', { name: 'May be changed' }))
    await settle(() => app.settings.value.sharedFolders[0]?.writable === false)
    const field = screen.getByRole('textbox', { name: 'Another folder' })
    const share = screen.getByRole<HTMLButtonElement>('button', { name: 'Share' })
    for (const [text, problem] of [
      ['relative', 'Write the whole path, from the root.'],
      ['/home/user', 'This folder is shared already.'],
    ] as const) {
      fireEvent.change(field, { target: { value: text } })
      screen.getByText(problem)
      expect(share.disabled).toBe(true)
    }
    fireEvent.change(field, { target: { value: '/data' } })
    fireEvent.click(share)
    await settle(() => app.settings.value.sharedFolders.length === 2)
    fireEvent.click(screen.getByRole('button', { name: 'Stop sharing /home/user' }))
    await settle(() => app.settings.value.sharedFolders.length === 1)
    expect(app.settings.value.sharedFolders).toEqual([{ path: '/data', writable: true }])
  })

  it.each([
    ['9p', 1],
    ['virtiofs', 0],
  ] as const)('tell what makes them faster where they go by %s', async (sharesBy, told) => {
    app.machine.value = { ...app.machine.value, sharesBy }
    withFeature('shared-folders')
    await open('folders')
    expect(screen.queryAllByText(/install the package “virtiofsd”/)).toHaveLength(told)
  })
})

describe('the proxy', () => {
  it('asks for addresses only when they are wanted, and tells a wrong one', async () => {
    await open('network')
    expect(screen.queryByRole('textbox')).toBeNull()
    fireEvent.click(screen.getByRole('button', { name: 'Own addresses' }))
    const field = await screen.findByRole<HTMLInputElement>('textbox', { name: 'Proxy for HTTP' })
    app.failures.set(
      'settings.update',
      new AppError('settings.bad-value', { params: { setting: 'httpProxy' } }),
    )
    fireEvent.change(field, { target: { value: 'nonsense' } })
    fireEvent.blur(field)
    await settle(() => screen.queryByText(/^Not saved/) !== null)
    expect(field.value).toBe('nonsense')
    app.failures.clear()
    fireEvent.change(field, { target: { value: 'http://proxy:3128' } })
    fireEvent.keyDown(field, { key: 'Enter' })
    await settle(() => app.settings.value.httpProxy === 'http://proxy:3128')
  })
})
