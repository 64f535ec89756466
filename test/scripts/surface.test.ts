// Where `npm start` opens Portside, and how signals reach the app.
import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { forwardSignals } from '../../scripts/setup/signals.mjs'
import { runApp } from '../../scripts/start/app-process.mjs'
import { parseStartOptions } from '../../scripts/start/options.mjs'
import { chooseSurface, describeSurface, hasDisplay } from '../../scripts/start/surface.mjs'

const noElectron = { reason: "Electron's binary could not be downloaded (getaddrinfo ENOTFOUND example.org)" }

describe('where it opens', () => {
  const choose = (
    args: string[],
    display: boolean,
    found: { path: string } | { reason: string } = noElectron,
  ) => chooseSurface(parseStartOptions(args), { display, findElectron: () => Promise.resolve(found) })

  it('is Electron when its binary and a display are there', async () => {
    expect(await choose([], true, { path: '/e' })).toEqual({ kind: 'electron', path: '/e' })
  })

  it('is the browser otherwise, and the line says why', async () => {
    expect(describeSurface(await choose([], true), true)).toBe(
      `Opening in the browser: ${noElectron.reason}.`,
    )
    expect(await choose(['--browser'], true, { path: '/e' })).toMatchObject({ reason: '--browser was given' })
  })

  it('does not look for Electron without a display', async () => {
    const surface = await chooseSurface(parseStartOptions([]), {
      display: false,
      findElectron: () => Promise.reject(new Error('looked')),
    })
    expect(surface).toEqual({ kind: 'browser', reason: 'this computer has no display for Electron' })
  })

  it('does not claim to open what --no-open keeps closed', async () => {
    expect(describeSurface(await choose(['--no-open'], true), false)).toBe(
      'Serving to a browser: --no-open was given.',
    )
  })

  it('knows a display by the environment on Linux only', () => {
    expect(hasDisplay('linux', {})).toBe(false)
    expect(hasDisplay('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toBe(true)
    expect(hasDisplay('darwin', {})).toBe(true)
  })
})

describe('signals', () => {
  it('that come from the terminal and from npm at once are one', () => {
    const source = new EventEmitter()
    const sent: string[] = []
    let now = 0
    const stop = forwardSignals((signal) => sent.push(signal), { source, now: () => now, underNpm: false })
    source.emit('SIGINT')
    source.emit('SIGINT')
    now = 1000
    source.emit('SIGTERM')
    stop()
    now = 2000
    source.emit('SIGINT')
    expect(sent).toEqual(['SIGINT', 'SIGTERM'])
  })

  it('count the loss of the shell that npm put in between, once', async () => {
    const sent: string[] = []
    let parent = 100
    const stop = forwardSignals((signal) => sent.push(signal), {
      source: new EventEmitter(),
      underNpm: true,
      parent: () => parent,
    })
    parent = 1
    await expect.poll(() => sent).toEqual(['SIGTERM'])
    stop()
  })

  it('that end the app become the exit code', async () => {
    const here = { cwd: process.cwd() }
    expect(await runApp(process.execPath, ['-e', 'process.exit(7)'], here)).toBe(7)
    expect(await runApp(process.execPath, ['-e', 'process.kill(process.pid, "SIGKILL")'], here)).toBe(137)
  })
})
