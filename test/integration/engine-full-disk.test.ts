// A disk without room, on a real Docker Engine whose data lies on one of a few MB: each work that fills it says so, and
// nothing half made stays.
import { randomBytes } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import Docker from 'dockerode'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { run } from '../../main/base/child'
import { localSource } from '../../main/base/local-file'
import { runIn } from '../../main/engine/output-of'
import type { CollectionChange, RunRequest } from '../../preload/model'
import type { SerialisedError } from '../../preload/errors'
import { startDockerd, type Dockerd } from '../support/dockerd'
import { archiveOf } from '../support/layered-image'
import { makeTestFolder } from '../support/test-folder'
import { pull, startSession, waitFor, type Session } from './engine-session'

const diskMegabytes = 20
let engine: Dockerd
let docker: Docker
let session: Session
let folder: string
/** More than the disk holds, and nothing that would get smaller on the way. */
const much = randomBytes(diskMegabytes * 2 ** 20)

beforeAll(async () => {
  engine = await startDockerd({ mirror: inject('registryUrl'), diskMegabytes })
  docker = new Docker({ socketPath: engine.socket })
  session = await startSession(engine.socket)
  folder = await makeTestFolder('full')
  await pull(session, 'busybox')
  await waitFor(session.images, (all) => all.size === 1, 'busybox')
})
afterAll(async () => {
  await session?.dispose()
  await engine?.stop()
  await rm(folder, { recursive: true })
})

/** How a job ended: the error, with the engine's own words. */
async function failure<T extends { readonly id: string; readonly state: string }>(
  watch: AsyncIterable<CollectionChange<T>>,
  id: string,
): Promise<SerialisedError | undefined> {
  for await (const change of watch) {
    const mine = (change.kind === 'snapshot' ? change.items : change.upsert).find((one) => one.id === id)
    if (mine && mine.state !== 'active') return (mine as { readonly error?: SerialisedError }).error
  }
  throw new Error('the watch ended before the job')
}

const noSpace = {
  code: 'engine.no-disk-space',
  detail: expect.stringMatching(/no space left on device/i),
}

/** What the engine has, in its own words. */
async function everything(): Promise<object> {
  const [images, containers, { Volumes: volumes }] = await Promise.all([
    docker.listImages({ all: true }),
    docker.listContainers({ all: true }),
    docker.listVolumes(),
  ])
  return {
    images: images.map(({ Id, RepoTags }) => [Id, RepoTags]),
    containers: containers.map(({ Names }) => Names),
    volumes: (volumes ?? []).map(({ Name }) => Name),
  }
}

