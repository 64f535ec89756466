// BrowserWindow and ipcMain of the stand-in: a page of a real Chromium, with the real preload script in it.
import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { chromium } from 'playwright'

const executablePath = process.env.PORTSIDE_TEST_CHROMIUM ?? '/usr/bin/chromium'
const debugPort = process.env.PORTSIDE_TEST_DEBUG_PORT

export const ipcMain = new EventEmitter()
export const openWindows = new EventEmitter()
const windows = new Set()
let browser

async function context({ width, height }) {
  browser ??= chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      // Electron lets its own file: pages load their module scripts; Chromium needs to be told.
      '--allow-file-access-from-files',
      ...(debugPort ? [`--remote-debugging-port=${debugPort}`] : []),
    ],
  })
  return (await browser).newContext({ viewport: { width, height } })
}

export async function closeBrowser() {
  await (await browser)?.close()
}

export class BrowserWindow extends EventEmitter {
  #page
  #closed = false
  #size

  constructor(options) {
    super()
    this.#size = { width: options.width, height: options.height }
    const { preload, sandbox, contextIsolation, nodeIntegration } = options.webPreferences
    if (!sandbox || !contextIsolation || nodeIntegration) throw new Error('the window is not sandboxed')
    this.webContents = new WebContents(preload)
    windows.add(this)
  }

  async loadURL(url) {
    const opened = await (await context(this.#size)).newPage()
    this.#page = opened
    this.webContents.attach(opened)
    opened.once('close', () => this.#gone())
    await this.webContents.load(url)
    this.emit('ready-to-show')
  }

  #gone() {
    this.#closed = true
    windows.delete(this)
    this.emit('closed')
    if (windows.size === 0) openWindows.emit('all-closed')
  }

  isDestroyed = () => this.#closed
  isMinimized = () => false
  restore() {}
  focus() {}
  show() {
    void this.#page?.bringToFront()
  }
}

class WebContents extends EventEmitter {
  #preload
  #page
  #url = ''
  #openHandler = () => ({ action: 'allow' })
  mainFrame = { url: '' }

  constructor(preload) {
    super()
    this.#preload = preload
  }

  attach(page) {
    this.#page = page
    page.on('popup', (popup) => void this.#decideOpen(popup))
  }

  async load(url) {
    this.#url = url
    this.mainFrame.url = url
    await this.#page.exposeBinding('__standInSend', (_source, channel, message) =>
      ipcMain.emit(channel, { sender: this, senderFrame: this.mainFrame }, unpack(message)),
    )
    await this.#page.addInitScript(preloadScript(readFileSync(this.#preload, 'utf8')))
    await this.#page.goto(url)
  }

  async #decideOpen(popup) {
    const url = popup.url()
    if (this.#openHandler({ url }).action === 'deny') await popup.close()
  }

  setWindowOpenHandler(handler) {
    this.#openHandler = handler
  }
  getURL = () => this.#url
  isDestroyed = () => this.#page?.isClosed() ?? false
  send(channel, message) {
    const deliver = ([name, packed]) => globalThis.__standInReceive?.(name, packed)
    // The page may be going away; then nobody waits for this message.
    this.#page?.evaluate(deliver, [channel, pack(message)]).catch(() => {})
  }
}

/** Structured clone over JSON: byte arrays are what the contract carries beyond plain data. */
const pack = (value) =>
  JSON.stringify(value, (_key, part) =>
    part instanceof Uint8Array ? { $bytes: Buffer.from(part).toString('base64') } : part,
  )
const unpack = (text) =>
  text === undefined
    ? undefined
    : JSON.parse(text, (_key, part) =>
        part?.$bytes === undefined ? part : Buffer.from(part.$bytes, 'base64'),
      )

/** Runs the built preload script as a sandboxed one: `require` knows only electron's renderer side. */
const preloadScript = (source) => `(() => {
  const listeners = new Map()
  const pack = (value) => value === undefined ? undefined : JSON.stringify(value, (_k, part) =>
    part instanceof Uint8Array ? { $bytes: btoa(String.fromCharCode(...part)) } : part)
  const unpack = (text) => JSON.parse(text, (_k, part) => part?.$bytes === undefined ? part
    : Uint8Array.from(atob(part.$bytes), (char) => char.charCodeAt(0)))
  globalThis.__standInReceive = (channel, text) => {
    for (const listener of listeners.get(channel) ?? []) listener({}, unpack(text))
  }
  const ipcRenderer = {
    send: (channel, message) => void globalThis.__standInSend(channel, pack(message)),
    on: (channel, listener) => listeners.set(channel, [...(listeners.get(channel) ?? []), listener]),
  }
  const contextBridge = {
    exposeInMainWorld: (name, api) => Object.defineProperty(globalThis, name, { value: Object.freeze(api) }),
  }
  const require = (name) => {
    if (name !== 'electron') throw new Error('sandboxed preload cannot require ' + name)
    return { ipcRenderer, contextBridge }
  }
  const module = { exports: {} }
  ;((require, module, exports) => {${source}
  })(require, module, module.exports)
})()`
