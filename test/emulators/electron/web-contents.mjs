// webContents and ipcMain of the emulator: the real preload script in a world of its own, messages by the debugger.
import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { openPage } from './browser-window.mjs'
import { chromium } from './chromium.mjs'
import { cancellable, onlyEvents } from './loud.mjs'
import { settlePermissions } from './permissions.mjs'
import { nativeTheme } from './system.mjs'
import { mainWorldScript, preloadScript, unpack, pack } from './worlds.mjs'

export const ipcMain = new EventEmitter()

const world = 'ElectronPreload'
const events = new Set([
  ...['will-navigate', 'will-attach-webview', 'render-process-gone', 'did-finish-load', 'zoom-changed'],
  ...['did-fail-load', 'context-menu', 'before-input-event', 'will-frame-navigate', 'will-redirect'],
])

export class WebContents extends EventEmitter {
  mainFrame = { url: '' }
  _targetId
  #window
  #session
  #context
  #zoomLevel = 0
  #openHandler = () => ({ action: 'allow' })
  #asked = new Set()
  #loaded

  constructor(window) {
    super()
    this.#window = window
    this._window = window
    onlyEvents('webContents', this, events)
  }

  #ask(method, params = {}) {
    return chromium.ask(method, params, this.#session)
  }

  async _load(url) {
    this.#asked.add(url)
    const permitted = settlePermissions(this)
    if (!this.#session) {
      const { targetId, sessionId } = await openPage()
      this._targetId = targetId
      await this._attach(sessionId)
    }
    await permitted
    const loaded = new Promise((resolve) => (this.#loaded = resolve))
    const { errorText } = await this.#ask('Page.navigate', { url })
    if (errorText) throw new Error(`${errorText} loading '${url}'`)
    await loaded
  }

  async _attach(sessionId) {
    this.#session = sessionId
    chromium.listen(sessionId, (method, params) => this.#heard(method, params))
    const preload = this.#window._options.webPreferences.preload
    await Promise.all([
      this.#ask('Page.enable'),
      this.#ask('Runtime.enable'),
      // Nobody looks at what is thrown here, and each place in the source costs V8 another look through all of it.
      this.#ask('Runtime.setMaxCallStackSizeToCapture', { size: 0 }),
      this.#ask('Inspector.enable'),
      this.#ask('Runtime.addBinding', { name: '__emulatorSend', executionContextName: world }),
      this.#ask('Page.addScriptToEvaluateOnNewDocument', { source: mainWorldScript }),
      this.#ask('Page.addScriptToEvaluateOnNewDocument', {
        source: preloadScript(readFileSync(preload, 'utf8')),
        worldName: world,
      }),
      this.#ask('Fetch.enable', { patterns: [{ urlPattern: '*', resourceType: 'Document' }] }),
      this._emulate(),
      this.#ask('Runtime.runIfWaitingForDebugger'),
    ])
  }

  /** Size, zoom and theme of the window as the page sees them. */
  async _emulate() {
    if (!this.#session) return
    const { width, height } = this.#window._bounds
    const factor = 1.2 ** this.#zoomLevel
    await this.#ask('Emulation.setDeviceMetricsOverride', {
      width: Math.round(width / factor),
      height: Math.round(height / factor),
      deviceScaleFactor: factor,
      mobile: false,
    })
    const scheme = nativeTheme.shouldUseDarkColors ? 'dark' : 'light'
    await this.#ask('Emulation.setEmulatedMedia', {
      features: [{ name: 'prefers-color-scheme', value: scheme }],
    })
  }

  #heard(method, params) {
    switch (method) {
      case 'Runtime.executionContextCreated':
        if (params.context.name === world && params.context.auxData?.frameId === this._targetId)
          this.#context = params.context.id
        return
      case 'Page.frameNavigated':
        if (!params.frame.parentId) this.mainFrame.url = params.frame.url + (params.frame.urlFragment ?? '')
        return
      case 'Page.navigatedWithinDocument':
        if (params.frameId === this._targetId) this.mainFrame.url = params.url
        return
      case 'Page.loadEventFired':
        if (this.mainFrame.url === 'about:blank') return
        this.emit('did-finish-load')
        this.#window._ready()
        return this.#loaded?.()
      case 'Page.windowOpen':
        return this.#decideOpen(params.url)
      case 'Fetch.requestPaused':
        return void this.#decideNavigation(params).catch(() => {})
      case 'Runtime.bindingCalled':
        return this.#received(JSON.parse(params.payload))
      case 'Inspector.targetCrashed':
        return this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 })
      case 'detached':
        this.#session = undefined
        return this.#window._gone()
    }
  }

  #received([channel, packed]) {
    const message = packed === undefined ? [] : [unpack(packed)]
    ipcMain.emit(channel, { sender: this.#self(), senderFrame: this.mainFrame }, ...message)
  }

  /** The object that the app knows, which is a proxy of this one. */
  #self() {
    return this.#window.webContents
  }

  /** Every page that a page opens is closed by the browser's side; `allow` is no part of the emulator. */
  #decideOpen(url) {
    if (this.#openHandler({ url }).action !== 'deny')
      throw new Error('the Electron emulator opens no windows for pages')
  }

  /** Navigations that the app did not ask for are put to it; those of frames below have no such event. */
  async #decideNavigation({ requestId, frameId, request }) {
    const own = frameId !== this._targetId || this.#asked.has(request.url)
    const event = cancellable({ url: request.url })
    if (!own) this.emit('will-navigate', event, request.url)
    if (event.defaultPrevented) await this.#ask('Fetch.failRequest', { requestId, errorReason: 'Aborted' })
    else await this.#ask('Fetch.continueRequest', { requestId })
  }

  _close() {
    if (this._targetId) void chromium.ask('Target.closeTarget', { targetId: this._targetId }).catch(() => {})
  }
  setWindowOpenHandler(handler) {
    this.#openHandler = handler
  }
  getURL() {
    return this.mainFrame.url
  }
  isDestroyed() {
    return this.#window.isDestroyed()
  }
  setZoomLevel(level) {
    this.#zoomLevel = level
    void this._emulate().catch(() => {})
  }
  getZoomLevel() {
    return this.#zoomLevel
  }
  send(channel, message) {
    // The page may be going away; then nobody waits for this message.
    if (this.#context === undefined) return
    this.#ask('Runtime.callFunctionOn', {
      functionDeclaration: 'function (...message) { __emulatorReceive(...message) }',
      arguments: [{ value: channel }, { value: pack(message) }],
      executionContextId: this.#context,
    }).catch(() => {})
  }
  /** For tests: the files that the next drop brings, whose paths only Chromium knows. */
  _droppedPaths(paths) {
    const expression = `__emulatorPaths = ${JSON.stringify(paths)}`
    return this.#ask('Runtime.evaluate', { expression, contextId: this.#context })
  }
}