describe('on a full disk', () => {
  it('a download and a file that is loaded say so and leave nothing', async () => {
    const { imagesService: images } = session
    const before = await everything()
    // By its address: without room for what a mirror gives, the engine would go on to ask Docker Hub.
    const reference = `${new URL(inject('registryUrl')).host}/library/redis:8`
    const { pullId } = await images.pull({ reference })
    expect(await failure(images.watchPulls(), pullId)).toMatchObject(noSpace)
    expect(await everything()).toEqual(before)

    await writeFile(join(folder, 'image.tar'), await archiveOf('full:1', [much]))
    const file = session.files.add(localSource(join(folder, 'image.tar')))
    const { transferId } = await images.load({ source: file })
    expect(await failure(images.watchTransfers(), transferId)).toMatchObject(noSpace)
    expect(await everything()).toEqual(before)
  })

  it('a container that fills it ends, nothing else starts, and all is well once it is gone', async () => {
    const { containersService: containers, containerFilesService: files } = session
    const before = await everything()
    const request = (name: string, command: readonly string[]): RunRequest => ({
      ...{ image: 'busybox', name, command, ports: [], env: [], restart: 'no' },
      volumes: [{ name: 'filled', path: '/filled' }],
    })
    const fill = ['sh', '-c', 'cat /dev/zero > /filled/all']
    const { id } = await containers.run({ request: request('fills', fill) })
    const all = await waitFor(session.containers, (items) => items.get(id)?.state === 'exited', 'its end')
    expect(all.get(id)).toMatchObject({ exitCode: 1 })

    await expect(containers.run({ request: request('late', ['true']) })).rejects.toMatchObject(noSpace)
    const small = { containerId: id, path: '/filled/small', data: much.subarray(0, 2 ** 16) }
    await expect(files.write(small)).rejects.toMatchObject(noSpace)
    await expect(
      session.volumesService
        .clone({ id: 'filled', name: 'copy' })
        .then(({ transferId }) => failure(session.volumesService.watchTransfers(), transferId)),
    ).resolves.toMatchObject(noSpace)
    expect((await docker.listVolumes()).Volumes?.map(({ Name }) => Name)).toEqual(['filled'])
    const left = (await docker.listContainers({ all: true })).map(({ Names }) => Names)
    expect(left).toEqual([['/fills']])

    await containers.remove({ id })
    await docker.getVolume('filled').remove()
    expect(await everything()).toEqual(before)
    const { id: next } = await containers.run({ request: request('late', ['true']) })
    await waitFor(session.containers, (items) => items.get(next)?.exitCode === 0, 'its end')
  })

  it('leaves nothing half written of a file that is new, and the old one where it was to be replaced', async () => {
    const { containersService: containers, containerFilesService: files } = session
    const before = await everything()
    const command = [
      'sh',
      '-c',
      'echo before > /whole/old; touch /ready; trap "exit 0" TERM; sleep 600 & wait',
    ]
    const options = {
      ports: [],
      env: [],
      restart: 'no',
      volumes: [{ name: 'whole', path: '/whole' }],
    } as const
    const { id } = await containers.run({ request: { image: 'busybox', name: 'full', command, ...options } })
    const container = docker.getContainer(id)
    await waitFor(session.containers, (all) => all.get(id)?.state === 'running', 'it runs')
    const inside = async (script: string): Promise<string> =>
      (await runIn(container, ['sh', '-c', script])).output.toString().trim()
    await expect.poll(() => inside('ls /ready')).toBe('/ready')
    await inside('cat /dev/zero > /whole/all')

    const data = new Uint8Array(much.subarray(0, 2 ** 18))
    for (const path of ['/whole/old', '/whole/new'])
      await expect(files.write({ containerId: id, path, data })).rejects.toMatchObject(noSpace)
    for (const name of ['old', 'up']) {
      const about = { containerId: id, path: '/whole', name, sizeBytes: data.length, replace: true }
      const { uploadId } = await files.beginUpload(about)
      await files.send({ uploadId, data })
      await expect(files.finish({ uploadId })).rejects.toMatchObject(noSpace)
    }
    expect(await inside('cd /whole; echo *; cat old')).toBe('all old\nbefore')

    const restarted = await containers.recreate({ id }).catch((error: unknown) => error)
    expect(String((restarted as { detail?: string }).detail)).toMatch(/no space left/i)
    expect((await container.inspect()).Name).toBe('/full')
    await container.remove({ force: true })
    await docker.getVolume('whole').remove()
    expect(await everything()).toEqual(before)
  })

  it('of this computer nothing is begun that could not be noted', async () => {
    const { containersService: containers, containerFilesService: files, volumesService: volumes } = session
    const before = await everything()
    const command = [
      'sh',
      '-c',
      'echo before > /data/file; touch /ready; trap "exit 0" TERM; sleep 600 & wait',
    ]
    const options = {
      ports: [],
      env: [],
      restart: 'always',
      volumes: [{ name: 'data', path: '/data' }],
    } as const
    const { id } = await containers.run({ request: { image: 'busybox', name: 'home', command, ...options } })
    const container = docker.getContainer(id)
    await waitFor(session.containers, (all) => all.get(id)?.state === 'running', 'it runs')
    const inside = async (script: string): Promise<string> =>
      (await runIn(container, ['sh', '-c', script])).output.toString().trim()
    await expect.poll(() => inside('ls /ready')).toBe('/ready')
    const { StartedAt: started } = (await container.inspect()).State
    const full = { code: 'files.no-space' }
    await run('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'none', session.folder])
    try {
      await writeFile(join(session.folder, 'all'), much).catch(() => {})
      const data = new Uint8Array(much.subarray(0, 2 ** 18))
      const file = { containerId: id, path: '/data/file' }
      await expect(files.write({ ...file, data })).rejects.toMatchObject(full)
      const about = { containerId: id, path: '/data', name: 'file', sizeBytes: data.length, replace: true }
      const { uploadId } = await files.beginUpload(about)
      await expect(files.send({ uploadId, data })).rejects.toMatchObject(full)
      // What waited makes room again.
      await expect.poll(() => session.savesLeft()).toEqual([])
      await expect(containers.recreate({ id })).rejects.toMatchObject(full)
      await expect(containers.discard({ id })).rejects.toMatchObject(full)
      await expect(volumes.setDaily({ id: 'data', daily: true })).rejects.toMatchObject(full)
      for (const work of [volumes.clone({ id: 'data', name: 'copy' }), volumes.backUp({ id: 'data' })])
        expect(await failure(volumes.watchTransfers(), (await work).transferId)).toMatchObject(full)
    } finally {
      await run('umount', ['--lazy', session.folder])
    }
    const now = await container.inspect()
    expect(now).toMatchObject({ Name: '/home', State: { Running: true } })
    expect(now.HostConfig.RestartPolicy?.Name).toBe('always')
    // It was stopped to go into the Trash, and started again.
    expect(now.State.StartedAt).not.toBe(started)
    expect(await inside('cat /data/file')).toBe('before')
    await container.remove({ force: true })
    await docker.getVolume('data').remove()
    expect(await everything()).toEqual(before)
  })

  // The last: what a build had read of the folder stays in its cache, which the engine needs room to take away.
  it('a build says so and leaves no image', async () => {
    const { buildsService: builds } = session
    const before = await everything()
    const context = join(folder, 'context')
    await mkdir(context)
    await writeFile(join(context, 'much'), much)
    await writeFile(join(context, 'Dockerfile'), 'FROM busybox\nCOPY much /much\n')
    const request = { folder: context, dockerfile: 'Dockerfile', tag: 'full:2', args: [] }
    const { buildId } = await builds.build({ request })
    expect(await failure(builds.watchBuilds(), buildId)).toMatchObject(noSpace)
    expect(await everything()).toEqual(before)
  })
})
