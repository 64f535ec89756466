// Saving files of containers where others write, give up or end meanwhile: what was there, or came since, is not lost.
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type Docker from 'dockerode'
import { extract, pack } from 'tar-stream'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { silentLog } from '../../main/base/log'
import { createOneAtATime } from '../../main/base/one-at-a-time'
import { entryOf } from '../../main/engine/file-archive'
import { createSpool, dropLeft } from '../../main/engine/replace-file'
import { saveAndSee, type FilePlace } from '../../main/engine/save-file'
import { goOnSaving, type SavesLeftOptions } from '../../main/engine/saves-left'
import { createSaveNotes, type SaveNote } from '../../main/engine/save-notes'
import { createUploads } from '../../main/engine/uploads'

let folder: string
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'pssaves-'))))
afterEach(() => rm(folder, { recursive: true }))

const note = (before: string, data: string, path = '/kept/a'): SaveNote => ({
  ...{ engine: 'e', container: 'c', path, owner: { mode: 0o644, uid: 0, gid: 0 } },
  ...{ before: Buffer.from(before), data: Buffer.from(data) },
})

/** `put` may do something else than what it is asked for. */
function place(content: string, put?: (data: Buffer, write: (now: Buffer) => void) => void) {
  let now: Buffer = Buffer.from(content)
  const write = (data: Buffer): void => void (now = data)
  const at: FilePlace = {
    now: async () => now,
    changedAt: async () => Number.NaN,
    remove: async () => {},
    put: async (data) => (put ?? ((all) => write(all)))(data, write),
  }
  return { at, text: () => now.toString() }
}

it('puts back nothing over what was saved since somebody was told', async () => {
  const notes = createSaveNotes(folder, silentLog)
  const failed = await notes.begin(note('before', 'one\ntwo\nthree\n'))
  await failed.told()
  const elsewhere = await notes.begin(note('before', 'one\n', '/kept/b'))
  await elsewhere.told()
  expect(await notes.left('e')).toHaveLength(2)
  // Of what could not be saved only the first line is wanted now: it looks like what a cut leaves.
  const noted = await notes.begin(note('one', 'one\n'))
  const { at } = place('one')
  await saveAndSee(at, { path: '/kept/a', before: Buffer.from('one'), data: Buffer.from('one\n'), noted })
  expect((await notes.left('e')).map((one) => one.note.path)).toEqual(['/kept/b'])
})

it('takes away nothing that a program adds to a file that was saved', async () => {
  const notes = createSaveNotes(folder, silentLog)
  const add = (data: Buffer, write: (now: Buffer) => void): void =>
    write(Buffer.from(`${data.toString()}added\n`))
  const save = async (before: string, data: string, put = add): Promise<string> => {
    const noted = await notes.begin(note(before, data))
    const { at, text } = place(before, put)
    await saveAndSee(at, { path: '/kept/a', before: Buffer.from(before), data: Buffer.from(data), noted })
    return text()
  }
  expect(await save('log\n', 'mine\n')).toBe('mine\nadded\n')
  expect(await readdir(folder)).toEqual([])
  // One that the engine never wrote begins in the same way, and counts for nothing.
  await expect(save('one\ntwo\n', 'one\n', () => {})).rejects.toMatchObject({ code: 'file.not-saved' })
})

/** A save that a crash cut off, and what is there by now. */
async function afterCrash(now: string | undefined, changedAt: number): Promise<string | undefined> {
  const content = now === undefined ? undefined : { text: now }
  const notes = createSaveNotes(folder, silentLog)
  await notes.begin({ ...note('before', 'data to be there'), at: 1_000_000 })
  const there = container(
    content,
    (text) => void (content ? (content.text = text) : (wrote = text)),
    changedAt,
  )
  let wrote: string | undefined
  await goOnSaving(leftOptions(createSaveNotes(folder, silentLog), there), 'e')
  return content?.text ?? wrote
}

