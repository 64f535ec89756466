// Saving files of containers where others write, give up or end meanwhile: what was there, or came since, is not lost.
import { once } from 'node:events'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type Docker from 'dockerode'
import { extract, pack } from 'tar-stream'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { silentLog } from '../../main/base/log'
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

it('removes what an earlier run left of uploads and notes, but not what was in a file', async () => {
  const left = ['1700000000000-0011aabb.part', '1700000000000-0011aabb.json.12.new']
  const kept = ['before.part', 'before.tar', 'json'].map((one) => `1700000000000-0011aabb.${one}`)
  for (const name of [...left, ...kept]) await writeFile(join(folder, name), '')
  const begun = Date.now()
  await writeFile(join(folder, `${begun}-0011aabb.part`), '')
  await dropLeft(folder, begun)
  expect(await readdir(folder)).toEqual([...kept, `${begun}-0011aabb.part`].toSorted())
})

/** With one file, on an engine that mounts apart; `take` gets each archive that is sent. */
function container(content: { text: string }, take: (text: string) => void): Docker.Container {
  const fake = {
    ...{ id: 'c', modem: { version: 'v1.45' } },
    infoArchive: async () => {
      const stat = { mode: 0o644, size: content.text.length, linkTarget: '' }
      const headers = {
        'x-docker-container-path-stat': Buffer.from(JSON.stringify(stat)).toString('base64'),
      }
      return Object.assign(Readable.from([]), { headers })
    },
    getArchive: async () => {
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
  const uploads = createUploads()
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
  const about = { container: there, path: '/kept/a', sizeBytes: data.length, spool, asked: {} }
  const uploadId = uploads.begin(about)
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
  const calls = {
    asked: () => ({}),
    call: (_asked: object, work: (docker: unknown) => unknown) => work({ getContainer: () => there }),
  }
  const options = { calls, notes, log: silentLog } as unknown as SavesLeftOptions
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
