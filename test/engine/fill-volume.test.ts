// A new volume that is filled is noted before it is made, so that no crash leaves an empty one that looks whole.
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { AppError } from '../../preload/errors'
import { silentLog } from '../../main/base/log'
import { createFillNotes } from '../../main/engine/fill-notes'
import { intoNew, type FillOptions } from '../../main/engine/fill-volume'

let folder: string
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'psfill-'))))
afterEach(() => rm(folder, { recursive: true }))

const options = (create: FillOptions['create']): FillOptions => {
  const calls = { call: () => Promise.reject(new Error('not asked')) } as unknown as FillOptions['calls']
  return {
    ...{ calls, create, fillNotes: createFillNotes(folder, silentLog) },
    ...{ engineId: () => 'e', log: silentLog },
  }
}
const about = { volume: 'copy', kind: 'clone' } as const
const never = (): Promise<void> => Promise.reject(new Error('filled'))

it('is looked for by the next connection when the answer to its making was lost', async () => {
  const lost = options(async () => {
    expect(await readdir(folder)).toHaveLength(1)
    throw new AppError('engine.unreachable')
  })
  await expect(intoNew(lost, about, never)).rejects.toMatchObject({ code: 'engine.unreachable' })
  expect((await lost.fillNotes.left('e')).map(({ one }) => one.volume)).toEqual(['copy'])
})

it('is nothing to look for where another one has the name', async () => {
  const taken = options(async () => {
    throw new AppError('volume.name-taken', { params: { volume: 'copy' } })
  })
  await expect(intoNew(taken, about, never)).rejects.toMatchObject({ code: 'volume.name-taken' })
  expect(await readdir(folder)).toEqual([])
})
