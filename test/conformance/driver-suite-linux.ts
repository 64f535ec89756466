// What the Linux of a machine of ours owes on any hypervisor: long outputs, swap, an engine that comes back, its settings.
import { createStore } from 'zustand/vanilla'
import { describe, expect, it } from 'vitest'
import { silentLog } from '../../main/base/log'
import { until } from '../../main/base/until'
import { engineAnswersNow } from '../../main/machine/engine-dial'
import { createGuestEngine } from '../../main/settings/guest-engine'
import { createSwap } from '../../main/settings/swap'
import type { Machine } from '../../preload/model'
import type { DriverSession } from './driver-session'

const mebibyte = 1024 * 1024
const notOurs = 'the machine is not ours'

export function describeLinux(session: () => DriverSession): void {
  describe('the Linux inside', () => {
    it('sends the first MiB of what a command prints, and its exit code', async ({ skip }) => {
      const { guest } = session().driver
      if (!guest) return skip(notOurs)
      const { exitCode, output } = await guest.exec(`head -c ${2 * mebibyte} /dev/zero | tr '\\0' x; exit 5`)
      expect(exitCode).toBe(5)
      expect(output.length).toBe(mebibyte)
    })

    it('gets, changes and loses swap while it runs', async ({ skip }) => {
      const { guest, features } = session().driver
      if (!guest || !features.has('limits')) return skip('its limits are not its own')
      const machine = createStore(() => ({ state: 'running', features: [...features] }) as unknown as Machine)
      const settings = createStore(() => ({ swapBytes: 0 }))
      const swap = createSwap({ guest, machine, settings, log: silentLog })
      const inside = async (): Promise<number> => {
        const { output } = await guest.exec('sed -n "s/^SwapTotal: *\\([0-9]*\\) kB/\\1/p" /proc/meminfo')
        return Math.round(Number(output) / 1024)
      }
      for (const mebibytes of [64, 64, 96]) {
        await swap.apply(mebibytes * mebibyte)
        expect(await inside()).toBe(mebibytes)
      }
      await expect(swap.apply(2 ** 42)).rejects.toMatchObject({ code: 'settings.swap-no-room' })
      expect(await inside()).toBe(96)
      // As after a crash: the file is there, and not in use.
      await guest.exec('swapoff /var/lib/docker/portside.swap')
      await swap.apply(96 * mebibyte)
      expect(await inside()).toBe(96)
      await swap.apply(0)
      expect(await inside()).toBe(0)
      expect((await guest.exec('ls /var/lib/docker | grep swap')).output).toBe('')
    })

    it('brings Docker Engine back when it is killed', async ({ skip }) => {
      const { guest } = session().driver
      if (!guest) return skip(notOurs)
      const pid = (await guest.exec('pidof dockerd')).output.trim()
      await guest.exec(`kill -9 ${pid}`)
      session().disconnect()
      await until(async () => ((await (await session().engine()).ping()) ? true : undefined), {
        deadlineMs: 60_000,
        waitingFor: 'Docker Engine to come back',
      })
      expect((await guest.exec('pidof dockerd')).output.trim()).not.toBe(pid)
      expect(await session().readKept()).toBe('first')
    })
  })
}

export function describeEngineSettings(session: () => DriverSession): void {
  describe('the engine inside', () => {
    it('takes settings of the engine, and goes back when it does not come up with them', async ({ skip }) => {
      const { driver } = session()
      if (!driver.guest) return skip(notOurs)
      const { guest } = driver
      const answers = (signal: AbortSignal): Promise<boolean> => engineAnswersNow(driver, signal)
      const engine = createGuestEngine({ guest, answers })
      const config = async (): Promise<Record<string, unknown>> =>
        JSON.parse((await guest.exec('cat /etc/docker/daemon.json')).output) as Record<string, unknown>
      expect(await engine.validate({ debug: true })).toBeUndefined()
      expect(await engine.validate({ 'no-such-setting': 1 })).toContain('no-such-setting')
      const before = await config()
      await engine.exchange({ ...before, labels: ['portside=1'] })
      expect(await config()).toEqual({ ...before, labels: ['portside=1'] })
      // Well formed, so that only the start itself can find it out.
      const impossible = { ...before, 'storage-driver': 'no-such-driver' }
      await expect(engine.exchange(impossible)).rejects.toMatchObject({
        code: 'settings.engine-config-undone',
        detail: expect.stringContaining('no-such-driver') as string,
      })
      expect(await config()).toEqual({ ...before, labels: ['portside=1'] })
      // What the machine adds and somebody set otherwise is the machine's again once it is not set any more.
      const { 'host-gateway-ip': added, ...chosen } = before
      await engine.exchange({ ...chosen, 'host-gateway-ip': '192.0.2.1' })
      expect(await config()).toMatchObject({ 'host-gateway-ip': '192.0.2.1' })
      await engine.exchange(chosen)
      expect(await config()).toEqual({ ...chosen, 'host-gateway-ip': added })
      expect(await answers(AbortSignal.timeout(10_000))).toBe(true)
    })
  })
}
