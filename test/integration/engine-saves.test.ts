// Files that are saved through an engine that does wrong, or ends in the middle: what was seen there counts, nothing is lost.
import { createHash, randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import Docker from 'dockerode'
import { pack } from 'tar-stream'
import { afterAll, afterEach, beforeAll, expect, inject, it } from 'vitest'
import { AppError } from '../../preload/errors'
import type { VolumeTransfer } from '../../preload/model'
import { runIn } from '../../main/engine/output-of'
import { noteReplacing } from '../../main/engine/replacing-notes'
import { startFaultyEngine, type FaultyEngine } from '../support/faulty-engine'
import { makeTestFolder } from '../support/test-folder'
import { pull, startSession, type Session } from './engine-session'

const docker = new Docker({ socketPath: inject('engineSocket') })
const mark = `sv${randomBytes(3).toString('hex')}`
const volume = `${mark}-kept`
let engine: FaultyEngine
let session: Session
let folder: string

beforeAll(async () => {
  folder = await makeTestFolder('sv')
  engine = await startFaultyEngine(inject('engineSocket'), join(folder, 'docker.sock'))
  session = await startSession(engine.socket)
  await pull(session, 'busybox')
})
afterEach(async () => {
  const [unused] = engine.faults.splice(0)
  if (unused) throw new Error(`the test ended before its fault: ${unused}`)
  const mine = await docker.listContainers({ all: true, filters: { name: [mark] } })
  await Promise.all(mine.map(({ Id }) => docker.getContainer(Id).remove({ force: true, v: true })))
  await docker.getVolume(volume).remove()
})
afterAll(async () => {
  await session.dispose()
  await engine.close()
})

const before = 'before\n'.repeat(300)
const text = 'text\n'.repeat(500)
const bytes = (content: string): Uint8Array => new TextEncoder().encode(content)

/** Stopped, with a file of somebody's own on a volume. */
async function stopped(name: string): Promise<string> {
  const made = await docker.createContainer({
    Image: 'busybox',
    name: `${mark}-${name}`,
    Cmd: ['sh', '-c', 'cat > /kept/a; chown 7:8 /kept/a; chmod 640 /kept/a'],
    OpenStdin: true,
    StdinOnce: true,
    HostConfig: { Binds: [`${volume}:/kept`] },
  })
  const input = await made.attach({ stream: true, stdin: true, hijack: true })
  await made.start()
  input.end(before)
  await made.wait()
  await expect.poll(() => session.containers.getState().get(made.id)?.state).toBe('exited')
  return made.id
}

/** Seen by another container, with owner and mode. */
async function seen(path = '/kept/a'): Promise<string> {
  const other = await docker.createContainer({
    Image: 'busybox',
    name: `${mark}-other`,
    Cmd: ['sleep', '60'],
    HostConfig: { Binds: [`${volume}:/kept`] },
  })
  await other.start()
  const script = 'stat -c "%a %u:%g" "$0"; cat "$0"'
  const { output } = await runIn(other, ['sh', '-c', script, path])
  await other.remove({ force: true })
  return output.toString()
}

const owner = '640 7:8\n'
const save = async (containerId: string, path = '/kept/a'): Promise<void> => {
  const at = { containerId, path }
  const known = await session.containerFilesService.read(at).catch(() => undefined)
  const { modifiedAt } = known ?? {}
  const given = { ...at, data: bytes(text), ...(modifiedAt === undefined ? {} : { modifiedAt }) }
  await session.containerFilesService.write(given)
}

it.each(['swallow', 'cut', 'mute', 'spoil'] as const)(
  'writes it again when the engine did not, or may not have (%s)',
  async (fault) => {
    const id = await stopped('once')
    engine.faults.push(fault)
    await save(id)
    expect(await seen()).toBe(owner + text)
    expect(await session.savesLeft()).toEqual([])
  },
)

it('says so when it is not there in the end, and the file is as it was', async () => {
  const id = await stopped('never')
  engine.faults.push('swallow', 'swallow')
  await expect(save(id)).rejects.toMatchObject({ code: 'file.not-saved' })
  expect(await seen()).toBe(owner + before)
  engine.faults.push('cut', 'spoil')
  await expect(save(id)).rejects.toMatchObject({ code: 'file.not-saved' })
  expect(await seen()).toBe(owner + before)
  expect(await session.savesLeft()).toEqual([])
})

it('keeps what was in it until it can be put back, by whichever connection', async () => {
  const id = await stopped('half')
  engine.faults.push('cut', 'cut', 'cut')
  await expect(save(id)).rejects.toMatchObject({ code: 'file.half-saved' })
  expect(await seen()).not.toBe(owner + before)
  expect(await session.savesLeft()).toHaveLength(1)
  // The container that it was saved in is gone by then; the volume is not.
  await docker.getContainer(id).remove()
  await again()
  await expect.poll(() => session.savesLeft(), { timeout: 20_000 }).toEqual([])
  expect(await seen()).toBe(owner + before)
})

it('finishes what a crash of the app cut off, and leaves alone what somebody wrote since', async () => {
  const id = await stopped('crash')
  const { ID: known } = (await docker.info()) as { ID: string }
  const note = (path: string): string =>
    JSON.stringify({
      ...{ engine: known, container: id, path: `/kept/${path}`, volume: { name: volume, path } },
      ...{ owner: { mode: 0o640, uid: 7, gid: 8 } },
      ...(path === 'told' ? { told: true } : {}),
      ...{ before: Buffer.from(before).toString('base64'), data: Buffer.from(text).toString('base64') },
    })
  const noted = join(session.folder, 'saves')
  await mkdir(noted, { recursive: true })
  for (const path of ['a', 'gone', 'theirs', 'told'])
    await writeFile(join(noted, `${Date.now()}-${path}.json`), note(path))
  await inVolume(
    'head -c 900 /kept/a > /kept/b; cat /kept/b > /kept/a; echo theirs > /kept/theirs; printf text > /kept/told',
  )
  await again()
  await expect.poll(() => readdir(noted), { timeout: 20_000 }).toEqual([])
  expect(await seen()).toBe(owner + text)
  expect(await seen('/kept/gone')).toBe(owner + text)
  expect(await seen('/kept/theirs')).toContain('theirs\n')
  // Somebody knows that it was not saved: the first of what was being written makes way for what was there.
  expect(await seen('/kept/told')).toContain(before)
})

/** Another connection of the same app. */
async function again(): Promise<void> {
  session.disconnect()
  session.connect()
  await expect.poll(() => session.store.getState().state).toBe('connected')
}

/** In pieces, in the place of what is there. */
async function replace(containerId: string, data: Uint8Array, name = 'a'): Promise<void> {
  const files = session.containerFilesService
  const about = { containerId, path: '/kept', name, sizeBytes: data.length, replace: true }
  const { uploadId } = await files.beginUpload(about)
  for (let at = 0; at < data.length; at += 400_000)
    await files.send({ uploadId, data: data.subarray(at, at + 400_000) })
  await files.finish({ uploadId })
}

it('replaces a file by an upload only when all of it is here, and puts it back when that fails', async () => {
  const id = await stopped('upload')
  const large = bytes('large\n'.repeat(300_000))
  const { uploadId } = await session.containerFilesService.beginUpload({
    ...{ containerId: id, path: '/kept', name: 'a', sizeBytes: large.length, replace: true },
  })
  await session.containerFilesService.send({ uploadId, data: large.subarray(0, 400_000) })
  await session.containerFilesService.cancelUpload({ uploadId })
  expect(await seen()).toBe(owner + before)

  engine.faults.push('cut')
  await replace(id, large)
  expect((await seen()).length).toBe(owner.length + large.length)
  await replace(id, bytes(text))
  engine.faults.push('swallow', 'cut')
  await expect(replace(id, large)).rejects.toBeInstanceOf(AppError)
  expect(await seen()).toBe(owner + text)
  await expect.poll(() => session.savesLeft()).toEqual([])

  engine.faults.push('cut', 'cut', 'cut')
  await expect(replace(id, large)).rejects.toMatchObject({ code: 'file.replaced-kept' })
  const [kept = ''] = await session.savesLeft()
  expect(await readFile(join(session.folder, 'saves', kept), 'utf8')).toContain(text)
  await rm(join(session.folder, 'saves', kept))

  engine.faults.push('swallow')
  const about = { containerId: id, path: '/kept', name: 'new', sizeBytes: 0 }
  const begun = await session.containerFilesService.beginUpload(about)
  await expect(session.containerFilesService.finish(begun)).rejects.toMatchObject({
    code: 'file.upload-half',
  })
})

it('puts back what an upload had half replaced when the app crashed, unless somebody wrote since', async () => {
  const id = await stopped('crashed')
  const { ID: engineId } = (await docker.info()) as { ID: string }
  const saves = join(session.folder, 'saves')
  await mkdir(saves, { recursive: true })
  const large = 'large\n'.repeat(300_000)
  const paths = ['a', 'half', 'gone', 'whole', 'theirs']
  for (const [index, path] of paths.entries()) {
    const spool = join(saves, `${Date.now()}-0011aa0${index}`)
    await writeFile(`${spool}.part`, large)
    await writeFile(`${spool}.before.part`, await archiveOf(path))
    const at = { engine: engineId, container: id, path: `/kept/${path}`, volume: { name: volume, path } }
    const hash = createHash('sha256').update(large).digest('hex')
    await noteReplacing(at)(`${spool}.replacing.json`, { sizeBytes: large.length, hash })
  }
  const script = `cd /kept; yes large | head -n 300000 > whole
    head -c 1000000 whole > half; echo theirs > theirs; head -c 1000000 whole > /kept/b; cat b > a`
  await inVolume(script)
  // The container that it was uploaded to is gone by then; the volume is not.
  await docker.getContainer(id).remove()
  await again()
  await expect
    .poll(() => readdir(saves), { timeout: 20_000 })
    .toEqual([expect.stringContaining('before.tar')])
  for (const path of ['a', 'half', 'gone']) expect(await seen(`/kept/${path}`)).toBe(owner + before)
  expect((await seen('/kept/whole')).endsWith(large)).toBe(true)
  expect(await seen('/kept/theirs')).toContain('theirs\n')
  const [kept = ''] = await readdir(saves)
  expect(kept).toMatch(/^\d{13}-0011aa04\.before\.tar$/)
  await rm(join(saves, kept))
})

/** As the engine sends a file that was there before. */
async function archiveOf(name: string): Promise<Buffer> {
  const archive = pack()
  archive.entry({ name, mode: 0o640, uid: 7, gid: 8 }, before)
  archive.finalize()
  return buffer(archive as unknown as Readable)
}

async function inVolume(script: string): Promise<void> {
  const other = await docker.createContainer({
    Image: 'busybox',
    name: `${mark}-writer`,
    Cmd: ['sh', '-c', script],
    HostConfig: { Binds: [`${volume}:/kept`] },
  })
  await other.start()
  await other.wait()
  await other.remove()
}

it('leaves no part of a volume that was being filled when the connection was lost', async () => {
  const [source, copy] = [`${mark}-large`, `${mark}-copy`]
  const filler = await docker.createContainer({
    Image: 'busybox',
    name: `${mark}-filler`,
    Cmd: ['sh', '-c', 'for n in 1 2 3 4; do dd if=/dev/urandom of=/kept/$n bs=1M count=40; done'],
    HostConfig: { Binds: [`${source}:/kept`, `${volume}:/other`] },
  })
  await filler.start()
  await filler.wait()
  const { transferId } = await session.volumesService.clone({ id: source, name: copy })
  const transfers = (): VolumeTransfer[] => [...session.jobs.at(-1)!.getState().values()] as VolumeTransfer[]
  const mine = (): VolumeTransfer | undefined => transfers().find(({ id }) => id === transferId)
  await expect.poll(() => mine()?.doneBytes ?? 0, { interval: 5, timeout: 20_000 }).toBeGreaterThan(100_000)
  session.disconnect()
  await expect.poll(() => mine()?.state, { timeout: 20_000 }).toBe('failed')
  await expect(docker.getVolume(copy).inspect()).resolves.toMatchObject({ Name: copy })
  session.connect()
  const told = (): VolumeTransfer | undefined =>
    transfers().find(({ id, name, state }) => id !== transferId && name === copy && state === 'failed')
  await expect.poll(() => told()?.error?.code, { timeout: 20_000 }).toBe('volume.fill-cut')
  await expect(docker.getVolume(copy).inspect()).rejects.toMatchObject({ statusCode: 404 })
  await filler.remove()
  await docker.getVolume(source).remove()
}, 60_000)

it('is either the old or the new when its container ends in the middle', async () => {
  const kept = await stopped('base')
  let last = before
  for (let turn = 0; turn < 6; turn++) {
    const made = await docker.createContainer({
      Image: 'busybox',
      name: `${mark}-ending`,
      Cmd: ['sleep', '600'],
      HostConfig: { Binds: [`${volume}:/kept`] },
    })
    await made.start()
    await expect.poll(() => session.containers.getState().get(made.id)?.state).toBe('running')
    const content = `turn ${turn}\n`.repeat(60_000)
    const saving = session.containerFilesService.write({
      ...{ containerId: made.id, path: '/kept/a', data: bytes(content) },
    })
    const saved = saving.then(
      () => true,
      () => false,
    )
    await new Promise((resolve) => setTimeout(resolve, 40 + turn * 40))
    await made.kill()
    const was = await saved
    const there = await session.containerFilesService.read({ containerId: kept, path: '/kept/a' })
    const now = new TextDecoder().decode(there.data)
    if (was) last = content
    // Compared whole, told in short.
    expect(now === last, `turn ${turn}, saved: ${was}, ${now.length} bytes`).toBe(true)
    await made.remove({ force: true })
  }
}, 60_000)
