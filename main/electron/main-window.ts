// The main window: opens where it was, hides instead of closing while there is a way back, keeps its place and zoom.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { BrowserWindow, nativeTheme, screen } from 'electron'
import { serve, type CallTarget } from '../../preload/rpc-server'
import type { Rectangle, WindowPlace } from '../desktop/window-place'
import { guardPage, sandboxed } from './page-guard'
import { backgroundOf, paintTitleBar, titleBar } from './title-bar'
import { acceptPages } from './window-transport'

export interface MainWindowOptions {
  /** Folder of the built window. */
  readonly root: string
  readonly preload: string
  readonly target: CallTarget
  readonly platform: NodeJS.Platform
  /** Where it goes on these screens. */
  readonly placeOn: (screens: readonly Rectangle[]) => {
    readonly bounds: Partial<Rectangle>
    readonly maximized: boolean
    readonly zoomLevel: number
  }
  readonly smallest: { readonly width: number; readonly height: number }
  readonly nextZoom: (level: number, by: 1 | -1 | 0) => number
  /** Told of each new place. */
  readonly onPlace: (place: Omit<WindowPlace, 'toldStillRunning'>) => void
  /** Whether closing only hides it; asked each time. */
  readonly hidesOnClose: () => boolean
  readonly onHidden: () => void
  readonly onFocus: () => void
  /** The person logs out, or the computer shuts down: on Windows its windows are told. */
  readonly onSessionEnd: () => void
  /** Stays out of sight until it is brought to the front. */
  readonly hidden: boolean
}

export interface MainWindow {
  readonly browser: BrowserWindow
  /** Brings it to the front. */
  present(): void
  zoom(by: 1 | -1 | 0): void
}

export function openMainWindow(options: MainWindowOptions): MainWindow {
  const { root, preload, target, platform, smallest, hidden } = options
  const page = pathToFileURL(join(root, 'index.html')).href
  const { bounds, maximized, zoomLevel } = options.placeOn(
    screen.getAllDisplays().map(({ workArea }) => workArea),
  )
  const dark = nativeTheme.shouldUseDarkColors
  const browser = new BrowserWindow({
    ...bounds,
    minWidth: smallest.width,
    minHeight: smallest.height,
    show: false,
    title: 'Portside',
    backgroundColor: backgroundOf(dark),
    ...titleBar(platform, dark),
    webPreferences: { preload, ...sandboxed },
  })
  guardPage(browser)
  acceptPages(browser, page, (transport) => serve(transport, target))
  let wanted = !hidden
  let ready = false
  /** Chromium keeps it for the page, so there is none before the page is there. */
  let level = zoomLevel
  const present = (): void => {
    wanted = true
    if (!ready) return
    if (browser.isMinimized()) browser.restore()
    browser.show()
    browser.focus()
  }
  browser.once('ready-to-show', () => {
    ready = true
    browser.webContents.setZoomLevel(level)
    if (maximized && wanted) browser.maximize()
    if (wanted) browser.show()
  })
  const placeNow = (): Omit<WindowPlace, 'toldStillRunning'> => ({
    bounds: browser.getNormalBounds(),
    maximized: browser.isMaximized(),
    zoomLevel: level,
  })
  followPlace(browser, () => options.onPlace(placeNow()))
  browser.on('close', (event) => {
    if (!options.hidesOnClose()) return
    event.preventDefault()
    browser.hide()
    options.onHidden()
  })
  browser.on('focus', options.onFocus)
  browser.on('session-end', options.onSessionEnd)
  const repaint = (): void => paintTitleBar(browser, platform, nativeTheme.shouldUseDarkColors)
  nativeTheme.on('updated', repaint)
  browser.on('closed', () => nativeTheme.off('updated', repaint))
  // The page cannot ask which system's controls lie over it before the app answers.
  void browser.loadURL(`${page}?system=${platform}`)
  const zoom = (by: 1 | -1 | 0): void => {
    level = options.nextZoom(level, by)
    if (ready) browser.webContents.setZoomLevel(level)
    options.onPlace(placeNow())
  }
  // Ctrl with the wheel.
  browser.webContents.on('zoom-changed', (_event, direction) => zoom(direction === 'in' ? 1 : -1))
  return { browser, present, zoom }
}

function followPlace(browser: BrowserWindow, changed: () => void): void {
  browser.on('resized', changed)
  browser.on('moved', changed)
  browser.on('maximize', changed)
  browser.on('unmaximize', changed)
  browser.on('hide', changed)
}
