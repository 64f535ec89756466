// A Windows on which Linux cannot run yet: what is said about it, and how it gets there with one permission.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { silentLog } from '../../main/base/log'
import { pathsOf, prepareHome } from '../../main/base/paths'
import { until } from '../../main/base/until'
import { createDriver } from '../../main/machine/create-driver'
import { windowsPrograms } from '../../main/machine/wsl2/windows-programs'
import { wslFiles } from '../../main/machine/wsl2/wsl-files'
import { createWslReadiness } from '../../main/machine/wsl2/wsl-readiness'
import { createWslService } from '../../main/machine/wsl2/wsl-service'
import type { WslService } from '../../preload/contract'
import type { WslSetup } from '../../preload/model'
import { makeTestFolder } from '../support/test-folder'
import { startWindows, type EmulatedWindows } from '../support/wsl-windows'
import { freshContext } from './driver-probes'

const root = join(import.meta.dirname, '../..')
const reopen = ['C:\\Program Files\\Portside\\Portside.exe']

/** Unpacked once for all of them. */
let guestImages: string
let windows: EmulatedWindows
let home: string
let wsl: WslService
beforeAll(async () => (guestImages = await makeTestFolder('g')))
afterAll(() => rm(guestImages, { recursive: true, force: true }))
beforeEach(async () => {
  windows = await startWindows()
  home = await makeTestFolder('m')
  await prepareHome(pathsOf(home))
  wsl = createWslService({
    programs: windowsPrograms(windows.env),
    distribution: 'portside',
    configFile: join(home, '.wslconfig'),
    machine: { start: prepare, stop: async () => {}, shape: () => undefined },
    files: wslFiles(pathsOf(home)),
    log: silentLog,
  })
})
afterEach(async () => {
  await wsl.cancelSetup()
  await windows.stop()
  await rm(home, { recursive: true, force: true })
})

/** As far as Windows is concerned; the driver suite does the rest. */
function prepare(): Promise<void> {
  const driver = createDriver({
    kind: 'wsl2',
    paths: { ...pathsOf(home), guestImages },
    guestImageDir: join(root, 'out/guest', process.arch === 'arm64' ? 'arm64' : 'amd64'),
    toolsDir: '',
    log: silentLog,
    env: { ...windows.env, PORTSIDE_HOME: home },
    reopen,
  })
  return driver.create(freshContext())
}

describe('what Windows lacks', () => {
  it.each([
    ['en', { installed: false }, 'machine.wsl-missing'],
    ['ko', { installed: false }, 'machine.wsl-missing'],
    ['ko', { platform: false }, 'machine.wsl-platform-missing'],
    ['ko', { virtualisation: false }, 'machine.virtualization-off'],
    ['ko', { failAll: 'policy' }, 'machine.wsl-policy'],
    ['en', { failAll: 'serviceOff' }, 'machine.wsl-service-off'],
    ['ko', { failImport: 'higherIntegrity' }, 'machine.wsl-elevation'],
    ['ko', { failImport: 'diskFull' }, 'machine.wsl-disk-full'],
    ['ko', { failImport: 'restartNeeded' }, 'machine.wsl-reboot'],
    ['en', { failImport: 'crashed' }, 'machine.wsl-crashed'],
    ['ko', { failImport: 'accessDenied' }, 'machine.wsl-access-denied'],
    ['en', { failImport: 'importFailed' }, 'machine.wsl-import-failed'],
    ['ko', { failImport: 'exists' }, 'machine.wsl-name-in-use'],
    ['en', { failStart: 'notFound' }, 'machine.wsl-distribution-gone'],
  ] as const)('is named in %s: %o', async (language, setup, code) => {
    await windows.change({ language, ...setup })
    await expect(prepare()).rejects.toMatchObject({ code })
  })
})

