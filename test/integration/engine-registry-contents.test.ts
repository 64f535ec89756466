// What registries tell, asked of real ones: names, tags, newer images; and what Docker Hub says of search and limits.
import { randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { rm } from 'node:fs/promises'
import Docker from 'dockerode'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { silentLog } from '../../main/base/log'
import { getJson } from '../../main/engine/client'
import { createLogins } from '../../main/engine/registries/logins'
import { createRegistryClient, readHubSearch } from '../../main/engine/registries/registry-client'
import type { ImageUpdate, Pull } from '../../preload/model'
import { makeCredentialHelper } from '../support/credential-helper'
import { startRegistry, type Registry } from '../support/registry'
import { ownManifest, putIndex, type RegistryAt } from '../support/registry-index'
import { unusedPort } from '../support/held-port'
import { makeTestFolder } from '../support/test-folder'
import { dialSocket, noKeeper, pull, startSession, waitFor, type Session } from './engine-session'

const docker = new Docker({ socketPath: inject('engineSocket') })
const mark = `rc${randomBytes(3).toString('hex')}`
let registry: Registry
let session: Session
let folder: string
let address: string

beforeAll(async () => {
  folder = await makeTestFolder('contents')
  registry = await startRegistry({ locked: true })
  address = `127.0.0.1:${registry.port}`
  const { env } = await makeCredentialHelper(folder)
  session = await startSession(inject('engineSocket'), dialSocket(inject('engineSocket')), {
    ...noKeeper,
    env,
  })
  await pull(session, 'busybox')
})
afterAll(async () => {
  const mine = await docker.listContainers({ all: true, filters: { name: [mark] } })
  await Promise.all(mine.map(({ Id }) => docker.getContainer(Id).remove({ force: true, v: true })))
  const images = await docker.listImages({ filters: { reference: [`${address}/*/*`] } })
  for (const { Id } of images)
    await docker
      .getImage(Id)
      .remove({ force: true })
      .catch(() => undefined)
  await session.dispose()
  await registry.stop()
  await rm(folder, { recursive: true, force: true })
})

async function push(reference: string, id: string): Promise<void> {
  await session.imagesService.tag({ id, reference })
  const { transferId } = await session.imagesService.push({ reference })
  for await (const change of session.imagesService.watchTransfers()) {
    const mine = (change.kind === 'snapshot' ? change.items : change.upsert).find(
      ({ id }) => id === transferId,
    )
    if (mine?.state === 'done') return
    if (mine && mine.state !== 'active') throw new Error(JSON.stringify(mine.error))
  }
}

/** Busybox with one more file, so that it has another digest. */
async function otherImage(): Promise<string> {
  const made = await docker.createContainer({ Image: 'busybox', Cmd: ['true'], Labels: { mark } })
  const { Id } = (await made.commit({ changes: `LABEL mark=${randomBytes(4).toString('hex')}` })) as {
    Id: string
  }
  await made.remove()
  return Id
}

const knownUpdates = async (): Promise<readonly ImageUpdate[]> => {
  for await (const change of session.imagesService.watchUpdates())
    return change.kind === 'snapshot' ? change.items : []
  return []
}

const updateOf = (state: ImageUpdate['state'], reference: string): Promise<unknown> => {
  const watch = session.imagesService.watchUpdates()
  return (async () => {
    for await (const change of watch) {
      const items = change.kind === 'snapshot' ? change.items : change.upsert
      const mine = items.find(({ id }) => id === reference)
      if (mine?.state === state) return mine
    }
    throw new Error('the watch ended first')
  })()
}

/** As the person who may read and write there. */
const atRegistry = (): RegistryAt => ({
  address,
  authorization: `Basic ${Buffer.from('acme:s3cret').toString('base64')}`,
})

describe('a registry of its own', () => {
  it('lists names and tags once the person is logged in', async () => {
    await expect(session.registriesService.search({ registry: address, term: '' })).rejects.toMatchObject({
      code: 'registry.login-needed',
    })
    await session.registriesService.login({ registry: address, username: 'acme', password: 's3cret' })
    const { Id: id } = await docker.getImage('busybox').inspect()
    for (const tag of ['1.9', '1.10', 'latest']) await push(`${address}/${mark}/box:${tag}`, id)
    await push(`${address}/${mark}/api:1`, id)
    expect(await session.registriesService.search({ registry: address, term: 'BOX' })).toEqual({
      items: [{ name: `${address}/${mark}/box` }],
      complete: true,
    })
    // The whole name alone says where to look.
    const whole = await session.registriesService.search({ registry: '', term: `${address}/${mark}/b` })
    expect(whole.items).toEqual([{ name: `${address}/${mark}/box` }])
    expect(await session.registriesService.listTags({ reference: `${address}/${mark}/box` })).toEqual({
      tags: ['latest', '1.10', '1.9'],
      complete: true,
    })
    await expect(
      session.registriesService.listTags({ reference: `${address}/${mark}/none` }),
    ).rejects.toMatchObject({ code: 'registry.no-list' })
  })

  it('is asked for newer images, which containers then run with everything they have', async () => {
    const reference = `${address}/${mark}/box:1.9`
    const made = await docker.createContainer({
      Image: reference,
      name: `${mark}-box`,
      Cmd: ['sh', '-c', 'trap "exit 0" TERM; sleep 600 & wait'],
      Env: ['OWN=1'],
    })
    await made.start()
    // Who only looks asks nobody.
    expect(await knownUpdates()).toEqual([])
    expect(await session.imagesService.checkUpdates({ references: [reference] })).toEqual({
      newer: [],
      current: [reference],
      unknown: [],
    })
    expect(await updateOf('current', reference)).toMatchObject({ id: reference })

    // Somebody else pushes a newer one.
    const before = await docker.getImage(reference).inspect()
    const newer = await otherImage()
    await docker.getImage(newer).tag({ repo: `${address}/${mark}/box`, tag: '1.9' })
    const { transferId } = await session.imagesService.push({ reference })
    await waitFor(session.images, () => true, 'nothing')
    for await (const change of session.imagesService.watchTransfers()) {
      const mine = (change.kind === 'snapshot' ? change.items : change.upsert).find(
        (one) => one.id === transferId,
      )
      if (mine && mine.state !== 'active') break
    }
    await docker.getImage(before.Id).tag({ repo: `${address}/${mark}/box`, tag: '1.9' })
    await docker
      .getImage(newer)
      .remove({ force: true })
      .catch(() => undefined)
    await waitFor(
      session.images,
      (all) => all.get(before.Id)?.tags.includes(reference) === true && !all.has(newer),
      'the name to be back, and there alone',
    )
    const { newer: found } = await session.imagesService.checkUpdates({ references: [reference] })
    expect(found).toEqual([reference])
    expect(await updateOf('newer', reference)).toMatchObject({ imageId: before.Id })

    expect(await session.imagesService.update({ reference })).toEqual({
      recreated: [`${mark}-box`],
      kept: [],
      aside: [],
    })
    const after = await docker.getContainer(`${mark}-box`).inspect()
    expect(after.Image).toBe((await docker.getImage(reference).inspect()).Id)
    expect(after.Image).not.toBe(before.Id)
    expect(after).toMatchObject({ State: { Running: true }, Config: { Image: reference } })
    expect(after.Config.Env).toContain('OWN=1')
    expect(await updateOf('current', reference)).toMatchObject({ imageId: after.Image })
    // Two pushes, a pull and a container made again: more than most tests do.
  }, 180_000)

  it('tells what a download would be, of what is not here, and nothing when it does not answer', async () => {
    const { imagesService } = session
    const reference = `${address}/${mark}/box:1.10`
    expect(await imagesService.getDownload({ reference })).toMatchObject({ here: true, missing: false })
    await docker.getImage(reference).remove({ force: true })
    const told = await imagesService.getDownload({ reference })
    expect(told).toMatchObject({ here: false, missing: false })
    // The same by hand, under a platform of its own: what is offered for others is no download of this computer.
    const manifest = await ownManifest(atRegistry(), `${mark}/box`, '1.10')
    const { layers, config } = manifest.json
    expect(told.downloadBytes).toBe([config, ...layers].reduce((sum, { size }) => sum + size, 0))
    await putIndex(atRegistry(), `${mark}/box`, 'all', manifest, ['linux/s390x', session.platform()])
    expect(await imagesService.getDownload({ reference: `${address}/${mark}/box:all` })).toEqual(told)
    expect(await imagesService.getDownload({ reference: `${address}/${mark}/none:1` })).toMatchObject({
      here: false,
      missing: true,
    })

    await imagesService.pull({ reference })
    await waitFor(
      session.images,
      (all) => [...all.values()].some(({ tags }) => tags.includes(reference)),
      'the image to be here',
      60_000,
    )
    expect(await imagesService.getDownload({ reference })).not.toHaveProperty('downloadBytes')
    const nobody = `127.0.0.1:${await unusedPort()}/${mark}/box:1`
    expect(await imagesService.getDownload({ reference: nobody })).toEqual({ here: false, missing: false })
  })

  it('says that an image is for other processors only, and gives it to whoever asks for theirs', async () => {
    const { imagesService } = session
    const reference = `${address}/${mark}/box:foreign`
    const image = await ownManifest(atRegistry(), `${mark}/box`, '1.10')
    await putIndex(atRegistry(), `${mark}/box`, 'foreign', image, ['linux/s390x'])
    const ended = async (pullId: string): Promise<Pull> => {
      for await (const change of imagesService.watchPulls()) {
        const items = change.kind === 'snapshot' ? change.items : change.upsert
        const mine = items.find(({ id }) => id === pullId)
        if (mine && mine.state !== 'active') return mine
      }
      throw new Error('the watch ended first')
    }
    const own = await imagesService.pull({ reference })
    expect(await ended(own.pullId)).toMatchObject({
      state: 'failed',
      error: { code: 'image.wrong-platform', params: { reference, platform: session.platform() } },
    })
    const other = await imagesService.pull({ reference, platform: 'linux/s390x' })
    expect(await ended(other.pullId)).toMatchObject({ state: 'done', platform: 'linux/s390x' })
    await docker.getImage(reference).remove({ force: true })
  })

  it('asks the mirror of Docker Hub, as the engine does, and knows an index of several platforms', async () => {
    const { current } = await session.imagesService.checkUpdates({ references: ['busybox:latest'] })
    expect(current).toEqual(['busybox:latest'])
    const { tags } = await session.registriesService.listTags({ reference: 'busybox' })
    expect(tags).toContain('latest')
  })
})

describe('Docker Hub', () => {
  let hub: Server
  let url: string
  const asked: { method: string; path: string; authorization: string | undefined }[] = []

  beforeAll(async () => {
    hub = createServer((request, response) => {
      const { method = '', url: path = '', headers } = request
      asked.push({ method, path, authorization: headers.authorization })
      if (path.startsWith('/token')) return void response.end(JSON.stringify({ token: 'pass' }))
      if (path === '/v1/_ping')
        return void response.setHeader('x-docker-registry-standalone', 'true').end('true')
      if (path.startsWith('/v1/search'))
        return void response.end(
          JSON.stringify({
            num_results: 1,
            results: [{ name: 'library/redis', description: 'Cache', star_count: 9, is_official: true }],
          }),
        )
      if (path.startsWith('/v2/ratelimit') && headers.authorization !== 'Bearer pass')
        return void response
          .writeHead(401, {
            'www-authenticate': `Bearer realm="${url}/token",service="hub",scope="repository:x:pull"`,
          })
          .end()
      response.writeHead(200, { 'ratelimit-limit': '100;w=21600', 'ratelimit-remaining': '76;w=21600' }).end()
    })
    await new Promise<void>((resolve) => hub.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(hub.address() as AddressInfo).port}`
  })
  afterAll(() => new Promise<void>((resolve) => void hub.close(() => resolve())))

  it('tells how much may still be pulled, without counting the question', async () => {
    const calls = {
      asked: (asked: object) => asked,
      call: <T>(_: object, work: (d: Docker) => Promise<T>) => work(docker),
    }
    const client = createRegistryClient({
      calls,
      logins: createLogins(noKeeper, silentLog),
      hub: { url, insecure: true },
    })
    expect(await client.getPullLimit()).toEqual({
      limit: 100,
      remaining: 76,
      windowSeconds: 21_600,
      loggedIn: false,
    })
    expect(asked.map(({ method, path }) => `${method} ${path.replace(/\?.*/, '')}`)).toEqual([
      'HEAD /v2/ratelimitpreview/test/manifests/latest',
      'GET /token',
      'HEAD /v2/ratelimitpreview/test/manifests/latest',
    ])
  })

  it('is searched by the engine', async () => {
    const term = `${new URL(url).host}/redis`
    const answer = await getJson(docker, `/images/search?${new URLSearchParams({ term, limit: '50' })}`)
    expect(asked.at(-1)?.path).toContain('q=redis')
    expect(asked.at(-1)?.path).toContain('n=50')
    expect(readHubSearch(answer)).toEqual({
      items: [{ name: expect.stringContaining('redis'), description: 'Cache', stars: 9, official: true }],
      complete: true,
    })
  })
})
