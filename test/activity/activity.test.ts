// What was done lately: kept over restarts, the newest fifty, and a damaged file begins anew.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openActivity } from '../../main/activity/activity'
import { silentLog } from '../../main/base/log'

let folder: string
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'activity-'))))
afterEach(() => rm(folder, { recursive: true }))

it('remembers the newest fifty over a restart, and begins anew with a file that is none', async () => {
  const file = join(folder, 'activity.json')
  const before = await openActivity(file, silentLog)
  for (let n = 0; n < 60; n++) before.note({ kind: 'container-run', name: `c${n}` })
  await before.dispose()
  const after = await openActivity(file, silentLog)
  const kept = after.store.getState()
  expect(kept).toHaveLength(50)
  expect([kept[0]?.name, kept.at(-1)?.name]).toEqual(['c10', 'c59'])
  await writeFile(file, '{"version":1,"entries":[{"kind":"nonsense"}]}')
  expect((await openActivity(file, silentLog)).store.getState()).toEqual([])
})
