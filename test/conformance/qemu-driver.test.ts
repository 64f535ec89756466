// The driver suite on the real QEMU VM, and what only that driver owes.
import { readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { run } from '../../main/base/child'
import type { AppError } from '../../preload/errors'
import { pathsOf, prepareHome } from '../../main/base/paths'
import { silentLog } from '../../main/base/log'
import { createDriver, type DriverOptions } from '../../main/machine/create-driver'
import type { Driver } from '../../main/machine/driver'
import { readDaemonConfig } from '../../main/settings/daemon-config'
import { createEngineConfig } from '../../main/settings/engine-config'
import type { GuestEngine } from '../../main/settings/guest-engine'
import { withLogCaps } from '../../main/settings/log-caps'
import { createUnprovenConfig } from '../../main/settings/unproven-config'
import { makeOtherImage } from '../support/other-image'
import { pull } from '../support/pull'
import { makeTestFolder } from '../support/test-folder'
import { freshContext, waitingContext } from './driver-probes'
import { openSession, testImage, type DriverSession } from './driver-session'
import { describeDriver } from './driver-suite'
import { describeSharedFiles, describeShares, foldersOf } from './driver-suite-shares'
import { describeProcesses, smallConfig, vmFixture } from './vm-fixture'

const root = join(import.meta.dirname, '../..')
const arch = process.arch === 'arm64' ? 'arm64' : 'amd64'

const gibibyte = 1024 ** 3

const optionsFor = (home: string, config = smallConfig()): DriverOptions => ({
  kind: 'qemu',
  paths: pathsOf(home),
  guestImageDir: join(root, 'out/guest', arch),
  toolsDir: join(root, 'out/tools'),
  log: silentLog,
  config: async () => config,
})

describeDriver(
  'QEMU',
  async () => ({
    ...(await vmFixture(optionsFor, 'qemu-system')),
    // More than all that is on its way can hold; an engine at native speed streams four times as much.
    streamedMebibytes: 25,
  }),
  // test/e2e/vm changes them in this machine, through the window.
  ['settings of the engine'],
)

describe('the QEMU driver without virtiofsd', () => {
  let session: DriverSession
  const notices: AppError[] = []
  beforeAll(async () => {
    const by9p = (home: string, config = smallConfig()) => ({
      ...optionsFor(home, config),
      shareWay: '9p' as const,
    })
    const fixture = await vmFixture(by9p, 'qemu-system')
    session = openSession(fixture)
    session.driver = fixture.again()
    await session.driver.start(freshContext(undefined, notices))
    session.notices = notices
    await pull(await session.engine(), testImage)
  })
  afterAll(async () => {
    session.disconnect()
    await session.driver.delete()
    await session.fixture.dispose()
  })

  it('tells that it shares folders by 9p', () => {
    expect(session.driver.shape()).toMatchObject({ sharesBy: '9p' })
  })

  const folders = foldersOf(() => session)
  describeSharedFiles(() => session, folders)
  describeShares(() => session, folders)
})

/** Starts as far as Linux with its disk mounted, which is long before the engine answers, then shuts down. */
async function bootLinux(driver: Driver): Promise<void> {
  const giveUp = new AbortController()
  const { context, reached } = waitingContext(giveUp.signal)
  const mounted = reached('engine')
  const start = driver.start(context)
  await Promise.race([mounted, start])
  giveUp.abort()
  await expect(start).rejects.toMatchObject({ name: 'AbortError' })
}

describe('the data disk of the QEMU machine', () => {
  let home: string
  // Small, because it is read as a whole.
  const options = (): DriverOptions => ({
    ...optionsFor(home),
    config: async () => smallConfig({ diskBytes: gibibyte }),
  })
  /** As the app gives them to the machine. */
  const saved = async () => withLogCaps(await readDaemonConfig(pathsOf(home).daemonFile))
  const machine = (name: string): string => join(home, 'machine', name)
  const hashOf = async (name: string): Promise<string | undefined> =>
    (await run('sha256sum', [machine(name)])).stdout.split(' ')[0]
  beforeAll(async () => {
    home = await makeTestFolder('m')
    await prepareHome(pathsOf(home))
  })
  afterAll(async () => {
    await createDriver(options()).delete()
    await rm(home, { recursive: true, force: true })
  })

  it('is there when the engine does not take settings saved while it was off, which are undone and told', async () => {
    const { daemonFile } = pathsOf(home)
    const config = createEngineConfig({
      ...{ file: daemonFile, guest: {} as GuestEngine, running: () => false, log: silentLog },
      keepRunning: () => () => Promise.reject(new Error('nothing runs')),
    })
    await writeFile(daemonFile, '{"labels":["former=1"]}')
    const impossible = '{"storage-driver":"no-such-driver"}'
    await config.applyConfig({ text: impossible })
    const driver = createDriver({
      ...options(),
      config: async () => smallConfig({ daemon: await saved(), diskBytes: gibibyte }),
    })
    const notices: AppError[] = []
    await createUnprovenConfig(daemonFile, silentLog).start(driver, freshContext(undefined, notices))
    expect(notices).toMatchObject([
      {
        code: 'settings.engine-config-undone',
        params: { file: `${daemonFile}.refused` },
        // Each start of the machine that fails is told soon, with the engine's own words.
        detail: expect.stringContaining('no-such-driver') as string,
        cause: { code: 'machine.engine-ends' },
      },
    ])
    expect(await readFile(`${daemonFile}.refused`, 'utf8')).toBe(impossible)
    expect((await config.getConfig()).text).toBe('{"labels":["former=1"]}')
    const inside = await driver.guest?.exec('cat /run/docker-etc/daemon.json')
    expect(inside?.output).toContain('former=1')
    await driver.stop()
    expect(await describeProcesses(home)).toEqual([])
    expect(await readdir(machine(''))).toContain('data.img')

    await config.applyConfig({ text: '{"debug":true}' })
  })

  it('is refused, unchanged, when it belongs to another machine', async () => {
    const { daemonFile } = pathsOf(home)
    const driver = createDriver({
      ...options(),
      config: async () => smallConfig({ daemon: await saved(), diskBytes: gibibyte }),
    })
    const unproven = createUnprovenConfig(daemonFile, silentLog)
    const record = machine('machine.json')
    const known = JSON.parse(await readFile(record, 'utf8')) as { machineId: string }
    await writeFile(record, JSON.stringify({ ...known, machineId: 'another-machine' }))
    await expect(unproven.start(driver, freshContext())).rejects.toMatchObject({
      code: 'machine.data-disk-foreign',
    })
    expect(await describeProcesses(home)).toEqual([])

    await writeFile(record, JSON.stringify(known))
    // It has nothing to do with the settings that were saved, which wait for an engine to prove them, and get one.
    expect(await unproven.read()).toEqual({ text: '{"labels":["former=1"]}' })
    await unproven.start(driver, freshContext())
    expect(await unproven.read()).toBeUndefined()
    expect(await readFile(daemonFile, 'utf8')).toBe('{"debug":true}')
    await driver.stop()
  })

  it('is copied as it was, with its holes, before another system boots from it for the first time', async () => {
    const before = await hashOf('data.img')
    const other = join(home, 'other')
    await makeOtherImage('good', options().guestImageDir, other)
    await bootLinux(createDriver({ ...options(), guestImageDir: other }))
    const copy = 'data.img.before-upgrade'
    expect(await hashOf(copy)).toBe(before)
    const { size, blocks } = await stat(machine(copy))
    expect(blocks * 512).toBeLessThan(size / 4)
    expect((await readdir(machine(''))).filter((name) => name.endsWith('.part'))).toEqual([])
  })

  it('is never replaced by a blank one when it is missing', async () => {
    await rm(machine('data.img'))
    await expect(createDriver(options()).start(freshContext())).rejects.toMatchObject({
      code: 'machine.data-disk-missing',
    })
    expect(await readdir(machine(''))).not.toContain('data.img')
  })
})
