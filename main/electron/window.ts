// The one window: sandboxed, shows only our page, and sends links to the person's own browser.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { BrowserWindow, session, shell } from 'electron'
import { serve, type CallTarget } from '../../preload/rpc-server'
import { acceptPages } from './window-transport'

const minWidth = 960
const minHeight = 600

export interface WindowOptions {
  /** Folder of the built window. */
  readonly root: string
  readonly preload: string
  readonly target: CallTarget
  /** Stays out of sight until it is brought to the front. */
  readonly hidden: boolean
}

export function openWindow({ root, preload, target, hidden }: WindowOptions): BrowserWindow {
  const page = pathToFileURL(join(root, 'index.html')).href
  denyPermissions()
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    minWidth,
    minHeight,
    show: false,
    title: 'Portside',
    webPreferences: { preload, contextIsolation: true, sandbox: true, nodeIntegration: false },
  })
  const { webContents } = window
  webContents.setWindowOpenHandler(({ url }) => {
    if (isLocalPage(url)) void shell.openExternal(url)
    return { action: 'deny' }
  })
  webContents.on('will-navigate', (event) => event.preventDefault())
  webContents.on('will-attach-webview', (event) => event.preventDefault())
  acceptPages(window, page, (transport) => serve(transport, target))
  if (!hidden) window.once('ready-to-show', () => window.show())
  void window.loadURL(page)
  return window
}

/** Ports of containers are on this computer; nothing else is opened from the window. */
function isLocalPage(address: string): boolean {
  const url = URL.canParse(address) ? new URL(address) : undefined
  const local = url?.hostname === 'localhost' || url?.hostname === '127.0.0.1'
  return local && (url?.protocol === 'http:' || url?.protocol === 'https:')
}

function denyPermissions(): void {
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, decide) => decide(false))
  session.defaultSession.setPermissionCheckHandler(() => false)
}
