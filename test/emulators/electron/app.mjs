// app of the emulator: life cycle, single instance, and what the system is told about the app.
import { EventEmitter } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, watch, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { chromium } from './chromium.mjs'
import { cancellable, loud, onlyEvents } from './loud.mjs'

const events = new Set([
  ...['ready', 'second-instance', 'window-all-closed', 'before-quit', 'will-quit', 'quit', 'activate'],
  ...['open-file', 'open-url'],
])

class App extends EventEmitter {
  isPackaged = false
  name = 'Electron'
  _root = resolve('.')
  _version = '0.0.0'
  _paths = {}
  _loginItem = { openAtLogin: false, wasOpenedAtLogin: false }
  /** What the system was told, for a test to read. */
  _told = {
    badge: 0,
    jumpList: null,
    protocols: [],
    dock: { badge: '', menu: null, hidden: false },
    lock: null,
  }
  #quitting = false

  getAppPath() {
    return this._root
  }
  getVersion() {
    return this._version
  }
  getPreferredSystemLanguages() {
    return [process.env.LANG?.replace(/\..*/, '').replace('_', '-') ?? 'en-US']
  }
  async whenReady() {}
  setPath(name, path) {
    this._paths[name] = path
  }
  setName(name) {
    this.name = name
  }
  setAppUserModelId(id) {
    this._told.appUserModelId = id
  }
  setAsDefaultProtocolClient(protocol) {
    this._told.protocols.push(protocol)
    return true
  }
  setBadgeCount(count) {
    this._told.badge = count
    return true
  }
  setJumpList(categories) {
    this._told.jumpList = categories
    return 'ok'
  }
  getLoginItemSettings() {
    return this._loginItem
  }
  setLoginItemSettings(settings) {
    this._loginItem = { ...this._loginItem, openAtLogin: settings.openAtLogin }
    this._told.loginItem = settings
  }
  dock = loud('app.dock', {
    setBadge: (text) => void (this._told.dock.badge = text),
    setMenu: (menu) => void (this._told.dock.menu = menu),
    hide: () => void (this._told.dock.hidden = true),
    show: async () => void (this._told.dock.hidden = false),
  })

  /** Chromium's lock lies in the profile; the second process leaves its arguments there. */
  requestSingleInstanceLock() {
    const folder = this._paths.userData
    mkdirSync(folder, { recursive: true })
    const file = join(folder, 'emulator.lock')
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' })
    } catch {
      if (isAlive(Number(readFileSync(file, 'utf8')))) {
        const words = { argv: process.argv, cwd: process.cwd() }
        const left = join(folder, `second-${process.pid}.json`)
        writeFileSync(`${left}.part`, JSON.stringify(words))
        renameSync(`${left}.part`, left)
        return false
      }
      writeFileSync(file, String(process.pid))
    }
    this._told.lock = file
    this.#hearOthers(folder)
    return true
  }

  #hearOthers(folder) {
    watch(folder, { persistent: false }, () => {
      for (const name of readdirSync(folder).filter((one) => /^second-\d+\.json$/.test(one))) {
        const { argv, cwd } = JSON.parse(readFileSync(join(folder, name), 'utf8'))
        rmSync(join(folder, name))
        this.emit('second-instance', {}, argv, cwd)
      }
    })
  }

  /** before-quit may hold the quit; then the app ends itself with exit(). */
  quit() {
    if (this.#quitting) return
    const event = cancellable()
    this.emit('before-quit', event)
    if (!event.defaultPrevented) this.exit(0)
  }

  exit(code = 0) {
    if (this.#quitting) return
    this.#quitting = true
    this.emit('quit', {}, code)
    if (this._told.lock) rmSync(this._told.lock, { force: true })
    void chromium.close().finally(() => process.exit(code))
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

const real = new App()
onlyEvents('app', real, events)
export const app = loud('app', real)

export function bootApp(root, manifest) {
  real._root = root
  real._version = manifest.version
  real.name = manifest.productName ?? manifest.name
}

chromium.onEnd = () => app.exit(1)
// Electron quits on these signals (docs: app 'before-quit' is emitted for them too).
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => app.quit())
