// A disk without room, on a real Docker Engine whose data lies on one of a few MB: each work that fills it says so, and
// nothing half made stays.
import { randomBytes } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import Docker from 'dockerode'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { localSource } from '../../main/base/local-file'
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
    const left = (await docker.listContainers({ all: true })).map(({ Names }) => Names)
    expect(left).toEqual([['/fills']])

    await containers.remove({ id })
    await docker.getVolume('filled').remove()
    expect(await everything()).toEqual(before)
    const { id: next } = await containers.run({ request: request('late', ['true']) })
    await waitFor(session.containers, (items) => items.get(next)?.exitCode === 0, 'its end')
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
