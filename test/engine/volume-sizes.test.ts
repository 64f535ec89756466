// How volumes grew: the last figure of each day for a month, over restarts.
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { silentLog } from '../../main/base/log'
import { createSizeHistory } from '../../main/engine/volume-sizes'
import { makeTestFolder } from '../support/test-folder'

let folder: string
const file = (): string => join(folder, 'backups', 'sizes.json')
const at = (day: number, hour = 12): number => new Date(2026, 10, day, hour).getTime()
beforeEach(async () => {
  folder = await makeTestFolder('sizes')
})
afterEach(() => rm(folder, { recursive: true }))

it('keeps the last figure of a day, for thirty days, and knows it in the next run', async () => {
  const first = createSizeHistory(file(), silentLog)
  first.note({ data: 1 }, at(1))
  first.note({ data: 2, other: 5 }, at(20, 9))
  first.note({ data: 3 }, at(20, 15))
  await first.dispose()
  const next = createSizeHistory(file(), silentLog)
  // Measured before the file was read: both are there, in order.
  next.note({ data: 4 }, at(21))
  await next.known
  expect(next.of('data', at(21))).toEqual([
    { at: at(1), bytes: 1 },
    { at: at(20, 15), bytes: 3 },
    { at: at(21), bytes: 4 },
  ])
  next.note({ data: 6 }, at(40))
  await next.dispose()
  expect(next.of('data', at(40)).map(({ bytes }) => bytes)).toEqual([3, 4, 6])
  expect(await readFile(file(), 'utf8')).not.toContain(String(at(1)))
  expect(next.of('none', at(40))).toEqual([])
})

it('begins anew where the file cannot be read', async () => {
  const first = createSizeHistory(file(), silentLog)
  first.note({ data: 1 }, at(1))
  await first.dispose()
  await writeFile(file(), '{"version":1,"volumes":{"data":[{"at":"x"}]}}')
  const next = createSizeHistory(file(), silentLog)
  await next.known
  expect(next.of('data', at(1))).toEqual([])
  next.note({ data: 2 }, at(2))
  await next.dispose()
  expect(JSON.parse(await readFile(file(), 'utf8'))).toMatchObject({ volumes: { data: [{ bytes: 2 }] } })
})
