// One image in depth on a real Docker Engine: steps, shared layers, wasted space, and cleaning up.
import { randomBytes } from 'node:crypto'
import Docker from 'dockerode'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { Image, WasteScan } from '../../preload/model'
import { buildImage } from '../support/build-image'
import { startDockerd, type Dockerd } from '../support/dockerd'
import { pull, startSession, waitFor, type Session } from './engine-session'

const mark = `id${randomBytes(3).toString('hex')}`
const wasteful = `${mark}/wasteful:1`
let engine: Dockerd
let docker: Docker
let session: Session
let image: Image

// An engine of its own: sizes are compared as a whole, and images are removed.
beforeAll(async () => {
  engine = await startDockerd({ mirror: inject('registryUrl') })
  docker = new Docker({ socketPath: engine.socket })
  session = await startSession(engine.socket)
  await pull(session, 'busybox')
  await buildImage(docker, wasteful, [
    'FROM busybox',
    'RUN dd if=/dev/zero of=/big bs=1M count=3 && mkdir /d && echo one > /d/note',
    'ENV A=1',
    'RUN rm /big && echo other > /d/note',
    'CMD ["sh"]',
  ])
  image = await imageOf(wasteful)
})
afterAll(async () => {
  await session.dispose()
  await engine.stop()
})

const imageOf = async (tag: string): Promise<Image> => {
  const find = (items: ReadonlyMap<string, Image>): Image | undefined =>
    [...items.values()].find((one) => one.tags.includes(tag))
  const found = find(await waitFor(session.images, (items) => find(items) !== undefined, tag))
  if (!found) throw new Error(`no image ${tag}`)
  return found
}

describe('one image', () => {
  it('tells its steps as the Dockerfile has them, and the image that it is built on', async () => {
    const details = await session.imagesService.getDetails({ id: image.id })
    expect(details.platform).toMatch(/^linux\//)
    expect(details.layerCount).toBe(3)
    expect(details.steps.slice(1).map(({ instruction }) => instruction)).toEqual([
      'RUN dd if=/dev/zero of=/big bs=1M count=3 && mkdir /d && echo one > /d/note',
      'ENV A=1',
      'RUN rm /big && echo other > /d/note',
      'CMD ["sh"]',
    ])
    expect(details.steps[1]?.sizeBytes).toBeGreaterThanOrEqual(3 * 1024 * 1024)
    const busybox = await imageOf('busybox:latest')
    expect(details.base).toEqual({
      image: 'busybox:latest',
      steps: 1,
      layers: 1,
      sizeBytes: busybox.sizeBytes,
    })
    expect(JSON.parse(details.json)).toMatchObject({ Id: image.id })
    // Not the other way round: what has more layers, or only other settings, is no base of this one.
    const settings = `${mark}/settings:1`
    await buildImage(docker, settings, ['FROM busybox', 'ENV A=1'])
    expect((await session.imagesService.getDetails({ id: (await imageOf(settings)).id })).base?.image).toBe(
      'busybox:latest',
    )
    expect((await session.imagesService.getDetails({ id: busybox.id })).base).toBeUndefined()
    await docker.getImage(settings).remove()
  })

  it('finds the files that later steps replaced or deleted', async () => {
    const seen: WasteScan[] = []
    for await (const scan of session.imagesService.watchWaste({ id: image.id })) seen.push(scan)
    expect(seen[0]?.state).toBe('reading')
    expect(seen.at(-1)).toMatchObject({
      state: 'done',
      wastedFiles: 2,
      wastedBytes: 3 * 1024 * 1024 + 4,
      largest: [
        { path: 'big', sizeBytes: 3 * 1024 * 1024, fate: 'deleted', step: 1, laterStep: 3 },
        { path: 'd/note', sizeBytes: 4, fate: 'overwritten', step: 1, laterStep: 3 },
      ],
    })
    expect(seen.at(-1)?.readBytes).toBeGreaterThan(3 * 1024 * 1024)
  })

  it('ends the reading when it is left, and the engine goes on', async () => {
    const abort = new AbortController()
    for await (const scan of session.imagesService.watchWaste({ id: image.id, signal: abort.signal })) {
      expect(scan.state).toBe('reading')
      abort.abort()
    }
    expect(session.store.getState().state).toBe('connected')
    await docker.ping()
  })

  it('counts layers that images share once', async () => {
    const usage = await session.imagesService.getUsage()
    const busybox = await imageOf('busybox:latest')
    expect(usage.layersBytes).toBe(image.sizeBytes)
    expect(usage.sharedBytes[image.id]).toBe(busybox.sizeBytes)
    expect(usage.platforms[image.id]).toEqual([usage.platform])
  })

  it('says that there is no such image', async () => {
    const id = `sha256:${'0'.repeat(64)}`
    await expect(session.imagesService.getDetails({ id })).rejects.toMatchObject({ code: 'image.not-found' })
    const left = session.imagesService.watchWaste({ id })[Symbol.asyncIterator]()
    await left.next()
    await expect(left.next()).rejects.toMatchObject({ code: 'image.not-found' })
  })

  it('cleans up what was named, and keeps what a container needs', async () => {
    const made = await docker.createContainer({ Image: 'busybox', name: `${mark}-user` })
    await waitFor(session.containers, (items) => items.has(made.id), 'the container')
    const busybox = await imageOf('busybox:latest')
    const result = await session.imagesService.prune({ ids: [image.id, busybox.id] })
    expect(result.removed).toEqual([image.id])
    expect(result.kept).toMatchObject([{ id: busybox.id, error: { code: 'image.in-use' } }])
    await waitFor(session.images, (items) => !items.has(image.id), 'the image to be gone')
    await made.remove()
  })
})
