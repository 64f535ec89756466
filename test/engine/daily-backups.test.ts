// Daily backups: due once a day by the clock of this computer, made up for, told once, and thinned by a rule.
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createCollection } from '../../main/base/collection'
import { silentLog } from '../../main/base/log'
import { createDailyBackups, lastDue, outdated, type DailyBackupsPart } from '../../main/engine/daily-backups'
import { AppError } from '../../preload/errors'
import type { VolumeBackup } from '../../preload/model'
import { makeTestFolder } from '../support/test-folder'

const hourMs = 3_600_000
const at = (day: number, hour: number, minute = 0): number => new Date(2026, 10, day, hour, minute).getTime()
const point = (made: number, more: Partial<VolumeBackup> = {}): VolumeBackup => ({
  ...{ id: String(made), volume: 'data', at: made, kind: 'automatic', sizeBytes: 1, contentBytes: 1 },
  ...more,
})

let folder: string
let now: number
let ready: boolean
let failure: unknown
let parts: DailyBackupsPart[]
const backups = createCollection<VolumeBackup>()
const made: string[] = []
const told: string[] = []

beforeEach(async () => {
  folder = await makeTestFolder('daily')
  ;[now, ready, failure, parts] = [at(10, 14), true, undefined, []]
  for (const { id } of backups.values()) backups.remove(id)
  made.length = told.length = 0
})
afterEach(async () => {
  for (const part of parts) await part.dispose()
  await rm(folder, { recursive: true })
})

function open(): DailyBackupsPart {
  const part = createDailyBackups({
    file: join(folder, 'daily.json'),
    backups: { collection: backups, known: Promise.resolve(), remove: async (id) => backups.remove(id) },
    ready: () => ready,
    exists: (volume) => volume !== 'gone',
    backUp: async (volume) => {
      if (failure !== undefined) throw failure
      made.push(volume)
      backups.upsert(point(now, { id: `${volume}-${now}`, volume }))
    },
    tell: (volume) => told.push(volume),
    log: silentLog,
    now: () => now,
    paceMs: 1e9,
  })
  parts.push(part)
  return part
}

describe('a daily backup', () => {
  it('is made at once for what was missed, then once a day, and by what the next run of the app knows', async () => {
    const part = open()
    await part.set('data', true)
    await part.look()
    expect(made).toEqual(['data'])
    now = at(10, 17, 59)
    await part.look()
    expect(made).toHaveLength(1)
    now = at(10, 18)
    await part.look()
    await part.look()
    expect(made).toHaveLength(2)
    expect(JSON.parse(await readFile(join(folder, 'daily.json'), 'utf8'))).toMatchObject({
      volumes: ['data'],
    })

    // It slept, or was not there, for three days: one is enough.
    await part.dispose()
    now = at(13, 9)
    const next = open()
    await next.look()
    await next.look()
    expect(made).toHaveLength(3)
    await next.set('data', false)
    now = at(14, 19)
    await next.look()
    expect(made).toHaveLength(3)
  })

  it('waits for the engine, leaves out what is gone, and counts one that a person made', async () => {
    backups.upsert(point(at(10, 13), { volume: 'mine', kind: 'manual' }))
    ready = false
    const part = open()
    for (const volume of ['data', 'gone', 'mine']) await part.set(volume, true)
    await part.look()
    expect(made).toEqual([])
    ready = true
    await part.look()
    expect(made).toEqual(['data'])
  })

  it('that fails is told once, tried again later, and forgotten once it worked', async () => {
    failure = new AppError('engine.unreachable')
    const part = open()
    await part.set('data', true)
    await part.look()
    now += hourMs / 2
    await part.look()
    now += hourMs / 2
    await part.look()
    expect(told).toEqual(['data'])
    expect(part.store.getState().failed['data']).toMatchObject({
      at: now,
      error: { code: 'engine.unreachable' },
    })
    failure = undefined
    now += hourMs
    await part.look()
    expect(made).toEqual(['data'])
    expect(part.store.getState().failed).toEqual({})
    // The next day it may be told again.
    failure = new AppError('engine.unreachable')
    now = at(11, 18)
    await part.look()
    expect(told).toHaveLength(2)
  })

  it('that somebody cancels is not made again that day, and is no failure', async () => {
    failure = new DOMException('', 'AbortError')
    const part = open()
    await part.set('data', true)
    await part.look()
    failure = undefined
    now += 3 * hourMs
    await part.look()
    expect([made, told]).toEqual([[], []])
    now = at(10, 18)
    await part.look()
    expect(made).toEqual(['data'])
  })

  it('begins anew where the choice cannot be read', async () => {
    await writeFile(join(folder, 'daily.json'), '{"version":1,"volumes":[1]}')
    const part = open()
    await part.look()
    expect(part.store.getState().volumes).toEqual([])
  })
})

describe('what may go', () => {
  it('is all that was made by itself but the last of seven days and of four weeks before', () => {
    const days = Array.from({ length: 60 }, (_, index) => point(at(60 - index, 18)))
    const gone = new Set(outdated(days).map(({ id }) => id))
    const kept = days.filter(({ id }) => !gone.has(id))
    expect(kept).toHaveLength(11)
    expect(kept.slice(0, 7)).toEqual(days.slice(0, 7))
    // Those of the week that is cut by the seven days come first; then the last days of weeks.
    const gaps = kept.slice(7).map(({ at: made }, index, all) => {
      const before = all[index - 1]
      return before === undefined ? 7 : Math.round((before.at - made) / (24 * hourMs))
    })
    expect(gaps.slice(2)).toEqual([7, 7])
  })

  it('leaves one of each week as days go by, whatever is thinned on the way', () => {
    let points: readonly VolumeBackup[] = []
    for (let day = 1; day <= 90; day++) {
      points = [...points, point(at(day, 18))]
      const gone = new Set(outdated(points).map(({ id }) => id))
      points = points.filter(({ id }) => !gone.has(id))
    }
    expect(points).toHaveLength(11)
    const [oldest] = points
    expect((at(90, 18) - (oldest?.at ?? 0)) / (24 * hourMs)).toBeGreaterThan(25)
  })

  it('is never what a person made or kept, nor the state before a restore', () => {
    const own = [
      point(at(1, 18), { kind: 'manual' }),
      point(at(2, 18), { kind: 'before-restore' }),
      point(at(3, 18), { kept: true }),
    ]
    const many = Array.from({ length: 30 }, (_, index) => point(at(20, 10, index)))
    expect(outdated([...own, ...many])).toEqual(many.toReversed().slice(1))
  })
})

it('is due at the hour of this computer’s clock, today’s or yesterday’s', () => {
  expect(lastDue(at(10, 18))).toBe(at(10, 18))
  expect(lastDue(at(10, 17, 59))).toBe(at(9, 18))
  expect(lastDue(at(11, 0))).toBe(at(10, 18))
})
