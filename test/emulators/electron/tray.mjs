// Tray of the emulator: what is shown last, and how often it was set.
import { EventEmitter } from 'node:events'
import { loud, onlyEvents } from './loud.mjs'

const events = new Set(['click', 'right-click', 'double-click', 'drop-files'])

export class Tray extends EventEmitter {
  /** Every tray that was not destroyed. */
  static _shown = new Set()
  _state = { title: '', toolTip: '', menu: null, popped: null, updates: 0 }

  constructor(image) {
    super()
    onlyEvents('Tray', this, events)
    this.setImage(image)
    Tray._shown.add(this)
    return loud('Tray', this)
  }
  setImage(image) {
    if (image.isEmpty()) throw new Error(`the tray's image is missing: ${image._path}`)
    this._state.image = image
    this._state.updates += 1
  }
  setToolTip(text) {
    this._state.toolTip = text
  }
  setTitle(text) {
    this._state.title = text
  }
  setContextMenu(menu) {
    this._state.menu = menu
    this._state.updates += 1
  }
  popUpContextMenu(menu) {
    this._state.popped = menu ?? this._state.menu
  }
  getBounds() {
    return { x: 1180, y: 768, width: 24, height: 32 }
  }
  isDestroyed() {
    return !Tray._shown.has(this)
  }
  destroy() {
    Tray._shown.delete(this)
    this.removeAllListeners()
  }
}
