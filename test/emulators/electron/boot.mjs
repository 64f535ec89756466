// Runs an app as Electron does: its folder's `main`, with argv as the app knows it.
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { bootApp } from './app.mjs'
import { chromium } from './chromium.mjs'

const [folder = '.', ...rest] = process.argv.slice(2)
const root = resolve(folder)
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
process.argv = [process.execPath, folder, ...rest]
process.defaultApp = true
// What the test asks of the emulator itself hangs off this name; the app never sees it.
globalThis.emulator = { chromium }
bootApp(root, manifest)
await import(pathToFileURL(join(root, manifest.main)).href)
