// What a page of ours may do outside of itself: nothing, but for links to this computer's own ports.
import { session, shell, type BrowserWindow } from 'electron'

export const sandboxed = { contextIsolation: true, sandbox: true, nodeIntegration: false } as const

export function guardPage({ webContents }: BrowserWindow): void {
  webContents.setWindowOpenHandler(({ url }) => {
    if (isLocalPage(url)) void shell.openExternal(url)
    return { action: 'deny' }
  })
  webContents.on('will-navigate', (event) => event.preventDefault())
  webContents.on('will-attach-webview', (event) => event.preventDefault())
}

/** Ports of containers are on this computer; nothing else is opened from the window. */
function isLocalPage(address: string): boolean {
  const url = URL.canParse(address) ? new URL(address) : undefined
  const local = url?.hostname === 'localhost' || url?.hostname === '127.0.0.1'
  return local && (url?.protocol === 'http:' || url?.protocol === 'https:')
}

export function denyPermissions(): void {
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, decide) => decide(false))
  session.defaultSession.setPermissionCheckHandler(() => false)
}
