// A stand-in for Electron where its binary cannot be had: the app's real main process and preload script run,
// and each BrowserWindow is a page of a real Chromium. Only what Portside uses is here; the rest is absent, so
// that a use of it fails loudly. Behaviour follows the documentation at electronjs.org/docs/latest/api.
import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { BrowserWindow, closeBrowser, ipcMain, openWindows } from './window.mjs'

export { BrowserWindow, ipcMain }

const appPath = resolve('.')
const manifest = JSON.parse(readFileSync(join(appPath, 'package.json'), 'utf8'))

class App extends EventEmitter {
  isPackaged = false
  #quitting = false

  getAppPath = () => appPath
  getVersion = () => manifest.version
  whenReady = async () => {}
  requestSingleInstanceLock = () => true
  setPath() {}

  #loginItem = { openAtLogin: false, wasOpenedAtLogin: false }
  getLoginItemSettings = () => this.#loginItem
  /** Recorded, for the test to read. */
  setLoginItemSettings(settings) {
    this.#loginItem = { ...this.#loginItem, openAtLogin: settings.openAtLogin }
    process.stdout.write(`stand-in login item ${JSON.stringify(settings)}\n`)
  }

  /** before-quit may hold the quit; then the app ends itself with exit(). */
  quit() {
    if (this.#quitting) return
    let held = false
    this.emit('before-quit', { preventDefault: () => (held = true) })
    if (!held) this.exit(0)
  }

  exit(code = 0) {
    this.#quitting = true
    void closeBrowser().finally(() => process.exit(code))
  }
}

export const app = new App()
openWindows.on('all-closed', () => app.emit('window-all-closed'))
// Electron quits on these signals (docs: app 'before-quit' is emitted for them too).
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => app.quit())

/** The signal stands for the computer's waking, which a process cannot bring about. */
export const powerMonitor = new EventEmitter()
process.on('SIGUSR2', () => powerMonitor.emit('resume'))

/** Recorded, for the test to read: what the app asked the system to open. */
export const shell = { openExternal: async (url) => void process.stdout.write(`stand-in opened ${url}\n`) }

/** The file that a person would choose; without one the dialogs are given up, as by Esc. */
const chosen = process.env.PORTSIDE_TEST_CHOSEN_FILE ?? ''

/** Says what would be shown. */
export class Notification extends EventEmitter {
  static isSupported() {
    return true
  }
  #words
  constructor({ title, body }) {
    super()
    this.#words = { title, body }
  }
  show() {
    process.stdout.write(`stand-in notification ${JSON.stringify(this.#words)}\n`)
  }
}

/** As on a Linux desktop without a secret service: scrambling only, which the app must not take for a keychain. */
export const safeStorage = {
  isEncryptionAvailable: () => true,
  getSelectedStorageBackend: () => 'basic_text',
}

export const dialog = {
  showSaveDialog: async () => ({ canceled: chosen === '', filePath: chosen }),
  showOpenDialog: async () => ({ canceled: chosen === '', filePaths: chosen === '' ? [] : [chosen] }),
  showErrorBox: (title, content) => void process.stdout.write(`stand-in error box ${title}: ${content}\n`),
}

export const session = {
  defaultSession: {
    // Chromium's own default, outside of Electron, is to ask; headless it denies.
    setPermissionRequestHandler: () => {},
    setPermissionCheckHandler: () => {},
  },
}
