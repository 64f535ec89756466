// What the machine uses, sampled only while somebody looks.
import { availableParallelism } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { createStore } from 'zustand/vanilla'
import type { MachineUsage } from '../../preload/model'
import type { Log } from '../base/log'
import { linkAbort } from '../base/linked-abort'
import { watchValue } from '../base/watch'
import type { Driver, UsageReading } from './driver'

const sampleEveryMs = 2_000

export interface UsageWatch {
  watch(signal?: AbortSignal): AsyncIterable<MachineUsage>
  dispose(): Promise<void>
}

/** All watchers share one sampler, which ends with the last of them. */
export function createUsageWatch(
  driver: Pick<Driver, 'usage'>,
  log: Log,
  everyMs = sampleEveryMs,
): UsageWatch {
  const store = createStore<MachineUsage | undefined>(() => undefined)
  const disposed = new AbortController()
  let watchers = 0
  let sampler: { readonly stop: AbortController; readonly ended: Promise<void> } | undefined

  const begin = (): void => {
    const stop = new AbortController()
    const publish = (usage: MachineUsage | undefined): void => store.setState(usage, true)
    sampler = { stop, ended: sample(driver, log, everyMs, stop.signal, publish) }
  }
  return {
    watch: async function* (signal) {
      const end = linkAbort([signal, disposed.signal])
      if (watchers++ === 0) begin()
      try {
        for await (const usage of watchValue(store, end.signal)) if (usage) yield usage
      } finally {
        end.dispose()
        if (--watchers === 0) {
          sampler?.stop.abort()
          store.setState(undefined, true)
        }
      }
    },
    dispose: async () => {
      disposed.abort()
      sampler?.stop.abort()
      await sampler?.ended
    },
  }
}

async function sample(
  driver: Pick<Driver, 'usage'>,
  log: Log,
  everyMs: number,
  signal: AbortSignal,
  publish: (usage: MachineUsage | undefined) => void,
): Promise<void> {
  let before: { at: number; reading: UsageReading } | undefined
  while (!signal.aborted) {
    const reading = await driver.usage({ signal }).catch((error: unknown) => {
      if (!signal.aborted) log.warn('usage could not be read', { why: String(error) })
      return undefined
    })
    if (signal.aborted) return
    const at = performance.now()
    // A share needs two readings; a counter that went back is of another run.
    if (reading && before && reading.cpuMs >= before.reading.cpuMs)
      publish(usageBetween(before, { at, reading }))
    if (!reading) publish(undefined)
    before = reading && { at, reading }
    await delay(everyMs, undefined, { signal }).catch(() => {})
  }
}

/** CPU as a share of this whole computer. `at` in ms. */
export function usageBetween(
  before: { at: number; reading: UsageReading },
  now: { at: number; reading: UsageReading },
  hostCpus = availableParallelism(),
): MachineUsage {
  const share = (now.reading.cpuMs - before.reading.cpuMs) / ((now.at - before.at) * hostCpus)
  return {
    at: Date.now(),
    cpu: Math.min(1, Math.max(0, share)),
    memoryUsedBytes: now.reading.memoryUsedBytes,
    memoryTotalBytes: now.reading.memoryTotalBytes,
  }
}
