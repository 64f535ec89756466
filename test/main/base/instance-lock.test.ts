// One app per state folder, also after a crash.
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { takeInstanceLock } from '../../../main/base/instance-lock'
import { pathsOf, prepareHome, type Paths } from '../../../main/base/paths'

let folder: string
let paths: Paths
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portside-lock-'))
  paths = pathsOf(folder)
  await prepareHome(paths)
})
afterEach(() => rm(folder, { recursive: true }))

describe('instance lock', () => {
  it('refuses a second app and names the first', async () => {
    const lock = await takeInstanceLock(paths)
    await expect(takeInstanceLock(paths)).rejects.toMatchObject({
      code: 'host.already-running',
      params: { pid: process.pid },
    })
    await lock.release()
    await (await takeInstanceLock(paths)).release()
    expect(await readdir(paths.run)).toEqual([])
  })

  it.each([
    ['a process that is gone', JSON.stringify({ pid: 2 ** 22 + 1, born: 'x' })],
    ['another process with the same number', JSON.stringify({ pid: process.pid, born: 'other boot 1' })],
    ['a write that was cut off', '{"pid":'],
  ])('takes over from %s', async (_what, content) => {
    await writeFile(join(paths.run, 'portside.lock'), content)
    const lock = await takeInstanceLock(paths)
    expect(await readdir(paths.run)).toEqual(['portside.lock'])
    await lock.release()
  })
})
