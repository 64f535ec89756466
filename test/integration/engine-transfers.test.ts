// Names, pushes and files of images on a real Docker Engine with a real registry: out, gone, and in again.
import { randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import Docker from 'dockerode'
import { pack } from 'tar-stream'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { localSource, localTarget } from '../../main/base/local-file'
import type { ImageTransfer } from '../../preload/model'
import { startDockerd, type Dockerd } from '../support/dockerd'
import { startRegistry, type Registry } from '../support/registry'
import { makeTestFolder } from '../support/test-folder'
import { pull, startSession, waitFor, type Session } from './engine-session'

const mark = `it${randomBytes(3).toString('hex')}`
let engine: Dockerd
let registry: Registry
let docker: Docker
let session: Session
let folder: string
let redis: string

// An engine of its own: images are removed and must come back from a file.
beforeAll(async () => {
  engine = await startDockerd({ mirror: inject('registryUrl') })
  registry = await startRegistry()
  docker = new Docker({ socketPath: engine.socket })
  session = await startSession(engine.socket)
  folder = await makeTestFolder('transfers')
  await pull(session, 'redis')
  redis = (await docker.getImage('redis').inspect()).Id
  await waitFor(session.images, (items) => items.has(redis), 'redis')
})
afterAll(async () => {
  await session.dispose()
  await engine.stop()
  await registry.stop()
  await rm(folder, { recursive: true })
})

/** The last state of a transfer, and all that a watcher saw before. */
async function ended(transferId: string): Promise<{ last: ImageTransfer; seen: readonly ImageTransfer[] }> {
  const seen: ImageTransfer[] = []
  for await (const change of session.imagesService.watchTransfers()) {
    const items = change.kind === 'snapshot' ? change.items : change.upsert
    const mine = items.find((one) => one.id === transferId)
    if (mine) seen.push(mine)
    if (mine && mine.state !== 'active') return { last: mine, seen }
  }
  throw new Error('the watch ended before the transfer')
}

const targetOf = (name: string): string => session.files.add(localTarget(join(folder, name)))
const sourceOf = (name: string): string => session.files.add(localSource(join(folder, name)))
const tagsOf = (id: string): readonly string[] => session.images.getState().get(id)?.tags ?? []

describe('names of images', () => {
  it('are given and taken, but never from another image, and never the last one', async () => {
    const name = `${mark}/cache:1`
    await session.imagesService.tag({ id: redis, reference: name })
    await session.imagesService.tag({ id: redis, reference: name })
    await waitFor(session.images, () => tagsOf(redis).includes(name), 'the new name')
    await pull(session, 'busybox')
    const { Id: busybox } = await docker.getImage('busybox').inspect()
    await waitFor(session.images, (items) => items.has(busybox), 'busybox')
    await expect(session.imagesService.tag({ id: busybox, reference: name })).rejects.toMatchObject({
      code: 'image.name-taken',
    })
    await expect(session.imagesService.tag({ id: busybox, reference: 'No Name' })).rejects.toMatchObject({
      code: 'image.bad-reference',
    })
    await session.imagesService.untag({ reference: name })
    await waitFor(session.images, () => !tagsOf(redis).includes(name), 'the name to be gone')
    await expect(session.imagesService.untag({ reference: 'redis' })).rejects.toMatchObject({
      code: 'image.last-name',
    })
  })
})

describe('pushing', () => {
  it('sends every layer with progress, and the registry has it', async () => {
    const reference = `127.0.0.1:${registry.port}/${mark}/cache:2`
    await session.imagesService.tag({ id: redis, reference })
    const { transferId } = await session.imagesService.push({ reference })
    const { last, seen } = await ended(transferId)
    expect(last).toMatchObject({ kind: 'push', name: reference, state: 'done' })
    expect(last.layers.length).toBeGreaterThanOrEqual(2)
    expect(last.layers.every(({ state }) => state === 'ready')).toBe(true)
    expect(seen.some(({ layers }) => layers.some(({ state }) => state !== 'ready'))).toBe(true)
    const answer = await fetch(`${registry.url}/v2/${mark}/cache/tags/list`)
    expect(await answer.json()).toEqual({ name: `${mark}/cache`, tags: ['2'] })
    await waitFor(
      session.images,
      (items) => (items.get(redis)?.digests ?? []).some((digest) => digest.startsWith(`127.0.0.1`)),
      'the digest of the push',
    )
  })

  it('says why it cannot', async () => {
    const nowhere = `127.0.0.1:9/${mark}/cache:1`
    await session.imagesService.tag({ id: redis, reference: nowhere })
    const unreachable = await ended((await session.imagesService.push({ reference: nowhere })).transferId)
    expect(unreachable.last).toMatchObject({ state: 'failed', error: { code: 'image.registry-unreachable' } })
    const missing = await ended(
      (await session.imagesService.push({ reference: `${mark}/none:1` })).transferId,
    )
    expect(missing.last.error?.code).toBe('image.not-found')
  })

  it('leaves no name that was given for it when it sent nothing, whether it failed or was cancelled', async () => {
    const namesOf = async (id: string) => (await docker.getImage(id).inspect()).RepoTags
    const before = await namesOf(redis)
    const reference = `127.0.0.1:9/${mark}/lent:1`
    const failed = await ended((await session.imagesService.push({ reference, id: redis })).transferId)
    expect(failed.last).toMatchObject({ state: 'failed', imageId: redis })
    expect(await namesOf(redis)).toEqual(before)

    const silent = createServer()
    await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done))
    const asked = new Promise<Socket>((done) => silent.once('connection', done))
    const nowhere = `127.0.0.1:${(silent.address() as AddressInfo).port}/${mark}/lent:1`
    const { transferId } = await session.imagesService.push({ reference: nowhere, id: redis })
    const socket = await asked
    expect(await namesOf(redis)).toContain(nowhere)
    await session.imagesService.cancelTransfer({ transferId })
    expect((await ended(transferId)).last.state).toBe('cancelled')
    expect(await namesOf(redis)).toEqual(before)
    socket.destroy()
    silent.close()
  })

  it('keeps a name that was there before it, and the only one', async () => {
    const reference = `127.0.0.1:9/${mark}/own:1`
    await docker.getImage(redis).tag({ repo: `127.0.0.1:9/${mark}/own`, tag: '1' })
    const failed = await ended((await session.imagesService.push({ reference, id: redis })).transferId)
    expect(failed.last.state).toBe('failed')
    expect((await docker.getImage(reference).inspect()).Id).toBe(redis)
    await docker.getImage(reference).remove()

    const container = await docker.createContainer({ Image: 'redis' })
    const { Id: nameless } = await container.commit()
    await container.remove()
    const only = `127.0.0.1:9/${mark}/only:1`
    await ended((await session.imagesService.push({ reference: only, id: nameless })).transferId)
    expect((await docker.getImage(nameless).inspect()).RepoTags).toEqual([only])
    await docker.getImage(nameless).remove()
  })

  it('is cancelled, and the engine goes on', async () => {
    const reference = `127.0.0.1:${registry.port}/${mark}/cancelled:1`
    await session.imagesService.tag({ id: redis, reference })
    const { transferId } = await session.imagesService.push({ reference })
    await session.imagesService.cancelTransfer({ transferId })
    expect((await ended(transferId)).last.state).toBe('cancelled')
    await session.imagesService.dismissTransfer({ transferId })
    expect(session.store.getState().state).toBe('connected')
  })
})

