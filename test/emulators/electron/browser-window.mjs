// BrowserWindow of the emulator: a page of a real Chromium of the same size.
import { EventEmitter } from 'node:events'
import { app } from './app.mjs'
import { chromium } from './chromium.mjs'
import { cancellable, loud, onlyEvents, onlyKnown } from './loud.mjs'
import { NativeImage } from './native-image.mjs'
import { nativeTheme } from './system.mjs'
import { WebContents } from './web-contents.mjs'

const options = new Set([
  ...['width', 'height', 'x', 'y', 'minWidth', 'minHeight', 'show', 'title', 'webPreferences', 'frame'],
  ...['backgroundColor', 'titleBarStyle', 'titleBarOverlay', 'trafficLightPosition', 'icon', 'resizable'],
  ...[
    'alwaysOnTop',
    'skipTaskbar',
    'fullscreenable',
    'maximizable',
    'minimizable',
    'autoHideMenuBar',
    'type',
  ],
])
const preferences = new Set([
  'preload',
  'contextIsolation',
  'sandbox',
  'nodeIntegration',
  'spellcheck',
  'zoomFactor',
])
const events = new Set([
  ...['ready-to-show', 'close', 'closed', 'show', 'hide', 'focus', 'blur', 'resized', 'moved', 'maximize'],
  ...['unmaximize', 'session-end', 'enter-full-screen', 'leave-full-screen'],
])

const windows = new Map()
let lastId = 0

export class BrowserWindow extends EventEmitter {
  _state = { visible: false, minimized: false, maximized: false, progress: -1, overlay: null, focused: 0 }

  constructor(given = {}) {
    super()
    onlyKnown('BrowserWindow', given, options)
    onlyKnown('webPreferences', given.webPreferences, preferences)
    const { sandbox, contextIsolation, nodeIntegration } = given.webPreferences ?? {}
    if (!sandbox || !contextIsolation || nodeIntegration) throw new Error('the window is not sandboxed')
    onlyEvents('BrowserWindow', this, events)
    this.id = ++lastId
    this._options = given
    this._bounds = {
      x: given.x ?? 80,
      y: given.y ?? 40,
      width: given.width ?? 800,
      height: given.height ?? 600,
    }
    this._state.visible = given.show !== false
    const self = loud('BrowserWindow', this)
    this.webContents = loud('webContents', new WebContents(this))
    windows.set(this.id, self)
    nativeTheme.on('updated', () => void this.webContents._emulate().catch(() => {}))
    return self
  }

  static getAllWindows() {
    return [...windows.values()]
  }
  static fromWebContents(contents) {
    return BrowserWindow.getAllWindows().find((one) => one.id === contents._window.id) ?? null
  }

  async loadURL(url) {
    await this.webContents._load(url)
  }
  _ready() {
    if (this._state.ready) return
    this._state.ready = true
    this.emit('ready-to-show')
  }
  _gone() {
    if (!windows.delete(this.id)) return
    this.emit('closed')
    if (windows.size === 0) app.emit('window-all-closed')
  }
  close() {
    if (this.isDestroyed()) return
    const event = cancellable()
    this.emit('close', event)
    if (!event.defaultPrevented) this.destroy()
  }
  destroy() {
    this.webContents._close()
    this._gone()
  }
  isDestroyed() {
    return !windows.has(this.id)
  }

  #set(name, value, event) {
    if (this._state[name] === value) return
    this._state[name] = value
    this.emit(event)
  }
  show() {
    this.#set('visible', true, 'show')
    this.focus()
  }
  hide() {
    this.#set('visible', false, 'hide')
  }
  focus() {
    this._state.focused += 1
    this.emit('focus')
  }
  blur() {
    this.emit('blur')
  }
  isVisible() {
    return this._state.visible
  }
  isFocused() {
    return this._state.visible && this._state.focused > 0
  }
  isMinimized() {
    return this._state.minimized
  }
  restore() {
    this._state.minimized = false
  }
  maximize() {
    this.#set('maximized', true, 'maximize')
  }
  isMaximized() {
    return this._state.maximized
  }
  isFullScreen() {
    return false
  }
  getBounds() {
    return { ...this._bounds }
  }
  getNormalBounds() {
    return { ...this._bounds }
  }
  setBounds(bounds) {
    this._bounds = { ...this._bounds, ...bounds }
    void this.webContents._emulate().catch(() => {})
    this.emit('resized')
  }
  setProgressBar(progress) {
    this._state.progress = progress
  }
  setOverlayIcon(image, description) {
    if (image !== null && !(image instanceof NativeImage)) throw new Error('the overlay is no image')
    this._state.overlay = image && description
  }
  setTitleBarOverlay(overlay) {
    this._state.titleBarOverlay = overlay
  }
  setBackgroundColor(color) {
    this._state.backgroundColor = color
  }
}

/** Asked by the test runner, to find the window of a page. */
export const webContents = loud('webContents', {
  fromDevToolsTargetId: (id) =>
    BrowserWindow.getAllWindows().find((one) => one.webContents._targetId === id)?.webContents,
  getAllWebContents: () => BrowserWindow.getAllWindows().map((one) => one.webContents),
})

/** Pages by their target, until it is known whose they are. */
const arrived = new Map()
let opening = 0
let haveFirst
/** Chromium opens an empty page while the app's code loads; the first window takes it. */
let first = new Promise((resolve) => (haveFirst = resolve))

/** A page that no window asked for was opened by a page: it is closed before it loads anything. */
chromium.onPage = ({ sessionId, targetInfo: { type, targetId } }) => {
  if (type !== 'page')
    return void chromium.ask('Runtime.runIfWaitingForDebugger', {}, sessionId).catch(() => {})
  if (haveFirst) {
    haveFirst({ targetId, sessionId })
    haveFirst = undefined
    return
  }
  arrived.set(targetId, sessionId)
  if (opening === 0) closeStrangers()
}

function closeStrangers() {
  for (const [targetId, sessionId] of arrived) {
    // Whoever opened it stands still with it, and for good where it is closed before it goes on.
    void chromium
      .ask('Runtime.runIfWaitingForDebugger', {}, sessionId)
      .catch(() => {})
      .then(() => chromium.ask('Target.closeTarget', { targetId }))
      .catch(() => {})
  }
  arrived.clear()
}

/** Gives target and session of an empty page that has not run anything. */
export async function openPage() {
  if (first !== undefined) {
    const page = first
    first = undefined
    return page
  }
  opening += 1
  try {
    const { targetId } = await chromium.ask('Target.createTarget', { url: 'about:blank', newWindow: true })
    const sessionId = arrived.get(targetId)
    if (!sessionId) throw new Error('the page was not attached')
    arrived.delete(targetId)
    return { targetId, sessionId }
  } finally {
    opening -= 1
    if (opening === 0) closeStrangers()
  }
}
