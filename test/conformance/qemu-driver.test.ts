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
import { makeOtherImage } from '../support/other-image'
import { pull } from '../support/pull'
import { makeTestFolder } from '../support/test-folder'
import { freshContext, waitingContext } from './driver-probes'
import { openSession, testImage, type DriverSession } from './driver-session'
import { describeDriver } from './driver-suite'
import { describeShares } from './driver-suite-shares'
import { describeProcesses, smallConfig, vmFixture } from './vm-fixture'

const root = join(import.meta.dirname, '../..')
const arch = process.arch === 'arm64' ? 'arm64' : 'amd64'

const optionsFor = (home: string, config = smallConfig()): DriverOptions => ({
  kind: 'qemu',
  paths: pathsOf(home),
  guestImageDir: join(root, 'out/guest', arch),
  toolsDir: join(root, 'out/tools'),
  log: silentLog,
  config: async () => config,
})

describeDriver('QEMU', () => vmFixture(optionsFor, 'qemu-system'))

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

  describeShares(() => session)
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

describe('an engine that does not take its settings', () => {
  it('is told soon, with its own words, and nothing of the machine is left', async () => {
    const home = await makeTestFolder('m')
    await prepareHome(pathsOf(home))
    const config = smallConfig({ daemon: { 'storage-driver': 'no-such-driver' } })
    const driver = createDriver(optionsFor(home, config))
    await expect(driver.start(freshContext())).rejects.toMatchObject({
      code: 'machine.engine-ends',
      detail: expect.stringContaining('no-such-driver') as string,
    })
    expect(await describeProcesses(home)).toEqual([])
    await driver.delete()
    await rm(home, { recursive: true, force: true })
  })
})

describe('the data disk of the QEMU machine', () => {
  let home: string
  beforeAll(async () => {
    home = await makeTestFolder('m')
    await prepareHome(pathsOf(home))
  })
  afterAll(async () => {
    await createDriver(optionsFor(home)).delete()
    await rm(home, { recursive: true, force: true })
  })

  it('is refused, unchanged, when it belongs to another machine', async () => {
    const driver = createDriver(optionsFor(home))
    const record = join(home, 'machine/machine.json')
    await bootLinux(driver)
    const known = JSON.parse(await readFile(record, 'utf8')) as { machineId: string }
    await writeFile(record, JSON.stringify({ ...known, machineId: 'another-machine' }))
    await expect(driver.start(freshContext())).rejects.toMatchObject({ code: 'machine.data-disk-foreign' })
    expect(await describeProcesses(home)).toEqual([])

    await writeFile(record, JSON.stringify(known))
    await bootLinux(driver)
  })

  it('is never replaced by a blank one when it is missing', async () => {
    const driver = createDriver(optionsFor(home))
    await rm(join(home, 'machine/data.img'))
    await expect(driver.start(freshContext())).rejects.toMatchObject({ code: 'machine.data-disk-missing' })
    expect(await readdir(join(home, 'machine'))).not.toContain('data.img')
  })
})

describe('another system', () => {
  let home: string
  beforeAll(async () => {
    home = await makeTestFolder('m')
    await prepareHome(pathsOf(home))
  })
  afterAll(async () => {
    await createDriver(optionsFor(home)).delete()
    await rm(home, { recursive: true, force: true })
  })

  it('boots for the first time when the data disk has been copied as it was, with its holes', async () => {
    const options = optionsFor(home)
    const first = createDriver(options)
    await first.start(freshContext())
    await first.stop()
    const machine = join(home, 'machine')
    const before = await run('sha256sum', [join(machine, 'data.img')])
    const other = join(home, 'other')
    await makeOtherImage('good', options.guestImageDir, other)
    await bootLinux(createDriver({ ...options, guestImageDir: other }))
    const copy = join(machine, 'data.img.before-upgrade')
    const after = await run('sha256sum', [copy])
    expect(after.stdout.split(' ')[0]).toBe(before.stdout.split(' ')[0])
    const { size, blocks } = await stat(copy)
    expect(blocks * 512).toBeLessThan(size / 4)
    expect((await readdir(machine)).filter((name) => name.endsWith('.part'))).toEqual([])
  })
})
