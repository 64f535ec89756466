// Volumes on a real Docker Engine: seen by their events, measured when asked, never removed while used.
import { once } from 'node:events'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { FileTarget } from '../../main/base/file-tickets'
import { localSource, localTarget } from '../../main/base/local-file'
import type { VolumePlace, VolumeSizes, VolumeTransfer } from '../../preload/model'
import { makeTestFolder } from '../support/test-folder'
import { waitFor } from './engine-session'
import { markedEngine } from './marked-engine'

const engine = markedEngine('ev')
const { docker, mark } = engine

const service = () => engine.session.volumesService
const make = (name: string) =>
  service().create({ request: { name: `${mark}-${name}`, driver: 'local', options: {} } })
const seen = (id: string) => waitFor(engine.session.volumes, (items) => items.has(id), `the volume ${id}`)
const gone = (id: string) => waitFor(engine.session.volumes, (items) => !items.has(id), `${id} to be gone`)

/** A stopped container that mounts the volume, known to the engine.session. */
async function use(volume: string): Promise<string> {
  const made = await docker.createContainer({
    Image: 'busybox',
    name: `${mark}-user`,
    HostConfig: { Binds: [`${volume}:/data`] },
  })
  await waitFor(engine.session.containers, (items) => items.has(made.id), 'the container')
  return made.id
}

async function sizes(): Promise<VolumeSizes> {
  for await (const value of service().watchSizes()) return value
  throw new Error('no sizes')
}

// The engine looks for a driver for 15 s before it gives up: the other tests go on meanwhile, and the last one waits.
let withoutDriver: Promise<unknown>
beforeAll(() => {
  const request = { name: `${mark}-drv`, driver: 'no-such-driver', options: {} }
  withoutDriver = service()
    .create({ request })
    .catch((error: unknown) => error)
})

