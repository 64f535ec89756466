// Images on a real Docker Engine with a real registry behind it: pulls with progress, cancel, names, removal.
import { randomBytes } from 'node:crypto'
import Docker from 'dockerode'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { Pull } from '../../preload/model'
import { startDockerd, type Dockerd } from '../support/dockerd'
import { pull, startSession, waitFor, type Session } from './engine-session'

const mark = `ei${randomBytes(3).toString('hex')}`
let engine: Dockerd
let docker: Docker
let session: Session

// An engine of its own: these tests remove images that others need.
beforeAll(async () => {
  engine = await startDockerd({ mirror: inject('registryUrl') })
  docker = new Docker({ socketPath: engine.socket })
  session = await startSession(engine.socket)
})
afterAll(async () => {
  await session.dispose()
  await engine.stop()
})

/** All states that a watcher of one pull sees, to its end. */
async function watch(pullId: string): Promise<Pull[]> {
  const states: Pull[] = []
  for await (const change of session.imagesService.watchPulls()) {
    const items = change.kind === 'snapshot' ? change.items : change.upsert
    const mine = items.find((one) => one.id === pullId)
    if (mine) states.push(mine)
    if (mine && mine.state !== 'active') return states
  }
  return states
}

const tagged = (tag: string) =>
  waitFor(
    session.images,
    (items) => [...items.values()].some((one) => one.tags.includes(tag)),
    `an image ${tag}`,
  ).then((items) => [...items.values()].find((one) => one.tags.includes(tag)))

