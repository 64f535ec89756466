// What a hypervisor and the Linux in it owe each other: commands, figures, limits, time, room given back.
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { GuestAccess } from '../../main/machine/driver'
import type { DriverSession } from './driver-session'

const mebibyte = 1024 * 1024
const fillerMebibytes = 150
/** How long the machine is held, to see that it is. */
const heldMs = 4_000
const notOurs = 'the machine is not ours'

/** Says what comes of connections through the guest's own loopback: what connecting gave, and what reading gave then. */
const connectInside = `modprobe vsock_loopback && luajit - <<'END'
local ffi = require 'ffi'
ffi.cdef [[
struct address { uint16_t family, reserved; uint32_t port, cid, rest; };
int socket(int, int, int); int connect(int, const struct address *, uint32_t); long read(int, void *, size_t);
]]
local function try(port)
  local socket = ffi.C.socket(40, 1, 0)
  local result = ffi.C.connect(socket, ffi.new('struct address', { family = 40, port = port, cid = 1 }), 16)
  local text = result == 0 and ' read ' .. tonumber(ffi.C.read(socket, ffi.new('char[64]'), 64)) or ''
  return result .. text
end
print('agent ' .. try(1024))
io.write('nobody ' .. try(1025))
END`

export function describeGuest(session: () => DriverSession): void {
  describe('the Linux inside', () => {
    it('returns exit codes and output', async ({ skip }) => {
      const { guest } = session().driver
      if (!guest) return skip(notOurs)
      expect(await guest.exec('echo out; echo err >&2; exit 7')).toEqual({
        exitCode: 7,
        output: 'out\nerr\n',
      })
      expect(await guest.exec('true')).toEqual({ exitCode: 0, output: '' })
    })

    it('lets nobody inside talk to its agent as the host does', async ({ skip }) => {
      const { guest, name } = session().driver
      if (!guest || name !== 'vfkit') return skip('its agent is not on the virtual socket')
      const { output } = await guest.exec(connectInside)
      // Where nobody listens the connection is refused; the agent's is taken and ended without a word.
      expect(output).toMatch(/^agent 0 read (?:0|-1)\nnobody -1$/)
    })

    it('has the processors and the memory that were chosen', async ({ skip }) => {
      const { guest, features, shape } = session().driver
      if (!guest || !features.has('limits')) return skip('its limits are not its own')
      const { cpus, memoryBytes } = shape() ?? { cpus: 0, memoryBytes: 0 }
      expect(Number((await guest.exec('nproc')).output)).toBe(cpus)
      const { output } = await guest.exec('sed -n "s/^MemTotal: *\\([0-9]*\\) kB/\\1/p" /proc/meminfo')
      const total = Number(output) * 1024
      expect(total).toBeLessThanOrEqual(memoryBytes)
      // The kernel keeps some for itself.
      expect(total).toBeGreaterThan(memoryBytes * 0.85)
    })

    it('tells what it uses', async ({ skip }) => {
      const { driver } = session()
      if (!driver.features.has('exec')) return skip(notOurs)
      const usage = await driver.usage()
      expect(usage?.memoryTotalBytes).toBeLessThanOrEqual(driver.shape()?.memoryBytes ?? 0)
      expect(usage?.memoryUsedBytes).toBeGreaterThan(50e6)
      expect(usage?.cpuMs).toBeGreaterThan(100)
    })

    it('has the right time after this computer slept', async ({ skip }) => {
      const { driver } = session()
      if (!driver.guest) return skip(notOurs)
      if (!driver.hostWoke) return skip('its clock is this computer’s')
      await driver.guest.exec('date -u -s @1700000000')
      await driver.hostWoke()
      const seconds = Number((await driver.guest.exec('date +%s')).output)
      expect(Math.abs(seconds * 1000 - Date.now())).toBeLessThan(heldMs)
    })
  })

  it('gives memory and disk back that it does not need', async ({ skip }) => {
    const { driver } = session()
    const { reclaimable, guest } = driver
    if (!reclaimable || !guest) return skip(notOurs)
    // Blocks are freed at once otherwise, and trimming would have nothing to do.
    const file = '/var/lib/docker/filler'
    const fill = `dd if=/dev/urandom of=${file} bs=1M count=${fillerMebibytes} && sync && cat ${file} >/dev/null`
    const trimming = (how: string): string => `mount -o remount,${how} /var/lib/docker`
    expect((await guest.exec(`${trimming('nodiscard')} && ${fill}`)).exitCode).toBe(0)
    const memory = await reclaimable.memory()
    expect((await guest.exec(`rm ${file} && sync`)).exitCode).toBe(0)
    const disk = await reclaimable.disk()
    expect((await guest.exec(trimming('discard'))).exitCode).toBe(0)
    // Without a balloon that reports free pages, only the guest has them back.
    const least = driver.features.has('balloon') ? (fillerMebibytes * mebibyte) / 2 : -1
    expect(memory).toBeGreaterThan(least)
    expect(disk).toBeGreaterThan((fillerMebibytes * mebibyte) / 2)
    expect(await session().readKept()).toBe('first')
  })

  it('stands still while it is paused, goes on within moments, and knows the time', async ({ skip }) => {
    const { driver } = session()
    const { pausable, guest } = driver
    if (!pausable || !guest) return skip(notOurs)
    session().disconnect()
    const lag = await clockLag(guest)
    await pausable.pause()
    await pausable.pause()
    expect(await driver.usage()).toBeUndefined()
    await delay(heldMs)
    await pausable.resume()
    await pausable.resume()
    expect(await (await session().engine()).ping()).toBeTruthy()
    // Its steady clock stood still with it; the one that tells the time was set right.
    expect((await clockLag(guest)) - lag).toBeGreaterThan(heldMs * 0.9)
    const guestMs = Number((await guest.exec('date +%s')).output) * 1000
    expect(Math.abs(guestMs - Date.now())).toBeLessThan(heldMs)
    expect(await session().readKept()).toBe('first')
  })
}

