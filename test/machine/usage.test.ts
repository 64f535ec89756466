// Usage is sampled only while somebody looks, by one sampler for all.
import { expect, it } from 'vitest'
import { silentLog } from '../../main/base/log'
import type { UsageReading } from '../../main/machine/driver'
import { createUsageWatch } from '../../main/machine/usage'
import type { MachineUsage } from '../../preload/model'

const counting = () => {
  let reads = 0
  return {
    reads: () => reads,
    usage: async (): Promise<UsageReading> => ({ cpuMs: ++reads, memoryUsedBytes: 1, memoryTotalBytes: 2 }),
  }
}

async function first(watch: AsyncIterable<MachineUsage>, count: number): Promise<number> {
  let seen = 0
  for await (const usage of watch) {
    expect(usage.memoryTotalBytes).toBe(2)
    if (++seen === count) break
  }
  return seen
}

it('samples for those who look, together, and stops with the last', async () => {
  const driver = counting()
  const usage = createUsageWatch(driver, silentLog, 5)
  expect(driver.reads()).toBe(0)
  expect(await Promise.all([first(usage.watch(), 3), first(usage.watch(), 2)])).toEqual([3, 2])
  await usage.dispose()
  const reads = driver.reads()
  const again = createUsageWatch(driver, silentLog, 5)
  await first(again.watch(), 1)
  await again.dispose()
  // Had the first sampler gone on, there would be more than the two readings of one share.
  expect(driver.reads() - reads).toBeLessThanOrEqual(3)
})

it('goes on over readings that fail', async () => {
  let reads = 0
  const driver = {
    usage: async (): Promise<UsageReading> => {
      if (++reads === 2) throw new Error('the agent is away')
      return { cpuMs: reads, memoryUsedBytes: 1, memoryTotalBytes: 2 }
    },
  }
  const usage = createUsageWatch(driver, silentLog, 5)
  expect(await first(usage.watch(), 1)).toBe(1)
  expect(reads).toBeGreaterThanOrEqual(4)
  await usage.dispose()
})

it('ends all watches when it is disposed', async () => {
  const usage = createUsageWatch({ usage: async () => undefined }, silentLog, 5)
  const watching = first(usage.watch(), 1)
  await usage.dispose()
  expect(await watching).toBe(0)
})
