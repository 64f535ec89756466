// Figures out of what an engine sends, also when that is odd.
import { expect, it } from 'vitest'
import { difference, type RawStats } from '../../main/engine/stats'

const at = (second: number, more: object = {}): RawStats => ({
  read: `2026-01-01T00:00:0${second}.000000000Z`,
  ...more,
})

it('makes shares of this computer and rates per second', () => {
  const before = at(0, {
    cpu_stats: { cpu_usage: { total_usage: 0 } },
    networks: { eth0: { rx_bytes: 0, tx_bytes: 0 } },
  })
  const now = at(2, {
    cpu_stats: { cpu_usage: { total_usage: 2e9 } },
    memory_stats: { usage: 100, limit: 1000, stats: { inactive_file: 30 } },
    networks: { eth0: { rx_bytes: 50, tx_bytes: 10 } },
    pids_stats: { current: 3 },
  })
  expect(difference(before, now, 4)).toMatchObject({
    cpu: 0.25,
    memoryBytes: 70,
    memoryLimitBytes: 1000,
    receivedBytes: 25,
    sentBytes: 5,
    processes: 3,
  })
})

it.each([
  [at(0), at(0)],
  [at(1), at(0)],
  [{ read: 'never' }, at(1)],
  [{}, {}],
])('has no figure when no time passed: %j, %j', (before, now) => {
  expect(difference(before as RawStats, now as RawStats, 2)).toBeUndefined()
})

it('makes zeros of what is no number', () => {
  const nonsense = {
    cpu_stats: { cpu_usage: { total_usage: 'many' } },
    memory_stats: { usage: {}, limit: 'all', stats: { inactive_file: null } },
    pids_stats: { current: 'x' },
    networks: { eth0: { rx_bytes: 'y', tx_bytes: undefined } },
    blkio_stats: { io_service_bytes_recursive: [{ op: 'Read', value: 'z' }, null, { value: 1 }] },
  }
  const figures = difference(at(0), at(1, nonsense), 2)
  expect(Object.values(figures ?? {}).every((value) => Number.isFinite(value))).toBe(true)
})
