// Notification of the emulator: kept in the order shown; a test clicks it by emitting its events.
import { EventEmitter } from 'node:events'
import { loud, onlyEvents, onlyKnown } from './loud.mjs'

const known = new Set(['title', 'body', 'actions', 'id', 'silent'])
const events = new Set(['show', 'click', 'close', 'action', 'failed'])

export class Notification extends EventEmitter {
  static _shown = []
  static isSupported() {
    return true
  }

  constructor(options) {
    super()
    onlyKnown('Notification', options, known)
    onlyEvents('Notification', this, events)
    this.title = options.title
    this.body = options.body
    return loud('Notification', this)
  }
  show() {
    Notification._shown.push(this)
    this.emit('show')
  }
  close() {
    this.emit('close')
  }
}