const leftOptions = (
  notes: ReturnType<typeof createSaveNotes>,
  there: Docker.Container,
): SavesLeftOptions => {
  const calls = {
    asked: () => ({}),
    call: (_asked: object, work: (docker: unknown) => unknown) => work({ getContainer: () => there }),
  }
  return { calls, notes, turns: createOneAtATime(), log: silentLog } as unknown as SavesLeftOptions
}

it('finishes what a crash cut off, and leaves what somebody emptied or took away later', async () => {
  const [soon, later] = [1_002_000, 1_000_000 + 3_600_000]
  expect(await afterCrash('data', soon)).toBe('data to be there')
  expect(await readdir(folder)).toEqual([])
  expect(await afterCrash('', later)).toBe('')
  expect(await readdir(folder)).toEqual([])
  // Its folder may have been changed for other reasons: what was to be there is not thrown away.
  expect(await afterCrash(undefined, later)).toBeUndefined()
  expect(await readdir(folder)).toEqual([expect.stringMatching(/\.kept$/)])
})

it('tries again later what could not be put right, whenever that was written', async () => {
  const content = { text: 'data' }
  const notes = createSaveNotes(folder, silentLog)
  await notes.begin({ ...note('before', 'data to be there'), at: 1_000_000 })
  const half = container(content, (text) => void (content.text = text.slice(0, 3)), 1_000_000)
  await goOnSaving(leftOptions(createSaveNotes(folder, silentLog), half), 'e')
  expect(content.text).not.toBe('before')
  // As the try before left it, a day later.
  const well = container(content, (text) => void (content.text = text), 90_000_000)
  await goOnSaving(leftOptions(createSaveNotes(folder, silentLog), well), 'e')
  expect(content.text).toBe('before')
  expect(await readdir(folder)).toEqual([])
})

it('writes nothing over what somebody saves while it looks', async () => {
  const content = { text: 'data' }
  const notes = createSaveNotes(folder, silentLog)
  await notes.begin({ ...note('before', 'data to be there'), at: 1_000_000 })
  const there = container(content, (text) => void (content.text = text), 1_000_000)
  const options = leftOptions(createSaveNotes(folder, silentLog), there)
  const saving = options.turns.during('container c /kept/a', async () => {
    await new Promise((resolve) => setTimeout(resolve, 50))
    const noted = await options.notes.begin(note('data', 'mine'))
    content.text = 'mine'
    await noted.saved()
    content.text = 'mi'
  })
  await Promise.all([saving, goOnSaving(options, 'e')])
  expect(content.text).toBe('mi')
})

it('keeps notes of an engine that does not come back for half a year', async () => {
  const notes = createSaveNotes(folder, silentLog)
  await notes.begin(note('before', 'data'))
  const [name = ''] = await readdir(folder)
  const day = 24 * 3_600_000
  for (const [days, engine] of [
    [170, 'gone'],
    [190, 'gone'],
    [191, 'e'],
  ] as const) {
    const content = { ...JSON.parse(await readFile(join(folder, name), 'utf8')), engine }
    await writeFile(join(folder, `${Date.now() - days * day}-${engine}${days}.json`), JSON.stringify(content))
  }
  expect(await createSaveNotes(folder, silentLog).left('e')).toHaveLength(2)
  const left = (await readdir(folder)).map((one) => one.replace(/^\d+-/, '').replace(/^[0-9a-f]{8}\./, '.'))
  expect(left.toSorted()).toEqual(['.json', 'e191.json', 'gone170.json'])
})

it('removes what an earlier run left of uploads and notes, but not what was in a file', async () => {
  const noted = ['1700000000001-0011aabb.part', '1700000000001-0011aabb.replacing.json']
  for (const name of noted) await writeFile(join(folder, name), '')
  const left = ['1700000000000-0011aabb.part', '1700000000000-0011aabb.json.12.new']
  const kept = ['before.part', 'before.tar', 'json'].map((one) => `1700000000000-0011aabb.${one}`)
  for (const name of [...left, ...kept]) await writeFile(join(folder, name), '')
  const begun = Date.now()
  await writeFile(join(folder, `${begun}-0011aabb.part`), '')
  await dropLeft(folder, begun)
  expect(await readdir(folder)).toEqual([...noted, ...kept, `${begun}-0011aabb.part`].toSorted())
})