/** Of a machine with several processors. */
export function describeAdjustment(session: () => DriverSession): void {
  it('has less at once when it is told, and has it back; more than it was started with takes a restart', async ({
    skip,
  }) => {
    const { driver } = session()
    const { guest, adjustable } = driver
    const given = driver.shape()
    if (!guest || !adjustable || !given) return skip('its limits change by a restart')
    const inside = async (): Promise<{ cpus: number; bytes: number }> => {
      const { output } = await guest.exec('nproc; sed -n "s/^MemTotal: *\\([0-9]*\\) kB/\\1/p" /proc/meminfo')
      const [cpus, kibibytes] = output.split('\n').map(Number)
      return { cpus: cpus ?? 0, bytes: (kibibytes ?? 0) * 1024 }
    }
    const before = await inside()
    expect(before.cpus).toBe(2)
    const less = { cpus: 1, memoryBytes: given.memoryBytes - 256 * mebibyte }
    // Only QEMU lets its balloon be blown up from here.
    const followed = driver.name === 'qemu' ? ['cpus', 'memoryBytes'] : ['cpus']
    expect([...(await adjustable.adjust(less))]).toEqual(followed)
    expect(driver.shape()).toEqual({
      ...given,
      ...less,
      ...(driver.name === 'qemu' ? {} : { memoryBytes: given.memoryBytes }),
    })
    const during = await inside()
    expect(during.cpus).toBe(1)
    const taken = (before.bytes - during.bytes) / mebibyte
    expect(Math.round(taken)).toBe(driver.name === 'qemu' ? 256 : 0)
    expect([
      ...(await adjustable.adjust({ cpus: given.cpus + 1, memoryBytes: 2 * given.memoryBytes })),
    ]).toEqual([])
    // Less than what runs would end it.
    expect([...(await adjustable.adjust({ cpus: given.cpus, memoryBytes: 64 * mebibyte }))]).toEqual(['cpus'])
    expect([...(await adjustable.adjust(given))]).toEqual(followed)
    expect(await inside()).toEqual(before)
    expect(driver.shape()).toEqual(given)
  })
}

/** How far the guest's steady clock is behind this computer's, give or take a constant. In ms. */
async function clockLag(guest: GuestAccess): Promise<number> {
  const { output } = await guest.exec('cut -d" " -f1 /proc/uptime')
  return performance.now() - Number(output) * 1000
}
