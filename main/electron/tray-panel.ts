// The panel at the icon beside the clock: a small page of ours without a frame, which goes when it loses the focus.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { BrowserWindow, nativeTheme, screen } from 'electron'
import { serve, type CallTarget } from '../../preload/rpc-server'
import type { Rectangle } from '../desktop/window-place'
import { guardPage, sandboxed } from './page-guard'
import { backgroundOf } from './title-bar'
import { acceptPages } from './window-transport'

export interface TrayPanelOptions {
  /** Folder of the built window. */
  readonly root: string
  readonly preload: string
  readonly target: CallTarget
  readonly platform: NodeJS.Platform
  readonly placeAt: (icon: Rectangle, area: Rectangle) => Rectangle
  readonly clickOpens: (visible: boolean, hiddenAt: number | undefined, now: number) => boolean
}

export interface TrayPanel {
  /** The icon was clicked; where it is. */
  clicked(icon: Rectangle): void
  destroy(): void
}

export function createTrayPanel(options: TrayPanelOptions): TrayPanel {
  let browser: BrowserWindow | undefined
  let hiddenAt: number | undefined
  const hide = (): void => {
    if (!browser?.isVisible()) return
    browser.hide()
    hiddenAt = performance.now()
  }
  const show = (icon: Rectangle): void => {
    const known = icon.width > 0
    // Linux tells no place of an icon; the pointer is on it.
    const at = known ? icon : { ...screen.getCursorScreenPoint(), width: 1, height: 1 }
    const bounds = options.placeAt(at, screen.getDisplayNearestPoint(at).workArea)
    if (browser) {
      browser.setBounds(bounds)
      browser.show()
    } else browser = open(options, bounds, hide)
  }
  return {
    clicked: (icon) => {
      if (options.clickOpens(browser?.isVisible() ?? false, hiddenAt, performance.now())) show(icon)
      else hide()
    },
    destroy: () => {
      browser?.destroy()
      browser = undefined
    },
  }
}

function open(
  { root, preload, target, platform }: TrayPanelOptions,
  bounds: Rectangle,
  hide: () => void,
): BrowserWindow {
  const page = pathToFileURL(join(root, 'index.html')).href
  const browser = new BrowserWindow({
    ...bounds,
    ...{ show: false, frame: false, resizable: false, fullscreenable: false, maximizable: false },
    ...{ minimizable: false, skipTaskbar: true, alwaysOnTop: true, title: 'Portside' },
    backgroundColor: backgroundOf(nativeTheme.shouldUseDarkColors),
    webPreferences: { preload, ...sandboxed },
  })
  guardPage(browser)
  acceptPages(browser, page, (transport) => serve(transport, target))
  browser.once('ready-to-show', () => browser.show())
  browser.on('blur', hide)
  browser.on('close', (event) => {
    event.preventDefault()
    hide()
  })
  browser.webContents.on('before-input-event', (event, { key, type }) => {
    if (key !== 'Escape' || type !== 'keyDown') return
    event.preventDefault()
    hide()
  })
  void browser.loadURL(`${page}?system=${platform}&view=tray`)
  return browser
}
