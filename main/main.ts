// The Electron entry: one window, one instance, and a quit that waits for the machine's orderly end.
import { join } from 'node:path'
import { app as electron, dialog, type BrowserWindow } from 'electron'
import { AppError, isAbort } from '../preload/errors'
import { createApp, type App } from './app'
import { takeInstanceLock, type InstanceLock } from './base/instance-lock'
import { parseStartOptions } from './base/options'
import { currentPaths, prepareHome } from './base/paths'
import { appUpdater } from './electron/app-updater'
import { fileDialogs } from './electron/file-dialogs'
import { loginItem, startsHidden } from './electron/login-item'
import { notifier } from './electron/notifier'
import { onWoke } from './electron/power'
import { systemKeychain } from './electron/system-keychain'
import { openWindow } from './electron/window'
import type { Host } from './host'

const built = electron.getAppPath()
/** Packed programs and images lie beside the archive; in a checkout they are what the build made. */
const resources = electron.isPackaged ? process.resourcesPath : join(built, 'out')

let window: BrowserWindow | undefined
let ending: Promise<void> | undefined
/** What follows the orderly end: leaving, or an installer that makes Electron quit itself. */
let last = (): void => electron.exit(0)
let ended = false

async function main(): Promise<void> {
  const paths = currentPaths()
  // Electron's lock lies in its profile; ours, below, also covers the headless twin.
  electron.setPath('userData', join(paths.home, 'window'))
  if (!electron.requestSingleInstanceLock()) return electron.exit(0)
  electron.on('second-instance', () => window && present(window))
  await electron.whenReady()
  await prepareHome(paths)
  const lock = await takeInstanceLock(paths)
  const app = await createApp(hostOf(paths))
  joinQuit(app, lock)
  window = openWindow({
    root: join(built, 'out/renderer'),
    preload: join(built, 'out/preload/preload.cjs'),
    target: app.target,
    hidden: startsHidden(),
  })
  // A failed start is shown in the window, with what to do.
  await app.start().catch((error: unknown) => {
    if (!(error instanceof AppError) && !isAbort(error)) throw error
  })
}

function hostOf(paths: Host['paths']): Host {
  const { engine } = parseStartOptions(process.argv.slice(electron.isPackaged ? 1 : 2).filter(isOurs))
  return {
    shell: 'electron',
    version: electron.getVersion(),
    paths,
    guestImageDir: join(resources, 'guest', process.arch === 'arm64' ? 'arm64' : 'amd64'),
    toolsDir: join(resources, 'tools'),
    files: fileDialogs(() => window),
    keychain: systemKeychain(),
    windowUrl: () => window?.webContents.getURL(),
    notify: notifier(() => window && present(window)),
    show: () => window && present(window),
    quit: () => electron.quit(),
    ...updates(),
    ...(electron.isPackaged ? { reopen: [process.execPath] } : {}),
    loginItem: loginItem(),
    onWoke,
    ...(engine === undefined ? {} : { engineSocket: engine }),
  }
}

/** Chromium's own switches also arrive here. */
const isOurs = (argument: string, index: number, all: readonly string[]): boolean =>
  argument.startsWith('--engine') || all[index - 1] === '--engine'

function updates(): Pick<Host, 'updater' | 'quitThen'> {
  const updater = appUpdater(electron.isPackaged)
  return {
    ...(updater ? { updater } : {}),
    quitThen: (install) => {
      last = install
      electron.quit()
    },
  }
}

function present(shown: BrowserWindow): void {
  if (shown.isMinimized()) shown.restore()
  shown.show()
  shown.focus()
}

/** Quitting is held until everything has ended; asking twice changes nothing. */
function joinQuit(app: App, lock: InstanceLock): void {
  electron.on('window-all-closed', () => electron.quit())
  electron.on('before-quit', (event) => {
    if (ended) return
    event.preventDefault()
    ending ??= app
      .dispose()
      .then(() => lock.release())
      .finally(() => {
        ended = true
        last()
      })
  })
}

main().catch((error: unknown) => {
  const text = error instanceof AppError ? `${error.message}\n\n${error.remedy}` : String(error)
  dialog.showErrorBox('Portside', text)
  electron.exit(1)
})
