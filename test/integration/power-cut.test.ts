// What is on a disk when the power is cut: a real file system that is asked for nothing but what the app asks of it.
import { copyFile, mkdir, open, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { run } from '../../main/base/child'
import { silentLog } from '../../main/base/log'
import { createFillNotes } from '../../main/engine/fill-notes'
import { createPutBackNotes } from '../../main/engine/put-back-notes'
import { makeTestFolder } from '../support/test-folder'

const megabytes = 8
let folder: string
let disk: string
let place: string

const must = async (...command: readonly string[]): Promise<void> => {
  const { exitCode, stderr } = await run(command[0] ?? '', command.slice(1))
  if (exitCode !== 0) throw new Error(`${command.join(' ')}: ${stderr}`)
}
/** What is remembered only is written by itself after five minutes. */
const mount = (image: string, at: string): Promise<void> => must('mount', '-o', 'loop,commit=300', image, at)

beforeEach(async () => {
  folder = await makeTestFolder('pc')
  ;[disk, place] = [join(folder, 'disk'), join(folder, 'place')]
  const handle = await open(disk, 'w')
  await handle.truncate(megabytes * 2 ** 20)
  await handle.close()
  await must('mkfs.ext4', '-q', disk)
  await mkdir(place)
  await mount(disk, place)
})
afterEach(async () => {
  await must('umount', place)
  await rm(folder, { recursive: true })
})

/** Names in a folder of it, were the power cut now. */
async function afterCut(name: string): Promise<readonly string[]> {
  const [copy, at] = [join(folder, 'copy'), join(folder, 'after')]
  await copyFile(disk, copy)
  await mkdir(at, { recursive: true })
  await mount(copy, at)
  try {
    return await readdir(join(at, name)).catch(() => [])
  } finally {
    await must('umount', at)
  }
}

it('has the note about a volume that is being filled, and not of one that is whole: that would be removed', async () => {
  const notes = createFillNotes(join(place, 'backups'), silentLog)
  const noted = await notes.begin({ engine: 'e', volume: 'copy', mark: 'm', kind: 'clone' })
  expect(await afterCut('backups')).toHaveLength(1)
  await noted.end()
  expect(await afterCut('backups')).toEqual([])
})

it('has no note about a volume that was put back: it would be emptied once more', async () => {
  const notes = createPutBackNotes(join(place, 'backups'), silentLog)
  const backupId = '1700000000000-0011aabb'
  await notes.write({ engine: 'e', backupId, users: [] })
  expect(await afterCut('backups')).toHaveLength(1)
  await notes.remove(backupId)
  expect(await afterCut('backups')).toEqual([])
})
