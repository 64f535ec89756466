// Another system image: gone back from when it does not work, and refused when it is older.
import { describe, expect, it } from 'vitest'
import type { AppError } from '../../preload/errors'
import { freshContext } from './driver-probes'
import { stopTwice, type DriverSession } from './driver-session'

const fixed = 'it brings no system of its own, or the QEMU suite shows it for all hypervisors'

export function describeSystems(session: () => DriverSession): void {
  describe('another system', () => {
    let kept: string
    it('with an older engine than the data is from is refused, and nothing changes', async ({ skip }) => {
      const { fixture } = session()
      if (!fixture.withSystem) return skip(fixed)
      kept = await session().readKept()
      await stopTwice(session())
      const older = await fixture.withSystem('older')
      await expect(older.start(freshContext())).rejects.toMatchObject({ code: 'machine.state-newer' })
      expect(await fixture.processes()).toEqual([])
    })

    it('that does not start is told, and the one that worked runs again with the data', async ({ skip }) => {
      const { fixture } = session()
      if (!fixture.withSystem) return skip(fixed)
      const notices: AppError[] = []
      const driver = (session().driver = await fixture.withSystem('broken'))
      await driver.start(freshContext(undefined, notices))
      expect(notices).toMatchObject([{ code: 'machine.rolled-back' }])
      expect(await session().readKept()).toBe(kept)
    })

    it('that did not start is not tried again, which is told', async ({ skip }) => {
      const { fixture, driver } = session()
      if (!fixture.withSystem) return skip(fixed)
      const notices: AppError[] = []
      session().disconnect()
      await (driver.saveable ? driver.saveable.save() : driver.stop())
      await driver.start(freshContext(undefined, notices))
      expect(notices).toMatchObject([{ code: 'machine.rolled-back' }])
      expect(await session().readKept()).toBe(kept)
    })
  })
}
