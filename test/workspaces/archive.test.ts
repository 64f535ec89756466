import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createWriteStream } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { pack, type Header } from 'tar-stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { archiveLimits, packArchive, unpackArchive } from '../../main/workspaces/archive'

type Entry = Partial<Header> & { readonly name: string; readonly text?: string }

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'psar-'))
  await mkdir(join(folder, 'work'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const outsider = (): Promise<string[]> => readdir(join(folder, 'work')).then((all) => all.sort())

async function archiveOf(...entries: readonly Entry[]): Promise<string> {
  const tar = pack()
  for (const { text = 'x', ...header } of entries)
    if (header.type === undefined || header.type === 'file') tar.entry(header, text)
    else tar.entry(header)
  tar.finalize()
  const file = join(folder, 'a.portside')
  await pipeline(tar, createGzip(), createWriteStream(file))
  return file
}

describe('an archive', () => {
  it.each<[string, readonly Entry[]]>([
    ['path', [{ name: '../escaped' }]],
    ['path', [{ name: 'a/../../escaped' }]],
    ['path', [{ name: '/tmp/escaped' }]],
    ['path', [{ name: '..\\escaped' }]],
    ['path', [{ name: 'C:/escaped' }]],
    ['path', [{ name: 'a/NUL.txt' }]],
    ['path', [{ name: 'a/dots...' }]],
    ['link', [{ name: 'a', type: 'symlink', linkname: '..' }, { name: 'a/escaped' }]],
    ['link', [{ name: 'a', type: 'link', linkname: '/etc/passwd' }]],
    ['link', [{ name: 'a', type: 'character-device' }]],
    ['link', [{ name: 'a', type: 'fifo' }]],
    ['twice', [{ name: 'a' }, { name: 'A' }]],
  ])('that goes out of its folder by %s is refused and leaves nothing: %j', async (reason, entries) => {
    const file = await archiveOf({ name: 'compose.yaml' }, ...entries)
    await expect(unpackArchive(file, join(folder, 'work', 'in'))).rejects.toMatchObject({
      code: 'workspace.bad-archive',
      params: { reason },
    })
    expect(await outsider()).toEqual([])
    expect((await readdir(folder)).sort()).toEqual(['a.portside', 'work'])
  })

  it.each([
    ['count', { entries: 2 }],
    ['size', { totalBytes: 4_000 }],
    ['bomb', { ratio: 2, freeBytes: 2_000 }],
  ])('with more than may be is refused by its %s and leaves nothing', async (reason, limit) => {
    const file = await archiveOf(...['a', 'b', 'c'].map((name) => ({ name, text: '0'.repeat(3_000) })))
    const limits = { ...archiveLimits, ...limit }
    await expect(unpackArchive(file, join(folder, 'work', 'in'), { limits })).rejects.toMatchObject({
      code: 'workspace.bad-archive',
      params: { reason },
    })
    expect(await outsider()).toEqual([])
  })

  it.each([['nothing at all'], ['']])('that is none is refused and leaves nothing: %j', async (text) => {
    const file = join(folder, 'a.portside')
    await writeFile(file, text)
    await expect(unpackArchive(file, join(folder, 'work', 'in'))).rejects.toMatchObject({
      code: 'workspace.bad-archive',
    })
    expect(await outsider()).toEqual([])
  })

  it('comes out as it went in, the compose file first', async () => {
    await mkdir(join(folder, 'pack', 'seed'), { recursive: true })
    for (const file of ['compose.yaml', 'a.txt', 'seed/rows'])
      await writeFile(join(folder, 'pack', file), file)
    await packArchive(join(folder, 'pack'), join(folder, 'b.portside'))
    // What is in the archive is not on the disk twice.
    expect(await readdir(join(folder, 'pack'), { recursive: true })).toEqual(['seed'])
    await unpackArchive(join(folder, 'b.portside'), join(folder, 'work', 'in'))
    expect((await readdir(join(folder, 'work', 'in'), { recursive: true })).sort()).toEqual([
      ...['a.txt', 'compose.yaml', 'seed', 'seed/rows'],
    ])
  })
})
