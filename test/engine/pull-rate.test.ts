// How long a download takes is said only from what was measured, and outlives the app.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { silentLog } from '../../main/base/log'
import { createPullRate } from '../../main/engine/pull-rate'
import { makeTestFolder } from '../support/test-folder'

let folder: string
const file = (): string => join(folder, 'download-rate.json')
beforeEach(async () => {
  folder = await makeTestFolder('rate')
  await mkdir(folder, { recursive: true })
})
afterEach(() => rm(folder, { recursive: true, force: true }))

it('says nothing before a download was measured, and small ones measure nothing', () => {
  const rate = createPullRate(undefined, silentLog)
  expect(rate.timeFor(50e6)).toBeUndefined()
  rate.add(5_000, 3_000)
  rate.add(50e6, 0)
  expect(rate.timeFor(50e6)).toBeUndefined()
})

it('takes the last downloads together, each by its size', () => {
  const rate = createPullRate(undefined, silentLog)
  for (let count = 0; count < 20; count++) rate.add(1e6, 60_000)
  // Ten later ones, and what was before them is forgotten.
  for (let count = 0; count < 9; count++) rate.add(10e6, 1_000)
  rate.add(10e6, 11_000)
  expect(rate.timeFor(100e6)).toBe(20_000)
})

it('knows it again in the next run of the app, and forgets what cannot be read', async () => {
  const first = createPullRate(file(), silentLog)
  first.add(20e6, 2_000)
  await first.dispose()
  expect(JSON.parse(await readFile(file(), 'utf8'))).toEqual([{ bytes: 20e6, ms: 2_000 }])
  const second = createPullRate(file(), silentLog)
  await second.dispose()
  expect(second.timeFor(10e6)).toBe(1_000)

  for (const text of ['{ broken', '{}', '[{"bytes":"many"},null]']) {
    await writeFile(file(), text)
    const third = createPullRate(file(), silentLog)
    await third.dispose()
    expect(third.timeFor(10e6)).toBeUndefined()
  }
})