describe('volumes', () => {
  it('shows a volume that another program made, and its end', async () => {
    const id = `${mark}-theirs`
    await docker.createVolume({ Name: id, Labels: { 'com.docker.compose.project': 'shop' } })
    const volume = (await seen(id)).get(id)
    expect(volume).toMatchObject({ id, driver: 'local', options: {}, anonymous: false, project: 'shop' })
    expect(Math.abs(Date.now() - (volume?.createdAt ?? 0))).toBeLessThan(60_000)
    await docker.getVolume(id).remove()
    await gone(id)
  })

  it('shows the files of one that nothing uses, and leaves no container behind', async () => {
    const id = `${mark}-files`
    await make('files')
    const fill = await docker.createContainer({
      Image: 'busybox',
      Cmd: ['sh', '-c', 'mkdir /data/sub; echo kept > /data/sub/note.txt'],
      HostConfig: { Binds: [`${id}:/data`] },
    })
    await fill.start()
    await fill.wait()
    await fill.remove()
    const abort = new AbortController()
    const places = service().watchPlace({ id, signal: abort.signal })[Symbol.asyncIterator]()
    const { containerId, path } = (await places.next()).value as VolumePlace
    const { list, read } = engine.session.containerFilesService
    const { files } = await list({ containerId, path: `${path}/sub` })
    expect(files.map(({ name, kind }) => [name, kind])).toEqual([['note.txt', 'file']])
    const { data } = await read({ containerId, path: `${path}/sub/note.txt` })
    expect(new TextDecoder().decode(data)).toBe('kept\n')
    expect(engine.session.containers.getState().has(containerId)).toBe(false)
    abort.abort()
    expect((await places.next()).done).toBe(true)
    await expect(docker.getContainer(containerId).inspect()).rejects.toThrow(/no such container/i)
    await service().remove({ id })
  })

  it('shows the files of one in use where its container has them, and refuses a name that is none', async () => {
    const id = `${mark}-inside`
    await make('inside')
    const user = await docker.createContainer({
      Image: 'busybox',
      name: `${mark}-inside-user`,
      Cmd: ['sleep', '600'],
      HostConfig: { Binds: [`${id}:/data`] },
    })
    await user.start()
    await waitFor(engine.session.containers, (all) => all.get(user.id)?.state === 'running', 'it to run')
    const abort = new AbortController()
    const places = service().watchPlace({ id, signal: abort.signal })[Symbol.asyncIterator]()
    expect((await places.next()).value).toEqual({ containerId: user.id, path: '/data' })
    // It goes: the volume is still to be seen, through another.
    await user.remove({ force: true })
    const { containerId } = (await places.next()).value as VolumePlace
    expect(containerId).not.toBe(user.id)
    abort.abort()
    await places.next()
    const missing = service()
      .watchPlace({ id: `${mark}-none` })
      [Symbol.asyncIterator]()
    await expect(missing.next()).rejects.toMatchObject({ code: 'volume.not-found' })
  })

  it('tells unnamed volumes apart, and which container uses them', async () => {
    const made = await docker.createContainer({
      Image: 'busybox',
      name: `${mark}-unnamed`,
      Volumes: { '/data': {} },
    })
    const containers = await waitFor(
      engine.session.containers,
      (items) => items.has(made.id),
      'the container',
    )
    const [name = ''] = containers.get(made.id)?.volumes ?? []
    expect((await seen(name)).get(name)?.anonymous).toBe(true)
  })

  it('makes one with the options of its driver, and keeps one that exists as it is', async () => {
    const name = `${mark}-tmp`
    const options = { type: 'tmpfs', device: 'tmpfs', o: 'size=1m' }
    expect(await service().create({ request: { name, driver: 'local', options } })).toEqual({ id: name })
    expect((await seen(name)).get(name)?.options).toEqual(options)
    await expect(service().create({ request: { name, driver: 'local', options: {} } })).rejects.toMatchObject(
      { code: 'volume.name-taken', params: { volume: name } },
    )
    expect((await docker.getVolume(name).inspect()).Options).toEqual(options)
  })

  it.each([
    ['bad/name', 'local', {}, 'volume.bad-name'],
    ['../../x', 'local', {}, 'volume.bad-name'],
    ['opt', 'local', { nonsense: '1' }, 'volume.bad-options'],
  ])('refuses %s with driver %s and options %j', async (end, driver, options, code) => {
    const request = { name: `${mark}-${end}`, driver, options }
    await expect(service().create({ request })).rejects.toMatchObject({ code })
  })

  it('keeps a volume that a stopped container mounts, and removes it afterwards', async () => {
    const { id } = await make('used')
    await seen(id)
    const user = await use(id)
    const refusal = { code: 'volume.in-use', params: { volume: id, container: `${mark}-user` } }
    await expect(service().remove({ id })).rejects.toMatchObject(refusal)
    await docker.getVolume(id).inspect()
    // Whoever removes the container goes on at once, before its event arrives.
    await engine.session.containersService.remove({ id: user })
    await service().remove({ id })
    await gone(id)
    await expect(service().remove({ id })).rejects.toMatchObject({ code: 'volume.not-found' })
  })

  it('cleans up exactly what was chosen, and tells what stayed', async () => {
    const [free, other, used] = await Promise.all([make('free'), make('other'), make('kept')])
    await use(used.id)
    const result = await service().prune({ ids: [free.id, used.id] })
    expect(result.removed).toEqual([free.id])
    expect(result.kept).toMatchObject([{ id: used.id, error: { code: 'volume.in-use' } }])
    await gone(free.id)
    expect(engine.session.volumes.getState().has(other.id)).toBe(true)
    await docker.getVolume(used.id).inspect()
  })

  it('measures only when asked, once for all who ask at the same time', async () => {
    const { id } = await make('full')
    const writer = await docker.createContainer({
      Image: 'busybox',
      name: `${mark}-writer`,
      Cmd: ['dd', 'if=/dev/zero', 'of=/data/file', 'bs=1k', 'count=700'],
      HostConfig: { Binds: [`${id}:/data`] },
    })
    await writer.start()
    await writer.wait()
    expect((await sizes()).bytes[id]).toBeUndefined()
    const before = Date.now()
    await Promise.all([service().measure(), service().measure()])
    const now = await sizes()
    expect(now.measuring).toBe(false)
    expect(now.measuredAt).toBeGreaterThanOrEqual(before)
    expect(now.bytes[id]).toBeGreaterThanOrEqual(700 * 1024)
    expect(now.bytes[id]).toBeLessThan(800 * 1024)
  })

  it('shows the engine’s own description, and says when there is none', async () => {
    const { id } = await make('seen')
    expect(JSON.parse((await service().inspect({ id })).json)).toMatchObject({ Name: id, Driver: 'local' })
    await expect(service().inspect({ id: `${mark}-none` })).rejects.toMatchObject({
      code: 'volume.not-found',
    })
  })
})

