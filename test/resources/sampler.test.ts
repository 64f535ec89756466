// The clock of all figures: slow while nobody looks, quick from the moment that somebody does.
import { expect, it } from 'vitest'
import { silentLog } from '../../main/base/log'
import { until } from '../../main/base/until'
import { createSampler } from '../../main/resources/sampler'
import type { ResourceReading } from '../../preload/model'

const pace = { watched: 5, unwatched: 3_600_000 }

const reading = (at: number): ResourceReading => ({
  sample: { at },
  computer: { cpus: 2, memoryBytes: 1 },
  containers: [],
})

it('quickens at once for the first who looks, goes on over failures, and slows down after the last', async () => {
  let reads = 0
  const taken: number[] = []
  const read = async (): Promise<ResourceReading> => {
    reads += 1
    if (reads === 3) throw new Error('no figures today')
    return reading(reads)
  }
  const sampler = createSampler({
    reader: { read },
    log: silentLog,
    onReading: ({ sample }) => taken.push(sample.at),
    pace,
  })
  const more = (count: number): Promise<true> => {
    const from = reads
    return until(() => (reads >= from + count ? true : undefined), {
      deadlineMs: 20_000,
      waitingFor: `${count} more readings`,
      everyMs: 5,
    })
  }
  await more(1 - reads)
  expect(reads).toBe(1)
  const [first, second] = [sampler.look(), sampler.look()]
  await more(5)
  first()
  await more(2)
  second()
  expect(taken.slice(0, 4)).toEqual([1, 2, 4, 5])
  // An hour's pause has begun by now, or begins after one more reading; looking again ends it.
  await more(0)
  const third = sampler.look()
  await more(3)
  third()
  await sampler.dispose()
})
