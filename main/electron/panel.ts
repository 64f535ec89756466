// The tray's panel: a small window without a frame beside the icon, gone when one clicks elsewhere.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { BrowserWindow, nativeTheme, screen } from 'electron'
import { serve, type CallTarget } from '../../preload/rpc-server'
import type { Rectangle } from '../desktop/window-place'
import { guardPage, sandboxed } from './page-guard'
import { backgroundOf } from './title-bar'
import { acceptPages } from './window-transport'

export interface PanelOptions {
  readonly root: string
  readonly preload: string
  readonly target: CallTarget
  readonly platform: NodeJS.Platform
  readonly place: (
    icon: Rectangle,
    area: Rectangle,
    size: { readonly width: number; readonly height: number },
  ) => Rectangle
}

const size = { width: 372, height: 432 }
/** A page out of sight holds memory for nothing; one that is opened again soon is there at once. In ms. */
const keptMs = 60_000

/** @returns what shows or hides it */
export function createPanel(options: PanelOptions): (icon: Rectangle) => void {
  let panel: BrowserWindow | undefined
  let late: NodeJS.Timeout | undefined
  let hiddenAt = 0
  return (icon) => {
    clearTimeout(late)
    // The click that takes the focus away from an open panel is one on its icon.
    if (panel?.isVisible() || performance.now() - hiddenAt < 200) return panel?.hide()
    const area = screen.getDisplayNearestPoint({ x: icon.x, y: icon.y }).workArea
    const bounds = options.place(icon, area, size)
    if (panel) {
      panel.setBounds(bounds)
      return panel.show()
    }
    const opened = openPanel(options, bounds)
    panel = opened
    opened.on('hide', () => {
      hiddenAt = performance.now()
      late = setTimeout(() => opened.destroy(), keptMs).unref()
    })
    opened.on('closed', () => {
      clearTimeout(late)
      panel = undefined
    })
  }
}

function openPanel({ root, preload, target, platform }: PanelOptions, bounds: Rectangle): BrowserWindow {
  const page = pathToFileURL(join(root, 'index.html')).href
  const panel = new BrowserWindow({
    ...bounds,
    show: false,
    frame: false,
    resizable: false,
    maximizable: false,
    minimizable: false,
    fullscreenable: false,
    skipTaskbar: true,
    alwaysOnTop: true,
    title: 'Portside',
    backgroundColor: backgroundOf(nativeTheme.shouldUseDarkColors),
    webPreferences: { preload, ...sandboxed },
  })
  guardPage(panel)
  acceptPages(panel, page, (transport) => serve(transport, target))
  panel.once('ready-to-show', () => panel.show())
  panel.on('blur', () => panel.hide())
  // The page closes itself on Esc and after what it was opened for.
  panel.on('close', (event) => {
    event.preventDefault()
    panel.hide()
  })
  void panel.loadURL(`${page}?system=${platform}#panel`)
  return panel
}
