// A machine that is written to disk: it goes on once, exactly where it was, or starts anew with its data.
import { describe, expect, it } from 'vitest'
import type { AppError } from '../../preload/errors'
import { freshContext } from './driver-probes'
import { testImage, type DriverSession } from './driver-session'

const unsaved = 'it cannot be saved'
const nearMs = 5_000

export function describeSavedState(session: () => DriverSession): void {
  const startSaved = async (): Promise<AppError[]> => {
    const notices: AppError[] = []
    await session().driver.start(freshContext(undefined, notices))
    return notices
  }

  describe('saved to disk', () => {
    it('goes on where it was: containers do not notice, and the time is right', async ({ skip }) => {
      const { driver, fixture } = session()
      const { saveable, guest } = driver
      if (!saveable || !guest) return skip(unsaved)
      const docker = await session().engine()
      const container = await docker.createContainer({ Image: testImage, Cmd: ['sleep', '100000'] })
      await container.start()
      const before = (await container.inspect()).State
      session().disconnect()
      await saveable.save()
      expect(await fixture.processes()).toEqual([])
      await expect(driver.dial()).rejects.toMatchObject({ code: 'machine.not-running' })

      expect(await startSaved()).toEqual([])
      const again = (await session().engine()).getContainer(container.id)
      const after = (await again.inspect()).State
      expect(after).toMatchObject({ Running: true, StartedAt: before.StartedAt, Pid: before.Pid })
      const guestMs = Number((await guest.exec('date +%s')).output) * 1000
      expect(Math.abs(guestMs - Date.now())).toBeLessThan(nearMs)
      expect(await session().readKept()).toBe('first')
      await again.remove({ force: true })
    })

    it('runs on when saving is given up', async ({ skip }) => {
      const { saveable } = session().driver
      if (!saveable) return skip(unsaved)
      const giveUp = AbortSignal.abort()
      await expect(saveable.save({ signal: giveUp })).rejects.toMatchObject({ name: 'AbortError' })
      expect(await (await session().engine()).ping()).toBeTruthy()
    })
  })
}
