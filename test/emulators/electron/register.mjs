// Starts Chromium, and makes `electron` mean the emulator, for import and require.
import Module from 'node:module'
import { fileURLToPath } from 'node:url'
import { chromium } from './chromium.mjs'
import { resolve } from './resolve.mjs'

// Electron's own is there before the app's first line, too.
chromium.start()

const api = new URL('./api.mjs', import.meta.url)
// In a thread of its own where Node has no other way, which costs a start its time.
if (Module.registerHooks) Module.registerHooks({ resolve })
else Module.register('./resolve.mjs', import.meta.url)
const original = Module._resolveFilename
Module._resolveFilename = function (request, ...rest) {
  return request === 'electron' ? fileURLToPath(api) : original.call(this, request, ...rest)
}
Object.defineProperty(process.versions, 'electron', { value: '45.4.1', enumerable: true })
process.type = 'browser'
Module.createRequire(import.meta.url)('electron')
chromium.tellAddress()
