// What each system is shown of the desktop, on the emulator of Electron's API: icon, badge, lists, notifications.
import { join } from 'node:path'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { quickEntries } from '../../../main/desktop/app-menu'
import type { Command } from '../../../main/desktop/menu-model'
import type { TrayModel } from '../../../main/desktop/tray-menu'
import type { Rectangle } from '../../../main/desktop/window-place'
import { createShell, type ElectronShell } from '../../../main/electron/shell'
import { root } from '../../../scripts/root.mjs'

vi.mock('electron', async () => ({ ...(await import('../../emulators/electron/api.mjs')) }))

interface Shown {
  readonly app: { readonly _told: Told }
  readonly nativeTheme: {
    themeSource: 'light' | 'dark' | 'system'
    shouldUseDarkColorsForSystemIntegratedUI: boolean
    emit(event: 'updated'): void
  }
  readonly Tray: { readonly _shown: Set<{ readonly _state: Icon; emit(event: string): void }> }
  readonly Notification: { readonly _shown: { emit(event: string, told?: object): void; title: string }[] }
}
interface Told {
  readonly badge: number
  readonly jumpList: readonly {
    readonly items: readonly { readonly title: string; readonly args: string }[]
  }[]
  readonly dock: { readonly menu: { readonly items: readonly { readonly label: string }[] } }
}
interface Icon {
  readonly title: string
  readonly toolTip: string
  readonly image: Picture
  readonly menu: { readonly items: readonly { readonly label: string; readonly icon?: Picture }[] }
}
interface Picture {
  readonly _path: string
  isTemplateImage(): boolean
  getSize(): { width: number }
}
const electron = (await import('../../emulators/electron/api.mjs')) as unknown as Shown

const icons = join(root, 'assets/icons/tray')
const overlays: (string | null)[] = []
const commands: Command[] = []
const clicks: Rectangle[] = []
let shell: ElectronShell

function on(platform: NodeJS.Platform): ElectronShell {
  return (shell = createShell({
    icons,
    platform,
    window: () =>
      ({
        browser: { setOverlayIcon: (image: object | null, words: string) => overlays.push(image && words) },
      }) as never,
    run: (command) => void commands.push(command),
    onClick: (icon) => void clicks.push(icon),
  }))
}

const model = (part: Partial<TrayModel> = {}): TrayModel => ({
  icon: 'running',
  count: 0,
  tooltip: 'Portside',
  menu: [],
  ...part,
})
const icon = (): Icon => {
  const [only, ...others] = electron.Tray._shown
  expect(others).toEqual([])
  return (only as unknown as { readonly _state: Icon })._state
}
const states = ['running', 'starting', 'paused', 'attention', 'stopped'] as const

beforeEach(() => {
  shell?.hide()
  for (const list of [overlays, commands, clicks]) list.length = 0
  electron.nativeTheme.themeSource = 'system'
  electron.nativeTheme.shouldUseDarkColorsForSystemIntegratedUI = false
})

describe('the icon beside the clock', () => {
  it.each(states)('is a template on macOS, which colours it itself: %s', (state) => {
    on('darwin').showTray(model({ icon: state, count: state === 'attention' ? 2 : 0 }))
    expect(icon().image._path).toBe(join(icons, `${state}Template.png`))
    expect(icon().image.isTemplateImage()).toBe(true)
    expect(icon().title).toBe(state === 'attention' ? ' 2' : '')
  })

  it.each(states)('is dark on a light bar of Windows and light on a dark one: %s', (state) => {
    on('win32').showTray(model({ icon: state }))
    expect(icon().image._path).toBe(join(icons, `${state}-light.png`))
    // The window alone becomes dark.
    electron.nativeTheme.themeSource = 'dark'
    expect(icon().image._path).toBe(join(icons, `${state}-light.png`))
    electron.nativeTheme.shouldUseDarkColorsForSystemIntegratedUI = true
    electron.nativeTheme.emit('updated')
    expect(icon().image._path).toBe(join(icons, `${state}-dark.png`))
    expect(icon().image.getSize().width).toBeGreaterThan(0)
  })

  it('opens its panel by a click on Windows, and its menu on macOS', () => {
    on('win32').showTray(model())
    for (const tray of electron.Tray._shown) tray.emit('click')
    expect(clicks).toHaveLength(1)
    shell.hide()
    on('darwin').showTray(model())
    for (const tray of electron.Tray._shown) tray.emit('click')
    expect(clicks).toHaveLength(1)
  })
})

describe('the menu of the icon', () => {
  const entries = [
    { kind: 'item', label: 'shop', mark: 'run', detail: '2 running', submenu: [] },
    { kind: 'item', label: 'blog', mark: 'fail', detail: '1 of 2', submenu: [] },
  ] as const
  const items = () => icon().menu.items.map(({ label, icon: picture }) => [label, picture?._path])

  it.each(['darwin', 'win32'] as const)(
    'has the state shapes as pictures, and their words, on %s',
    (platform) => {
      on(platform).showTray(model({ menu: entries }))
      expect(items()).toEqual([
        ['shop   2 running', join(icons, 'mark-run.png')],
        ['blog   1 of 2', join(icons, 'mark-fail.png')],
      ])
      for (const { icon: picture } of icon().menu.items) expect(picture?.getSize().width).toBe(16)
    },
  )

  it('has them as characters on Linux', () => {
    on('linux').showTray(model({ menu: entries }))
    expect(items()).toEqual([
      ['● shop   2 running', undefined],
      ['◆ blog   1 of 2', undefined],
    ])
  })
})

describe('what waits for a decision', () => {
  it('is counted on the icon in the dock, and marked on the button in the taskbar', () => {
    on('darwin').setBadge(2, '2 port conflicts')
    expect(electron.app._told.badge).toBe(2)
    expect(overlays).toEqual([])
    on('win32').setBadge(2, '2 port conflicts')
    shell.setBadge(0, '')
    expect(overlays).toEqual(['2 port conflicts', null])
  })
})

describe('what is at hand without the window', () => {
  it('is a menu of the dock, and a list of tasks on Windows that hand over links', () => {
    const dock = quickEntries('ko')
    on('darwin').showMenus({ application: [], dock })
    expect(electron.app._told.dock.menu.items.map(({ label }) => label)).toEqual(
      dock.map(({ label }) => label),
    )
    on('win32').showMenus({ application: [], dock: quickEntries('en') })
    expect(electron.app._told.jumpList[0]?.items.map(({ title, args }) => [title, args])).toEqual([
      ['Run an image…', 'portside://run'],
      ['Show all ports', 'portside://ports'],
      ['Settings…', 'portside://settings'],
    ])
  })

  it('is a notification whose click and buttons do what they say', () => {
    const fix: Command = { do: 'fix', conflictId: 'a', fixId: 'move' }
    const notice = {
      id: 'a',
      title: 'blog-web-1 could not start',
      body: '',
      command: { do: 'show' } as const,
    }
    on('darwin').notify({ ...notice, actions: [{ label: 'Use 8001 instead', command: fix }] })
    const shown = electron.Notification._shown.at(-1)
    expect(shown?.title).toBe('blog-web-1 could not start')
    shown?.emit('click')
    shown?.emit('action', { actionIndex: 0 })
    expect(commands).toEqual([{ do: 'show' }, fix])
  })
})
