// New versions, brought by the real electron-updater from a server on loopback.
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { EventEmitter } from 'node:events'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import electronUpdater from 'electron-updater'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { installerFor, updaterOver } from '../../main/electron/app-updater'
import { silentLog } from '../../main/base/log'
import { createKeptInstallers } from '../../main/updates/kept-installers'
import { createUpdates, type UpdatesParts } from '../../main/updates/updates'
import type { Settings } from '../../preload/model'
import { defaultSettings } from '../../preload/settings-table'
import { makeTestFolder } from '../support/test-folder'
import { NodeHttpExecutor } from './node-http-executor'
import { openFeed, type Feed } from './feed'

let folder: string
let feed: Feed
let image: string
let running: number
const opened: UpdatesParts[] = []

// electron-updater tells Electron that it is about to quit; whoever requires `electron` here gets this one.
const require = createRequire(import.meta.url)
const electronModule = require.resolve('electron')
require.cache[electronModule] = Object.assign(Object.create(null) as NodeJS.Module, {
  id: electronModule,
  exports: { autoUpdater: new EventEmitter() },
  loaded: true,
})

/** A program that tells that it was started, and as which version. */
const program = (version: string): Buffer =>
  Buffer.from(`#!/bin/sh\necho ${version} > '${join(folder, 'started')}'\n`)

beforeEach(async () => {
  folder = await makeTestFolder('upd')
  feed = await openFeed()
  image = join(folder, 'Portside.AppImage')
  running = 0
  await writeFile(image, program('1.0.0'))
  await chmod(image, 0o755)
  vi.stubEnv('APPIMAGE', image)
  vi.stubEnv('http_proxy', undefined)
})

afterEach(async () => {
  for (const parts of opened.splice(0)) await parts.dispose()
  await feed.close()
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true, force: true })
})

/** The app as version `current`, with what installs it done instead of its end. */
async function open(current = '1.0.0', chosen: Settings['updates'] = 'off') {
  await mkdir(join(folder, 'profile'), { recursive: true })
  const source = new electronUpdater.AppImageUpdater(null, {
    version: current,
    name: 'portside',
    isPackaged: true,
    appUpdateConfigPath: join(folder, 'app-update.yml'),
    userDataPath: join(folder, 'profile'),
    baseCachePath: join(folder, 'cache'),
    whenReady: async () => {},
    relaunch: () => {},
    quit: () => {},
    onQuit: () => {},
  })
  await writeFile(
    join(folder, 'app-update.yml'),
    `provider: generic\nurl: ${feed.url}\nupdaterCacheDirName: portside\n`,
  )
  Object.assign(source, { httpExecutor: new NodeHttpExecutor() })
  const settings = createStore<Settings>(() => ({ ...defaultSettings, updates: chosen }))
  const parts = createUpdates({
    current,
    updater: updaterOver(async () => source, installerFor('linux', process.env)),
    kept: createKeptInstallers(join(folder, 'installers')),
    settings,
    running: () => running,
    endThen: (install) => install(),
    log: silentLog,
  })
  opened.push(parts)
  return { ...parts, settings }
}

const started = (version: string) =>
  vi.waitFor(
    async () => expect((await readFile(join(folder, 'started'), 'utf8')).trim()).toBe(version),
    10_000,
  )