/** With one file, on an engine that mounts apart; `take` gets each archive that is sent. */
function container(
  content: { text: string } | undefined,
  take: (text: string) => void,
  changedAt = Date.now(),
): Docker.Container {
  const fake = {
    ...{ id: 'c', modem: { version: 'v1.45' } },
    inspect: async () => ({}),
    exec: async () => {
      throw Object.assign(new Error('it has no shell'), { statusCode: 400 })
    },
    infoArchive: async ({ path }: { path: string }) => {
      if (!content && path !== '/kept') throw Object.assign(new Error('no such file'), { statusCode: 404 })
      const mode = path === '/kept' ? 0x8000_01ed : 0o644
      const mtime = new Date(changedAt).toISOString()
      const stat = { mode, size: content?.text.length ?? 0, linkTarget: '', mtime }
      const headers = {
        'x-docker-container-path-stat': Buffer.from(JSON.stringify(stat)).toString('base64'),
      }
      return Object.assign(Readable.from([]), { headers })
    },
    getArchive: async () => {
      if (!content) throw Object.assign(new Error('no such file'), { statusCode: 404 })
      const archive = pack()
      archive.entry({ name: 'a' }, content.text)
      archive.finalize()
      return Readable.from(archive)
    },
    putArchive: async (tar: Readable) => {
      const reader = extract()
      tar.pipe(reader)
      for await (const entry of reader) take((await buffer(entry)).toString())
    },
  }
  return fake as unknown as Docker.Container
}

it('brings back what an upload was to replace, also where somebody gives up in the middle', async () => {
  const content = { text: 'before' }
  const uploads = createUploads(createOneAtATime())
  const data = Buffer.from('after '.repeat(10))
  const calls: string[] = []
  const there = container(content, (text) => {
    calls.push(text)
    content.text = calls.length < 3 ? text.slice(0, 9) : text
    uploads.dispose()
    if (calls.length < 3) throw new Error('socket hang up')
  })
  const own = await createSpool(folder)
  const drop = async (): Promise<void> => {
    calls.push('dropped')
    await own.drop()
  }
  const spool = { ...own, drop }
  const at = { engine: 'e', container: 'c', path: '/kept/a' }
  const about = { ...{ container: there, path: '/kept/a', sizeBytes: data.length, running: false }, spool }
  const uploadId = uploads.begin({ ...about, at, asked: {} })
  await uploads.send(uploadId, data)
  await expect(uploads.finish(uploadId)).rejects.toMatchObject({ code: 'engine.unreachable' })
  expect(content.text).toBe('before')
  expect(calls).toEqual([data.toString(), data.toString(), 'before', 'dropped'])
  expect(await readdir(folder)).toEqual([])
})

it('keeps no note for ever about a file whose folder is gone, but one that cannot be put right today', async () => {
  const notes = createSaveNotes(folder, silentLog)
  await (await notes.begin(note('before', 'data', '/gone/a'))).told()
  let status = 500
  const refuse = async (): Promise<never> => {
    throw Object.assign(new Error('Could not find the file /gone in container c'), { statusCode: status })
  }
  const [inspect, infoArchive, getArchive, putArchive] = [async () => ({}), refuse, refuse, refuse]
  const there = { modem: { version: 'v1.45' }, inspect, infoArchive, getArchive, putArchive }
  const options = leftOptions(notes, there as unknown as Docker.Container)
  await goOnSaving(options, 'e')
  expect(await notes.left('e')).toHaveLength(1)
  status = 404
  await goOnSaving(options, 'e')
  expect(await readdir(folder)).toEqual([])
})

it('closes the archive of a file that nobody began to read: an engine holds its container as long', async () => {
  const archive = pack()
  archive.entry({ name: 'a' }, Buffer.alloc(300_000))
  archive.finalize()
  const sent = Readable.from(archive)
  const closed = once(sent, 'close')
  entryOf(sent).destroy()
  await closed
  expect(sent.destroyed).toBe(true)
})
