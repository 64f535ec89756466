// The desktop as Electron gives it: tray, menus, notifications, badge, progress, theme, clipboard.
import { join } from 'node:path'
import { app, clipboard, Menu, nativeImage, nativeTheme, Notification, shell as system } from 'electron'
import type { Command, MenuEntry } from '../desktop/menu-model'
import type { Notice, Shell } from '../desktop/shell'
import type { MainWindow } from './main-window'
import { menuTemplate } from './menu-template'
import { createTray, type TrayOptions } from './tray'

export interface ShellOptions extends TrayOptions {
  readonly window: () => MainWindow | undefined
}

export interface ElectronShell extends Shell {
  /** Takes the icon away, when Portside goes on out of sight. */
  hide(): void
}

export function createShell(options: ShellOptions): ElectronShell {
  const { icons, platform, window, run } = options
  const tray = createTray(options)
  /** Kept so that a click still arrives: a notification nobody holds may be collected. */
  const notifications = new Set<Notification>()
  return {
    showTray: (model) => tray.show(model),
    hide: () => tray.destroy(),
    showMenus: ({ application, dock }) => {
      Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(application, run)))
      if (platform === 'darwin') app.dock?.setMenu(Menu.buildFromTemplate(menuTemplate(dock, run)))
      if (platform === 'win32') app.setJumpList(jumpList(dock))
    },
    notify: (notice) => show(notice, notifications, run),
    setBadge: (count, meaning) => {
      if (platform !== 'win32') app.setBadgeCount(count)
      else {
        const image = nativeImage.createFromPath(join(icons, 'badge.png'))
        window()?.browser.setOverlayIcon(count > 0 ? image : null, count > 0 ? meaning : '')
      }
    },
    setProgress: (progress) =>
      window()?.browser.setProgressBar(progress === undefined ? -1 : progress === 'unknown' ? 2 : progress),
    setTheme: (theme) => void (nativeTheme.themeSource = theme),
    openAddress: (address) => void system.openExternal(address),
    copy: (text) => void clipboard.writeText(text),
    zoom: (by) => window()?.zoom(by),
    show: () => window()?.present(),
    closeWindow: () => window()?.browser.close(),
    isLookedAt: () => window()?.browser.isFocused() ?? false,
    quit: () => app.quit(),
  }
}

function show(notice: Notice, held: Set<Notification>, run: (command: Command) => void): boolean {
  if (!Notification.isSupported()) return false
  const { title, body, command, actions } = notice
  const shown = new Notification({
    title,
    body,
    silent: true,
    actions: actions.map(({ label }) => ({ type: 'button', text: label })),
  })
  held.add(shown)
  shown.on('click', () => run(command))
  shown.on('action', ({ actionIndex }) => {
    const action = actions[actionIndex]
    if (action) run(action.command)
  })
  const gone = (): void => void held.delete(shown)
  shown.on('close', gone)
  shown.on('failed', gone)
  shown.show()
  return true
}

/** Tasks start the program anew with a link, which the running one is handed. */
function jumpList(entries: readonly MenuEntry[]): Electron.JumpListCategory[] {
  const items = entries.flatMap((entry): Electron.JumpListItem[] => {
    if (entry.kind !== 'item' || entry.command?.do !== 'ask') return []
    const link = linkOf(entry.command)
    if (link === undefined) return []
    const { label: title } = entry
    return [
      {
        type: 'task',
        title,
        program: process.execPath,
        args: link,
        iconPath: process.execPath,
        iconIndex: 0,
      },
    ]
  })
  return [{ type: 'tasks', items }]
}

function linkOf({ request }: Extract<Command, { do: 'ask' }>): string | undefined {
  switch (request.kind) {
    case 'section':
      return `portside://${request.section}`
    case 'run':
    case 'settings':
      return `portside://${request.kind}`
    default:
      return undefined
  }
}