describe('setting WSL up', () => {
  const states = async (until: () => Promise<void>): Promise<string[]> => {
    const seen: string[] = []
    const end = new AbortController()
    const watch = (async () => {
      for await (const setup of wsl.watchSetup({ signal: end.signal })) seen.push(describeSetup(setup))
    })()
    await until().finally(() => end.abort())
    await watch
    return seen
  }

  it('installs with one permission, opens Portside after the restart, and goes on', async () => {
    await windows.change({ language: 'ko', installed: false, platform: false, permission: 'allow' })
    const seen = await states(async () => {
      await expect(wsl.install()).rejects.toMatchObject({ code: 'machine.wsl-reboot' })
    })
    expect(seen.slice(0, 3)).toEqual(['idle', 'asking install', 'working install'])
    expect(await windows.restart()).toEqual(['"C:\\Program Files\\Portside\\Portside.exe"'])
    await prepare()
    expect(await windows.restart()).toEqual([])
  })

  it('is checked before, sees the restart that is due, and is content after it', async () => {
    const ready = createWslReadiness({
      programs: windowsPrograms(windows.env),
      configFile: join(home, '.wslconfig'),
      service: wsl,
      reopen,
      log: silentLog,
    })
    const { signal } = new AbortController()
    await windows.change({ language: 'ko', installed: false, platform: false, permission: 'allow' })
    expect(await ready.hasPlatform()).toBe(false)
    await expect(ready.version(signal)).rejects.toMatchObject({ code: 'machine.wsl-missing' })
    await expect(ready.install()).rejects.toMatchObject({ code: 'machine.wsl-reboot' })
    expect(await ready.restartIsDue()).toBe(true)
    await windows.restart()
    expect([await ready.restartIsDue(), await ready.hasPlatform()]).toEqual([false, true])
    expect(await ready.version(signal)).toMatch(/^2\./)
    await ready.setMemory(8 * 1024 ** 3)
    expect(await ready.getLimits()).toEqual({ memoryBytes: 8 * 1024 ** 3 })
  })

  it('updates and goes on at once', async () => {
    await windows.change({ version: '2.0.9.0', newest: '2.5.10.0', permission: 'allow', ...endsLater })
    await expect(prepare()).rejects.toMatchObject({ code: 'machine.wsl-old', params: { have: '2.0.9.0' } })
    await expect(wsl.update()).rejects.toMatchObject({ code: 'machine.wsl-crashed' })
  })

  it('says that the permission was refused, and asks again when told to', async () => {
    await windows.change({ language: 'ko', installed: false, permission: 'refuse' })
    await expect(wsl.install()).rejects.toMatchObject({
      code: 'machine.wsl-not-allowed',
      detail: expect.stringContaining('취소') as string,
    })
    await windows.change({ installed: false, permission: 'allow', ...endsLater })
    await expect(wsl.install()).rejects.toMatchObject({ code: 'machine.wsl-crashed' })
  })

  it('says that Windows could not do it', async () => {
    await windows.change({ version: '2.0.9.0', failSetup: 'offline', permission: 'allow' })
    await expect(wsl.update()).rejects.toMatchObject({
      code: 'machine.wsl-setup-failed',
      params: { command: 'wsl --update' },
    })
  })

  it('withdraws the question, joined by everybody who asked', async () => {
    await windows.change({ installed: false })
    const asked = [wsl.install(), wsl.install()].map((one) =>
      one.then(
        () => 'done',
        (error: Error) => error.name,
      ),
    )
    await until(async () => ((await current(wsl)) === 'asking install' ? true : undefined), {
      deadlineMs: 60_000,
      waitingFor: 'the question for permission',
    })
    await wsl.cancelSetup()
    expect(await Promise.all(asked)).toEqual(['AbortError', 'AbortError'])
    expect(await current(wsl)).toBe('idle')
  })
})

describe('making the disk smaller', () => {
  it('changes nothing when the permission is refused, or when diskpart cannot', async () => {
    const { disk, distributionFolder, compactScript } = wslFiles(pathsOf(home))
    await mkdir(distributionFolder, { recursive: true })
    await writeFile(disk, 'all that somebody has')
    await windows.change({ language: 'ko', permission: 'refuse' })
    await expect(wsl.compactDisk()).rejects.toMatchObject({ code: 'machine.wsl-not-allowed' })
    await windows.change({ permission: 'allow', failSetup: 'offline' })
    await expect(wsl.compactDisk()).rejects.toMatchObject({ code: 'machine.wsl-compact-failed' })
    expect(await readFile(disk, 'utf8')).toBe('all that somebody has')
    await expect(readFile(compactScript)).rejects.toMatchObject({ code: 'ENOENT' })
  })
})

/** What fails only once WSL was found fit, which saves a whole distribution. */
const endsLater = { failImport: 'crashed' }

const describeSetup = (setup: WslSetup): string =>
  setup.state === 'idle' ? 'idle' : `${setup.state} ${setup.what}`

async function current(service: WslService): Promise<string> {
  for await (const setup of service.watchSetup()) return describeSetup(setup)
  throw new Error('the watch ended')
}
