// The history: bounded, averaged, kept over a restart, and never in the way.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { silentLog } from '../../main/base/log'
import { createHistory, mostSteps, stepMs } from '../../main/resources/history'
import { readHistory, writeHistory } from '../../main/resources/history-file'
import { levelBetween } from '../../main/resources/rates'
import type { ResourceSample } from '../../preload/model'

const day = 24 * 3_600_000
const start = 20_000 * day
const sample = (at: number, memoryBytes: number): ResourceSample => ({
  at,
  machine: { cpu: 0.5, memoryBytes, diskRate: 10, networkRate: 20 },
})

describe('history', () => {
  it('keeps five minutes of seconds and a day of half minutes, however long it runs', () => {
    const history = createHistory()
    const now = start + 26 * 3_600_000
    for (let at = start; at <= now; at += 10_000) history.add(sample(at, 100))
    expect(history.read('5m', now).samples).toHaveLength(30)
    expect([120, 121]).toContain(history.read('1h', now).samples.length)
    expect(history.read('24h', now).samples.length).toBeLessThanOrEqual(mostSteps + 1)
    expect(history.read('24h', now).samples.length).toBeGreaterThan(mostSteps - 3)
    expect(history.keep().steps.length).toBeLessThanOrEqual(mostSteps)
  })

  it('averages each level by itself, over those samples that have it', () => {
    const history = createHistory()
    history.add(sample(start, 100))
    history.add(sample(start + 1000, 300))
    history.add({ at: start + 2000, computer: { cpu: 1, memoryBytes: 7 } })
    history.add(sample(start + stepMs, 0))
    const [step] = history.read('1h', start + stepMs).samples
    expect(step).toEqual({
      at: start + 2000,
      computer: { cpu: 1, memoryBytes: 7 },
      machine: { cpu: 0.5, memoryBytes: 200, diskRate: 10, networkRate: 20 },
    })
  })

  it('knows the peak of the last seven days, not of the eighth', () => {
    const history = createHistory()
    history.add(sample(start, 900))
    history.add(sample(start + 3 * day, 500))
    expect(history.read('5m', start + 6 * day).week).toEqual({ cpu: 0.5, memoryBytes: 900 })
    expect(history.read('5m', start + 8 * day).week).toEqual({ cpu: 0.5, memoryBytes: 500 })
    expect(createHistory().read('5m')).not.toHaveProperty('week')
  })

  it('forgets what a clock that was set back left in the future', () => {
    const history = createHistory()
    history.add(sample(start + day, 1))
    history.add(sample(start, 2))
    expect(history.read('5m', start).samples.map(({ at }) => at)).toEqual([start])
  })
})

describe('its file', () => {
  let folder: string
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'pshist-'))))
  afterEach(() => rm(folder, { recursive: true }))

  it('brings back what was kept, and leaves nothing beside it', async () => {
    const history = createHistory()
    for (let n = 0; n < 100; n++) history.add(sample(start + n * stepMs, n))
    const path = join(folder, 'resources.json')
    await writeHistory(path, history.keep())
    const kept = await readHistory(path, silentLog)
    expect(kept).toEqual(history.keep())
    const now = start + 100 * stepMs
    expect(createHistory(kept).read('1h', now).samples).toEqual(history.read('1h', now).samples)
    expect(await readdir(folder)).toEqual(['resources.json'])
    expect((await readFile(path, 'utf8')).length).toBeLessThan(10_000)
  })

  it.each([
    '',
    '{',
    '[]',
    '{"version":2}',
    '{"version":1,"steps":[[1,2,3,4]],"peaks":[]}',
    '{"version":1,"steps":[[-1,null,null,null]],"peaks":[]}',
  ])('begins anew over %j', async (text) => {
    const path = join(folder, 'resources.json')
    await writeFile(path, text)
    expect(await readHistory(path, silentLog)).toEqual({ steps: [], peaks: [] })
  })
})

describe('a level', () => {
  const counted = (at: number, busy: number, more = {}) => ({
    at,
    busy,
    available: at * 4,
    memoryBytes: 5,
    ...more,
  })

  it('is a share of all processors and a rate per second', () => {
    const before = counted(1000, 100, { diskBytes: 0, networkBytes: 1000 })
    const now = counted(3000, 4100, { diskBytes: 500, networkBytes: 3000 })
    expect(levelBetween(before, now)).toEqual({ cpu: 0.5, memoryBytes: 5, diskRate: 250, networkRate: 1000 })
  })

  it('is unknown at first, and after counters that began anew', () => {
    expect(levelBetween(undefined, counted(1, 1))).toBeUndefined()
    expect(levelBetween(counted(2, 100), counted(3, 50))).toBeUndefined()
    expect(levelBetween(counted(2, 100), counted(2, 100))).toBeUndefined()
    expect(levelBetween(counted(0, 0, { diskBytes: 9 }), counted(1000, 0, { diskBytes: 3 }))).toEqual({
      cpu: 0,
      memoryBytes: 5,
    })
  })
})
