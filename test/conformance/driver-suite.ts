// What every driver owes (main/machine/driver.ts), in one order that needs few starts. Teardown fails on leftovers.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AppError } from '../../preload/errors'
import type { StepId } from '../../preload/model'
import { until } from '../../main/base/until'
import { runsWith } from '../../main/settings/guest-engine'
import { pull } from '../support/pull'
import { freshContext, hijackedEcho, runInContainer, waitingContext } from './driver-probes'
import { openSession, stopTwice, testImage, type DriverFixture, type DriverSession } from './driver-session'
import { describeAdjustment, describeGuest } from './driver-suite-guest'
import { describeEngineSettings, describeLinux } from './driver-suite-linux'
import { describeLoad } from './driver-suite-load'
import { describePorts } from './driver-suite-ports'
import { describeSavedState } from './driver-suite-saved'
import {
  describeEditedShareList,
  describeShareList,
  describeSharedFiles,
  describeShares,
  foldersOf,
} from './driver-suite-shares'
import { describeSystems } from './driver-suite-system'

export type { DriverFixture } from './driver-session'

const steps: readonly StepId[] = ['image', 'disk', 'network', 'vm', 'engine']

/** What another suite shows for a driver as well, because nothing of the driver has a part in it. */
export type ShownElsewhere = 'Linux' | 'settings of the engine' | 'shared files' | 'list of shared folders'

export function describeDriver(
  name: string,
  make: () => Promise<DriverFixture>,
  shownElsewhere: readonly ShownElsewhere[] = [],
): void {
  const shows = (what: ShownElsewhere): boolean => !shownElsewhere.includes(what)
  describe(`the ${name} driver`, () => {
    let made: DriverSession | undefined
    const session = (): DriverSession => {
      if (!made) throw new Error('the machine was not made')
      return made
    }
    beforeAll(async () => {
      made = openSession(await make())
    })
    afterAll(async () => {
      made?.disconnect()
      await made?.fixture.dispose()
    })

    describeBeginning(session)
    describeEngine(session)
    describeLoad(session)
    describeGuest(session)
    if (shows('Linux')) describeLinux(session)
    if (shows('settings of the engine')) describeEngineSettings(session)
    describePorts(session)
    describeSavedState(session)
    describeRestarts(session)
    const folders = foldersOf(session)
    if (shows('shared files')) describeSharedFiles(session, folders)
    describeShares(session, folders)
    if (shows('list of shared folders')) describeShareList(session, folders)
    describeSystems(session)
    if (shows('list of shared folders')) describeEditedShareList(session, folders)
    describeDeath(session)
    describeAdjustment(session)
    describeDeletion(session)
  })
}

function describeBeginning(session: () => DriverSession): void {
  it('creates twice as if once', async () => {
    const { driver } = session()
    await driver.create(freshContext())
    await driver.create(freshContext())
    expect(await driver.exists()).toBe(true)
  })

  it('refuses connections while it is stopped', async () => {
    await expect(session().driver.dial()).rejects.toMatchObject({ code: 'machine.not-running' })
  })

  describe('given up', () => {
    it.for(steps)('at the step "%s" it ends stopped, with no process left', async (step, { skip }) => {
      const { driver, fixture } = session()
      if (!driver.steps.includes(step)) return skip('it has no such step')
      const giveUp = new AbortController()
      const { context, reached } = waitingContext(giveUp.signal)
      const begun = reached(step)
      const start = driver.start(context)
      start.catch(() => {})
      await begun
      giveUp.abort()
      await expect(start).rejects.toMatchObject({ name: 'AbortError' })
      expect(await fixture.processes()).toEqual([])
      await expect(driver.dial()).rejects.toMatchObject({ code: 'machine.not-running' })
    })
  })
}

function describeEngine(session: () => DriverSession): void {
  it('starts until Docker Engine answers', async () => {
    await session().driver.start(freshContext())
    const version = (await (await session().engine()).version()) as { Version: string }
    expect(version.Version).toMatch(/^\d+\.\d+/)
  })

  it('takes a second start as done', async () => {
    const { driver, fixture } = session()
    const before = await fixture.processes()
    await driver.start(freshContext())
    expect(await fixture.processes()).toEqual(before)
  })

  it('downloads and runs', async () => {
    const engine = await session().engine()
    await pull(engine, testImage)
    const result = await runInContainer(engine, testImage, 'echo hello; exit 3', {})
    expect(result).toEqual({ exitCode: 3, output: 'hello\n' })
    await session().writeKept('first')
    expect(await session().readKept()).toBe('first')
  })

  it('keeps each direction of a connection open by itself', async () => {
    const text = 'line\n'.repeat(20_000)
    expect(await hijackedEcho(await session().engine(), testImage, text)).toBe(text)
  })
}