describe('files', () => {
  it('hold an image with all its names, and bring it back after it was deleted', async () => {
    const name = `${mark}/kept:1`
    await session.imagesService.tag({ id: redis, reference: name })
    await waitFor(session.images, () => tagsOf(redis).includes(name), 'the second name')
    const names = tagsOf(redis)
    const save = await session.imagesService.save({ id: redis, target: targetOf('redis.tar') })
    const saved = await ended(save.transferId)
    expect(saved.last).toMatchObject({ kind: 'save', state: 'done' })
    expect(saved.last.doneBytes).toBe((await readFile(join(folder, 'redis.tar'))).length)
    await session.imagesService.remove({ id: redis, force: true })
    await waitFor(session.images, (items) => !items.has(redis), 'the image to be gone')
    const { transferId } = await session.imagesService.load({ source: sourceOf('redis.tar') })
    const { last } = await ended(transferId)
    expect(last).toMatchObject({ kind: 'load', name: 'redis.tar', state: 'done' })
    expect([...(last.loaded ?? [])].sort()).toEqual(names)
    await waitFor(session.images, () => tagsOf(redis).length === names.length, 'all names to be back')
  })

  it('make an image of a tree of files', async () => {
    const archive = pack()
    archive.entry({ name: 'etc/motd' }, 'hello')
    archive.finalize()
    await pipeline(archive, createWriteStream(join(folder, 'tree.tar')))
    const reference = `${mark}/imported:1`
    const begun = await session.imagesService.importArchive({ source: sourceOf('tree.tar'), reference })
    expect((await ended(begun.transferId)).last).toMatchObject({ state: 'done', loaded: [reference] })
    const { Id: id } = await docker.getImage(reference).inspect()
    await waitFor(session.images, (items) => items.has(id), 'the imported image')
    // The engine would take it for an archive of what comes before.
    const file = join(folder, 'tree.tar')
    await writeFile(join(folder, 'part.tar'), (await readFile(file)).subarray(0, -1024))
    const part = await session.imagesService.importArchive({
      source: sourceOf('part.tar'),
      reference: `${mark}/part:1`,
    })
    const { error } = (await ended(part.transferId)).last
    expect(error).toMatchObject({ code: 'image.bad-archive', detail: expect.stringContaining('breaks off') })
    await expect(docker.getImage(`${mark}/part:1`).inspect()).rejects.toThrow(/no such image/i)
  })

  it('hold all files of a container, of which an image can be made', async () => {
    await pull(session, 'busybox')
    const made = await docker.createContainer({
      Image: 'busybox',
      name: `${mark}-exported`,
      Cmd: ['sh', '-c', 'echo mine > /mine'],
    })
    await made.start()
    await made.wait()
    await waitFor(session.containers, (all) => all.has(made.id), 'the container')
    const { imagesService } = session
    const begun = await imagesService.exportContainer({ id: made.id, target: targetOf('files.tar') })
    const { last } = await ended(begun.transferId)
    expect(last).toMatchObject({ kind: 'export', name: `${mark}-exported`, state: 'done' })
    expect(last.doneBytes).toBe((await stat(join(folder, 'files.tar'))).size)
    const reference = `${mark}/exported:1`
    const { transferId } = await imagesService.importArchive({ source: sourceOf('files.tar'), reference })
    expect((await ended(transferId)).last.state).toBe('done')
    const again = await docker.createContainer({ Image: reference, Cmd: ['cat', '/mine'], Tty: true })
    await again.start()
    await again.wait()
    expect(String(await again.logs({ stdout: true }))).toContain('mine')
    await Promise.all([again.remove(), made.remove()])
    await waitFor(session.containers, (all) => !all.has(made.id), 'the container to be gone')
    const gone = await imagesService.exportContainer({ id: made.id, target: targetOf('gone.tar') })
    expect((await ended(gone.transferId)).last.error?.code).toBe('container.not-found')
    expect(await readdir(folder)).not.toContain('gone.tar')
  })

  it.each([
    ['something else', Buffer.from('hello, this is no archive'.repeat(100))],
    ['nothing', Buffer.alloc(0)],
  ])('with %s are refused', async (_what, content) => {
    await writeFile(join(folder, 'bad.tar'), content)
    const { transferId } = await session.imagesService.load({ source: sourceOf('bad.tar') })
    const { last } = await ended(transferId)
    expect(last).toMatchObject({ state: 'failed', error: { code: 'image.bad-archive' } })
  })

  it('are whole or not there, and a ticket is good for one use', async () => {
    const target = targetOf('never.tar')
    const { transferId } = await session.imagesService.save({ id: redis, target })
    await session.imagesService.cancelTransfer({ transferId })
    expect((await ended(transferId)).last.state).toBe('cancelled')
    expect((await readdir(folder)).filter((name) => name.startsWith('never'))).toEqual([])
    await expect(session.imagesService.save({ id: redis, target })).rejects.toMatchObject({
      code: 'files.gone',
    })
    const gone = await session.imagesService.load({ source: sourceOf('no-such.tar') })
    expect((await ended(gone.transferId)).last.error?.code).toBe('files.refused')
  })
})