describe('a volume in a file', () => {
  const name = (part: string): string => `${mark}-${part}`
  const ended = async (transferId: string): Promise<VolumeTransfer> => {
    for await (const change of service().watchTransfers()) {
      const items = change.kind === 'snapshot' ? change.items : change.upsert
      const mine = items.find(({ id }) => id === transferId)
      if (mine && mine.state !== 'active') return mine
    }
    throw new Error('the watch ended first')
  }
  const run = async (volume: string, script: string): Promise<string> => {
    const box = await docker.createContainer({
      Image: 'busybox',
      Cmd: ['sh', '-c', script],
      Tty: true,
      HostConfig: { Binds: [`${volume}:/data`] },
    })
    await box.start()
    await box.wait()
    const printed = (await box.logs({ stdout: true, stderr: true })).toString().replaceAll('\r', '').trim()
    await box.remove()
    return printed
  }
  const save = async (id: string, target: FileTarget) =>
    ended((await service().save({ id, target: engine.session.files.add(target) })).transferId)
  const restore = async (id: string, file: string) => {
    const source = engine.session.files.add(localSource(file))
    return ended((await service().restore({ source, name: id })).transferId)
  }
  const look = 'cd /data && find . | sort && cat "한글 file" && stat -c %a:%u "한글 file" && readlink link'
  let folder: string

  beforeAll(async () => {
    folder = await makeTestFolder('volumes')
  })
  // Each test has its own: what has the mark is gone after one.
  beforeEach(async () => {
    await make('full')
    await run(
      name('full'),
      'cd /data && echo kept > "한글 file" && chmod 640 * && chown 7 * && ln -s x link && mkdir -p a/b',
    )
  })
  afterAll(async () => {
    await rm(folder, { recursive: true })
  })

  it('is saved and makes a new one that is the same; so does a copy; who uses it stands still meanwhile', async () => {
    const writer = await docker.createContainer({
      Image: 'busybox',
      Cmd: ['sleep', '600'],
      HostConfig: { Binds: [`${name('full')}:/data`] },
    })
    await writer.start()
    await waitFor(engine.session.containers, (all) => all.get(writer.id)?.state === 'running', 'the writer')
    const file = join(folder, 'full.tar.gz')
    let during = ''
    const whole = localTarget(file)
    const target: FileTarget = {
      ...whole,
      write: async (content, signal) => {
        during = (await writer.inspect()).State.Status
        return whole.write(content, signal)
      },
    }
    expect(await save(name('full'), target)).toMatchObject({ state: 'done', kind: 'save' })
    expect(during).toBe('paused')
    expect((await writer.inspect()).State.Status).toBe('running')
    await writer.remove({ force: true })

    expect(await restore(name('back'), file)).toMatchObject({ state: 'done', kind: 'restore' })
    const { transferId } = await service().clone({ id: name('full'), name: name('copy') })
    expect(await ended(transferId)).toMatchObject({ state: 'done', kind: 'clone' })
    const content = await run(name('full'), look)
    expect(content).toContain('kept\n640:7\nx')
    expect(await run(name('back'), look)).toBe(content)
    expect(await run(name('copy'), look)).toBe(content)
  })

  it('never replaces a whole one with half of one, and a bad file makes no volume', async () => {
    const file = join(folder, 'kept.tar.gz')
    await save(name('full'), localTarget(file))
    const before = await readFile(file)
    let begun: () => void = () => {}
    const reading = new Promise<void>((resolve) => (begun = resolve))
    const slow: FileTarget = {
      name: 'kept.tar.gz',
      write: async (content, signal) => {
        begun()
        // Cancelled while its last bytes are waited for.
        await once(signal, 'abort')
        return localTarget(file).write(content, signal)
      },
    }
    const { transferId } = await service().save({ id: name('full'), target: engine.session.files.add(slow) })
    await reading
    await service().cancelTransfer({ transferId })
    expect(await ended(transferId)).toMatchObject({ state: 'cancelled' })
    expect(await readFile(file)).toEqual(before)
    expect((await readdir(folder)).filter((one) => one.endsWith('.part'))).toEqual([])

    await writeFile(join(folder, 'cut.tar.gz'), before.subarray(0, before.length - 40))
    expect(await restore(name('cut'), join(folder, 'cut.tar.gz'))).toMatchObject({
      state: 'failed',
      error: { code: 'volume.bad-archive' },
    })
    await writeFile(join(folder, 'bad.tar'), 'no archive at all')
    const bad = await restore(name('bad'), join(folder, 'bad.tar'))
    expect(bad.error?.code).toBe('volume.bad-archive')
    // To the engine, it ends between two files as well as anywhere.
    const plain = gunzipSync(before)
    const parts = [plain.subarray(0, 1024), gzipSync(plain.subarray(0, 1024))]
    for (const part of parts) {
      await writeFile(join(folder, 'part'), part)
      const { error, state } = await restore(name('cut'), join(folder, 'part'))
      expect([state, error?.code, error?.detail]).toEqual([
        'failed',
        'volume.bad-archive',
        expect.stringContaining('breaks off'),
      ])
    }
    await writeFile(join(folder, 'plain.tar'), plain)
    expect(await restore(name('plain'), join(folder, 'plain.tar'))).toMatchObject({ state: 'done' })
    expect(await run(name('plain'), look)).toBe(await run(name('full'), look))
    const { Volumes: left } = await docker.listVolumes()
    expect(left.map(({ Name }) => Name)).not.toContain(name('cut'))
    expect(left.map(({ Name }) => Name)).not.toContain(name('bad'))
    expect(await restore(name('full'), file)).toMatchObject({ error: { code: 'volume.name-taken' } })
    expect(await save(name('none'), localTarget(file))).toMatchObject({ error: { code: 'volume.not-found' } })
    expect(await readFile(file)).toEqual(before)
    expect(await run(name('full'), look)).toContain('kept')
  })
})

it('a volume is refused when the engine does not have its driver', async () => {
  expect(await withoutDriver).toMatchObject({ code: 'volume.unknown-driver' })
})
