import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { localTarget } from '../../main/base/local-file'
import { newDraft, removeDrafts, takePlace } from '../../main/workspaces/export-draft'

let folder: string
let own: string
let target: string
const { signal } = new AbortController()
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'psed-'))
  own = join(folder, 'own')
  await mkdir(join(folder, 'person'))
  target = join(folder, 'person', 'shop.portside')
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const left = async (): Promise<string[]> => [
  ...(await readdir(join(folder, 'person'))),
  ...(await readdir(own).catch(() => [])),
]

describe('the file of an export', () => {
  it('is written beside its place and gets its name at the end; what was there stays until then', async () => {
    await writeFile(target, 'old')
    const draft = await newDraft(own)
    const place = await takePlace(localTarget(target), draft, signal)
    await writeFile(place.file, 'new')
    expect(place.file.startsWith(target)).toBe(true)
    expect(await readFile(target, 'utf8')).toBe('old')
    await place.keep(signal)
    await draft.remove()
    expect(await readFile(target, 'utf8')).toBe('new')
    expect(await left()).toEqual(['shop.portside'])
  })

  it('leaves nothing when it is given up, or when the app was ended in the middle', async () => {
    const given = await newDraft(own)
    await (await takePlace(localTarget(target), given, signal)).drop('given up')
    await given.remove()
    expect(await left()).toEqual([])

    const cut = await newDraft(own)
    await writeFile((await takePlace(localTarget(target), cut, signal)).file, 'half')
    // A note that names anything else is not followed.
    const other = await newDraft(own)
    await writeFile(join(folder, 'person', 'mine.part'), 'mine')
    await other.hold(join(folder, 'person', 'mine.part'))
    await removeDrafts(own)
    expect(await left()).toEqual(['mine.part'])
  })

  it('is refused at once where nothing can be written', async () => {
    const draft = await newDraft(own)
    const nowhere = localTarget(join(folder, 'none', 'shop.portside'))
    await expect(takePlace(nowhere, draft, signal)).rejects.toMatchObject({ code: 'files.refused' })
  })

  it('goes by a stream where there is no place for a file, and ends the stream when it is given up', async () => {
    const draft = await newDraft(own)
    let got: string | undefined
    const stream = {
      name: 'shop.portside',
      write: async (content: Parameters<typeof text>[0]) => {
        got = await text(content)
      },
    }
    const place = await takePlace(stream, draft, signal)
    await writeFile(place.file, 'content')
    await place.keep(signal)
    expect(got).toBe('content')
    const second = await takePlace(stream, draft, signal)
    await second.drop(new Error('given up'))
    expect(second.broken.aborted).toBe(true)
  })
})