function describeRestarts(session: () => DriverSession): void {
  it('keeps everything over stop and start; a second stop is harmless', async ({ skip }) => {
    const { driver, fixture } = session()
    if (fixture.damageSavedState && driver.saveable)
      return skip('it is stopped before another system is tried')
    await stopTwice(session())
    if (fixture.startAndCrash) return
    await driver.start(freshContext())
    expect(await session().readKept()).toBe('first')
    await session().writeKept('second')
  })

  it('takes over what an app that was killed left running', async ({ skip }) => {
    const { driver, fixture } = session()
    if (!fixture.startAndCrash) return skip('what was left running is ended')
    const isDamaged = fixture.damageSavedState && driver.saveable !== undefined
    if (isDamaged) {
      session().disconnect()
      await driver.saveable.save()
      await fixture.damageSavedState()
    }
    // A saved state that is damaged is told and not used: the machine boots.
    expect(await fixture.startAndCrash()).toEqual(isDamaged ? ['machine.saved-state-dropped'] : [])
    const left = await fixture.processes()
    expect(left).not.toEqual([])
    await driver.start(freshContext())
    expect(await fixture.processes()).toEqual(left)
    // So that people are told of settings of the engine that were edited meanwhile.
    const { guest } = driver
    const has = async (edited = {}) =>
      guest && fixture.daemon && runsWith(guest, { ...fixture.daemon, ...edited })
    expect(await has()).toBe(true)
    expect(await has({ debug: true })).toBe(false)
    expect(await session().readKept()).toBe('first')
    await session().writeKept('second')
  })

  it('ends what it cannot take over, and the data is there', async () => {
    const { fixture } = session()
    session().disconnect()
    const left = await fixture.processes()
    const driver = fixture.again()
    const notices: AppError[] = []
    session().driver = driver
    await driver.start(freshContext(undefined, notices))
    session().notices = notices
    const now = await fixture.processes()
    expect(now.filter((process) => left.includes(process))).toEqual([])
    // Shared folders bring processes of their own.
    expect(now.length).toBeGreaterThanOrEqual(left.length)
    expect(await session().readKept()).toBe('second')
  })

  it('sees a data disk that was made larger', async ({ skip }) => {
    const { fixture, driver } = session()
    const { guest } = driver
    const wanted = fixture.grownDiskBytes
    if (!guest || wanted === undefined) return skip('its disk does not grow')
    const total = async (): Promise<true | undefined> => {
      const { output } = await guest.exec('df -k /var/lib/docker | tail -n 1')
      const kibibytes = Number(output.trim().split(/\s+/)[1])
      return kibibytes * 1024 > wanted * 0.95 ? true : undefined
    }
    await until(total, { deadlineMs: 60_000, waitingFor: 'the file system to grow' })
    expect(await session().readKept()).toBe('second')
  })
}

function describeDeath(session: () => DriverSession): void {
  // What it went on from before is not gone back to, and a system that is new is used.
  it('says that the machine died, and starts again with its data, in another system that works', async ({
    skip,
  }) => {
    const { driver, fixture } = session()
    if (!fixture.powerLoss) return skip('the machine is not ours')
    await session().writeKept('third')
    session().disconnect()
    const end = new Promise<string>((resolve) => driver.onExit(({ error }) => resolve(error.code)))
    await fixture.powerLoss()
    expect(await end).toBe('machine.vm-died')
    expect(await fixture.processes()).toEqual([])
    await expect(driver.dial()).rejects.toMatchObject({ code: 'machine.not-running' })
    fixture.giveProcessors?.(2)
    if (fixture.withSystem) session().driver = await fixture.withSystem('good')
    const notices: AppError[] = []
    await session().driver.start(freshContext(undefined, notices))
    // Of its system nothing: a folder that the machine shares may be missing still.
    expect(notices.filter(({ code }) => code !== 'machine.share-missing')).toEqual([])
    expect(await session().readKept()).toBe('third')
  })
}

function describeDeletion(session: () => DriverSession): void {
  it('deletes everything, twice as if once', async () => {
    const { driver, fixture } = session()
    session().disconnect()
    // Elsewhere it is deleted while it runs.
    if (fixture.withSystem) await driver.kill()
    await driver.delete()
    await driver.delete()
    expect(await fixture.leftovers()).toEqual([])
  })
}
