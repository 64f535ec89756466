// nativeImage of the emulator: the file it came from and its bytes.
import { existsSync, readFileSync } from 'node:fs'
import { loud } from './loud.mjs'

export class NativeImage {
  _path
  _bytes
  _template = false

  constructor(path, bytes) {
    this._path = path
    this._bytes = bytes
    return loud('NativeImage', this)
  }

  isEmpty() {
    return this._bytes.length === 0
  }
  /** Width and height stand in the header chunk of a PNG. */
  getSize() {
    if (this._bytes.length < 24) return { width: 0, height: 0 }
    return { width: this._bytes.readUInt32BE(16), height: this._bytes.readUInt32BE(20) }
  }
  setTemplateImage(option) {
    this._template = option
  }
  isTemplateImage() {
    return this._template
  }
}

export const nativeImage = loud('nativeImage', {
  /** A file that is missing gives an empty image, as in Electron. */
  createFromPath: (path) => new NativeImage(path, existsSync(path) ? readFileSync(path) : Buffer.alloc(0)),
  createEmpty: () => new NativeImage('', Buffer.alloc(0)),
})
