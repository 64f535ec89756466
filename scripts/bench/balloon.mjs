// What a guest says to its balloon about its memory: the same question for every guest, and nothing runs in it for it.
import { setTimeout as delay } from 'node:timers/promises'

/** Id of the device on QEMU's command line. */
export const balloonId = 'balloon0'

const device = `/machine/peripheral/${balloonId}`
const lookEveryMs = 1_000
/** What was started at boot has settled when the use has not fallen for so long. */
const quietMs = 20_000
const longestMs = 120_000
const noise = 2 ** 20

/**
 * The least memory in use (all of the guest's less what it can give to programs), once it has settled.
 * @param {(command: string, args?: object) => Promise<any>} execute a QMP command
 * @param {AbortSignal} signal
 * @returns {Promise<number>} bytes
 */
export async function idleMemory(execute, signal) {
  await execute('qom-set', { path: device, property: 'guest-stats-polling-interval', value: 1 })
  const end = performance.now() + longestMs
  let least = Infinity
  let fellAt = performance.now()
  while (performance.now() < end && performance.now() - fellAt < quietMs) {
    await delay(lookEveryMs, undefined, { signal })
    const { stats, 'last-update': at } = await execute('qom-get', { path: device, property: 'guest-stats' })
    if (!at) {
      fellAt = performance.now()
      continue
    }
    const used = stats['stat-total-memory'] - stats['stat-available-memory']
    if (used < least - noise) fellAt = performance.now()
    least = Math.min(least, used)
  }
  await execute('qom-set', { path: device, property: 'guest-stats-polling-interval', value: 0 })
  if (!Number.isFinite(least)) throw new Error('The guest told its balloon nothing about its memory')
  return least
}