describe('images', () => {
  it('pulls with progress of every layer, and shows the image by its event', async () => {
    const { pullId } = await session.imagesService.pull({ reference: ' docker.io/library/redis ' })
    const states = await watch(pullId)
    const last = states.at(-1)
    expect(last).toMatchObject({ reference: 'redis:latest', state: 'done' })
    expect(last?.layers.length).toBeGreaterThanOrEqual(2)
    expect(last?.layers.every((layer) => layer.state === 'ready')).toBe(true)
    expect(last?.totalBytes).toBeGreaterThan(1_000_000)
    expect(last?.doneBytes).toBe(last?.totalBytes)
    const seen = new Set(states.flatMap((state) => state.layers.map((layer) => layer.state)))
    expect(seen.size).toBeGreaterThan(1)
    const image = await tagged('redis:latest')
    const real = await docker.getImage('redis:latest').inspect()
    expect(image).toMatchObject({ id: real.Id, sizeBytes: real.Size, digests: real.RepoDigests })

    const again = await watch((await session.imagesService.pull({ reference: 'redis' })).pullId)
    expect(again.at(-1)).toMatchObject({ state: 'done', upToDate: true })
  })

  it('joins a download of the same image under any spelling', async () => {
    const first = session.imagesService.pull({ reference: 'busybox' })
    const second = session.imagesService.pull({ reference: 'docker.io/library/busybox:latest' })
    expect((await first).pullId).toBe((await second).pullId)
    await watch((await first).pullId)
  })

  it('cancels a download, forgets it when asked, and can begin it again', async () => {
    const { pullId } = await session.imagesService.pull({ reference: 'mariadb:11' })
    await waitFor(
      session.store,
      (state) => state.state === 'connected',
      'the connection that a cancel must not end',
    )
    await session.imagesService.cancelPull({ pullId })
    expect((await watch(pullId)).at(-1)?.state).toBe('cancelled')
    expect(session.store.getState().state).toBe('connected')
    await session.imagesService.dismissPull({ pullId })
    const { value: now } = await session.imagesService.watchPulls()[Symbol.asyncIterator]().next()
    expect(JSON.stringify(now)).not.toContain(pullId)
    await pull(session, 'mariadb:11')
    await tagged('mariadb:11')
  })

  it('downloads several at once, and cancels one without the others', async () => {
    for (const one of ['redis:latest', 'mariadb:11', 'nginx:latest'])
      await docker
        .getImage(one)
        .remove({ force: true })
        .catch(() => {})
    const begin = async (reference: string) => (await session.imagesService.pull({ reference })).pullId
    const [kept, given, other] = await Promise.all([begin('redis'), begin('mariadb:11'), begin('nginx')])
    expect(new Set([kept, given, other]).size).toBe(3)
    const ends = Promise.all([watch(kept), watch(given), watch(other)])
    await session.imagesService.cancelPull({ pullId: given })
    const states = (await ends).map((all) => all.at(-1)?.state)
    expect(states).toEqual(['done', 'cancelled', 'done'])
    await Promise.all([tagged('redis:latest'), tagged('nginx:latest')])
  })

  it.each([
    [`redis:no-such-tag-${mark}`, /^image\.(?:registry-unreachable|not-found-in-registry)$/],
    [`127.0.0.1:9/${mark}/api:1`, /^image\.registry-unreachable$/],
  ])('says why %s cannot be pulled', async (reference, code) => {
    const { pullId } = await session.imagesService.pull({ reference })
    const last = (await watch(pullId)).at(-1)
    expect(last?.state).toBe('failed')
    expect(last?.error?.code).toMatch(code)
    expect(last?.error?.detail).not.toBe('')
  })

  it('says that the registry has no such tag', async () => {
    const registry = inject('registryUrl').replace('http://', '')
    const { pullId } = await session.imagesService.pull({ reference: `${registry}/library/redis:nope` })
    expect((await watch(pullId)).at(-1)?.error?.code).toBe('image.not-found-in-registry')
  })

  it.each(['Not A Name', 'redis:', '', '../x', 'a'.repeat(600), 'redis:latest\n'.repeat(2)])(
    'takes no name such as %j',
    async (reference) => {
      await expect(session.imagesService.pull({ reference })).rejects.toMatchObject({
        code: 'image.bad-reference',
      })
    },
  )

  it('suggests how to run an image', async () => {
    await pull(session, 'redis')
    const defaults = await session.imagesService.getRunDefaults({ reference: 'redis' })
    expect(defaults).toMatchObject({
      reference: 'redis:latest',
      suggestedName: 'redis',
      exposedPorts: [{ port: 6379, protocol: 'tcp' }],
      volumes: ['/data'],
      command: ['redis-server'],
    })
    expect(defaults.platform).toMatch(/^linux\/(?:amd64|arm64)/)
    const made = await docker.createContainer({ Image: 'redis', name: 'redis' })
    await waitFor(session.containers, (items) => items.has(made.id), 'the container')
    const next = await session.imagesService.getRunDefaults({ reference: 'redis' })
    expect(next.suggestedName).toBe('redis-2')
    await made.remove()
    await expect(session.imagesService.getRunDefaults({ reference: 'nothing' })).rejects.toMatchObject({
      code: 'image.not-found',
      params: { reference: 'nothing:latest' },
    })
  })

  it('notices a name that moved to another image', async () => {
    await pull(session, 'redis')
    await pull(session, 'busybox')
    await docker.getImage('redis').tag({ repo: `${mark}/moving`, tag: '1' })
    const before = await tagged(`${mark}/moving:1`)
    await docker.getImage('busybox').tag({ repo: `${mark}/moving`, tag: '1' })
    const after = await waitFor(
      session.images,
      (items) => {
        const owners = [...items.values()].filter((one) => one.tags.includes(`${mark}/moving:1`))
        return owners.length === 1 && owners[0]?.id !== before?.id
      },
      'the name to have moved',
    )
    expect(after.get(before?.id ?? '')?.tags).toContain('redis:latest')
    await docker.getImage(`${mark}/moving:1`).remove()
  })

  it('keeps an image that a container needs, with all its names, and removes it afterwards', async () => {
    await pull(session, 'nginx')
    await docker.getImage('nginx').tag({ repo: `${mark}/web`, tag: '1' })
    const made = await docker.createContainer({ Image: 'nginx', name: `${mark}-user` })
    await waitFor(session.containers, (items) => items.has(made.id), 'the container')
    const image = await tagged(`${mark}/web:1`)
    const id = image?.id ?? ''
    await expect(session.imagesService.remove({ id })).rejects.toMatchObject({
      code: 'image.in-use',
      params: { container: `${mark}-user` },
    })
    expect((await docker.getImage(id).inspect()).RepoTags).toHaveLength(2)
    await made.remove()
    await waitFor(session.containers, (items) => !items.has(made.id), 'the container to be gone')
    await session.imagesService.remove({ id })
    await waitFor(session.images, (items) => !items.has(id), 'the image to be gone')
    await expect(session.imagesService.remove({ id })).rejects.toMatchObject({ code: 'image.not-found' })
  })
})