describe('looking for a newer version', () => {
  it('asks nobody until the person wants it', async () => {
    feed.publish('2.0.0', program('2.0.0'))
    const { settings, store } = await open()
    settings.setState({ theme: 'dark' })
    expect(feed.asked).toEqual([])
    settings.setState({ updates: 'check' })
    await vi.waitFor(() => expect(store.getState()).toMatchObject({ step: 'available', version: '2.0.0' }))
    expect(feed.asked).toEqual(['/latest-linux.yml'])
  })

  it('downloads at once only where the person chose that', async () => {
    feed.publish('2.0.0', program('2.0.0'))
    const { store } = await open('1.0.0', 'download')
    await vi.waitFor(() => expect(store.getState().step).toBe('ready'))
  })

  it('tells when this is the newest, and shows notes as text', async () => {
    feed.publish('1.0.0', program('1.0.0'))
    const { service, store } = await open()
    await service.check()
    expect(store.getState()).toMatchObject({ step: 'idle', checkedAt: expect.any(String) as string })
    feed.publish('1.1.0', program('1.1.0'), {
      notes: '<p>Ports are <b>found</b></p><img src=x onerror=alert(1)>',
    })
    await service.check()
    expect(store.getState().notes).toBe('Ports are found')
  })

  it('says why it got no answer, and asks again when told to', async () => {
    feed.fail(503)
    const { service, store } = await open()
    await expect(service.check()).rejects.toMatchObject({ code: 'update.unreachable' })
    expect(store.getState()).toMatchObject({ step: 'idle', failure: { code: 'update.unreachable' } })
    feed.fail(undefined)
    feed.publish('2.0.0', program('2.0.0'))
    await service.check()
    expect(store.getState()).toMatchObject({ step: 'available' })
    expect(store.getState().failure).toBeUndefined()
  })
})

describe('installing', () => {
  it('replaces the program by the new version and opens it', async () => {
    feed.publish('2.0.0', program('2.0.0'))
    const { service } = await open()
    await service.check()
    await service.download()
    await service.install({ stopContainers: false })
    await started('2.0.0')
    expect(await readFile(image)).toEqual(program('2.0.0'))
  })

  it('refuses a file that is not what was published, and keeps the program as it is', async () => {
    feed.publish('2.0.0', program('2.0.0'), { claimed: 'A'.repeat(86) + '==' })
    const { service, store } = await open()
    await service.check()
    await expect(service.download()).rejects.toMatchObject({ code: 'update.download-failed' })
    expect(store.getState()).toMatchObject({ step: 'available', failure: { code: 'update.download-failed' } })
    await expect(service.install({ stopContainers: true })).rejects.toMatchObject({
      code: 'update.not-ready',
    })
    expect(await readFile(image)).toEqual(program('1.0.0'))
  })

  it('does not stop containers unless it was told to', async () => {
    feed.publish('2.0.0', program('2.0.0'))
    const { service } = await open()
    await service.check()
    await service.download()
    running = 2
    await expect(service.install({ stopContainers: false })).rejects.toMatchObject({
      code: 'update.containers-run',
      params: { count: 2 },
    })
    expect(await readFile(image)).toEqual(program('1.0.0'))
    await service.install({ stopContainers: true })
    await started('2.0.0')
  })

  it('goes back to the version before, which it kept', async () => {
    feed.publish('2.0.0', program('2.0.0'))
    const first = await open('1.0.0')
    await expect(first.service.goBack({ stopContainers: false })).rejects.toMatchObject({
      code: 'update.no-previous',
    })
    await first.service.check()
    await first.service.download()
    feed.publish('3.0.0', program('3.0.0'))
    const second = await open('2.0.0')
    await second.service.check()
    await second.service.download()
    await second.service.install({ stopContainers: false })
    await started('3.0.0')
    const third = await open('3.0.0')
    await vi.waitFor(() => expect(third.store.getState().previous).toBe('2.0.0'))
    await third.service.goBack({ stopContainers: false })
    await started('2.0.0')
    expect(await readFile(image)).toEqual(program('2.0.0'))
  })

  it('keeps two installers at most', async () => {
    const kept = createKeptInstallers(join(folder, 'installers'))
    for (const version of ['1.0.0', '1.2.0', '1.10.0']) await kept.keep(version, image)
    await kept.prune('1.10.0')
    expect((await kept.list()).map(({ version }) => version)).toEqual(['1.2.0', '1.10.0'])
  })
})

it('says that a checkout is updated another way', async () => {
  const parts = createUpdates({
    current: '1.0.0',
    kept: createKeptInstallers(join(folder, 'none')),
    settings: createStore<Settings>(() => ({ ...defaultSettings, updates: 'download' })),
    running: () => 0,
    endThen: () => {},
    log: silentLog,
  })
  opened.push(parts)
  expect(parts.store.getState().step).toBe('unsupported')
  await expect(parts.service.check()).rejects.toMatchObject({ code: 'update.unsupported' })
})
