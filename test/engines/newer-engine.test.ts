// Portside's core against a newer Docker Engine, with the containerd image store and with the classic one.
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { tmpdir } from 'node:os'
import Docker from 'dockerode'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { localSource } from '../../main/base/local-file'
import type { Build, CollectionChange, ImageTransfer, WasteScan } from '../../preload/model'
import { startDockerd, type Dockerd } from '../support/dockerd'
import { newerEngine } from '../support/engine-programs'
import { layeredArchive, packedArchive } from '../support/layered-image'
import { startRegistry, type Registry } from '../support/registry'
import { pull, startSession, waitFor, type Session } from '../integration/engine-session'

async function ended<T extends Build | ImageTransfer>(
  watch: AsyncIterable<CollectionChange<T>>,
  id: string,
): Promise<T> {
  for await (const change of watch) {
    const items = change.kind === 'snapshot' ? change.items : change.upsert
    const mine = items.find((one) => one.id === id)
    if (mine && mine.state !== 'active') return mine
  }
  throw new Error('the watch ended first')
}

describe.each([
  ['containerd image store', ['--feature=containerd-snapshotter=true']],
  ['classic store', ['--feature=containerd-snapshotter=false']],
])('Docker 28 with the %s', (store, args) => {
  const mark = `ev${randomBytes(3).toString('hex')}`
  let engine: Dockerd
  let registry: Registry
  let session: Session
  let docker: Docker
  let folder: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'portside-versions-'))
    engine = await startDockerd({ mirror: inject('registryUrl'), programs: await newerEngine(), args })
    registry = await startRegistry()
    docker = new Docker({ socketPath: engine.socket })
    session = await startSession(engine.socket)
    await pull(session, 'busybox')
  })
  afterAll(async () => {
    await session?.dispose()
    await registry?.stop()
    await engine?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  it('tells its version, and which store it has', async () => {
    expect(session.store.getState().version).toMatch(/^28\./)
    expect((await docker.info()).Driver).toBe(store === 'classic store' ? 'overlay2' : 'overlayfs')
  })

  it('lists containers as the engine does, by its events', async () => {
    const made = await docker.createContainer({ Image: 'busybox', name: `${mark}-a`, Cmd: ['sleep', '600'] })
    await made.start()
    await waitFor(session.containers, (all) => all.get(made.id)?.state === 'running', 'it to run')
    expect(session.containers.getState().get(made.id)).toMatchObject({ name: `${mark}-a`, image: 'busybox' })
    await made.remove({ force: true })
    await waitFor(session.containers, (all) => !all.has(made.id), 'it to be gone')
  })

  it('shows the size of images and their layers as the engine does, and what is wasted', async () => {
    const [listed] = await docker.listImages({ filters: { reference: ['busybox'] } })
    await waitFor(
      session.images,
      (all) => all.get(listed?.Id ?? '')?.tags.includes('busybox:latest') === true,
      'the image',
    )
    const image = [...session.images.getState().values()].find(({ tags }) => tags.includes('busybox:latest'))
    expect(image).toMatchObject({ id: listed?.Id, sizeBytes: listed?.Size })
    expect(image?.digests).toHaveLength(1)
    const details = await session.imagesService.getDetails({ id: image?.id ?? '' })
    expect(details.layerCount).toBeGreaterThan(0)
    expect(details.steps.length).toBeGreaterThan(0)
    const usage = await session.imagesService.getUsage()
    expect(usage.layersBytes).toBeGreaterThan(0)
    let scanned
    for await (const scan of session.imagesService.watchWaste({ id: image?.id ?? '' })) scanned = scan
    expect(scanned).toMatchObject({ state: 'done' })
  })

  it('looks for waste in layers of zstd, and in one of the platforms that are here', async () => {
    const scanned = async (id: string): Promise<WasteScan | undefined> => {
      let last
      for await (const scan of session.imagesService.watchWaste({ id })) last = scan
      return last
    }
    const classic = store === 'classic store'
    const file = join(folder, 'zstd.tar')
    const pack = (layer: Buffer): Buffer => execFileSync('zstd', ['-qc'], { input: layer })
    await writeFile(file, await packedArchive(`${mark}/zstd:1`, ['one', 'second'], { kind: 'zstd', pack }))
    const { transferId } = await session.imagesService.load({ source: session.files.add(localSource(file)) })
    const { state } = await ended(session.imagesService.watchTransfers(), transferId)
    // The classic store has unpacked all that it keeps, and takes no such archive.
    const idOf = async (name: string): Promise<string> => (await docker.getImage(name).inspect()).Id
    const found = state === 'done' ? await scanned(await idOf(`${mark}/zstd:1`)) : { filesBytes: state }
    expect(found).toMatchObject({ filesBytes: classic ? 'failed' : 9 })
    const reference = 'portside/sample-web:1.0'
    const own = process.arch === 'arm64' ? 'arm64' : 'amd64'
    const sizes: (number | undefined)[] = []
    for (const processor of [own, own === 'arm64' ? 'amd64' : 'arm64']) {
      await pull(session, reference, `linux/${processor}`)
      sizes.push((await scanned(await idOf(reference)))?.readBytes)
    }
    // The second comes into the same index in containerd's store, of which only this computer's platform is read.
    expect(sizes[1] === sizes[0]).toBe(!classic)
  })

  it('tells for which platforms images are here: of one index, or of one image each', async () => {
    const reference = 'portside/sample-web:1.0'
    const { Id: id } = await docker.getImage(reference).inspect()
    await waitFor(session.images, (all) => all.get(id)?.tags.includes(reference) === true, 'the image')
    const { platforms, platform } = await session.imagesService.getUsage()
    expect(platform).toMatch(/^linux\/(?:amd64|arm64)$/)
    expect(platforms[id]).toEqual(
      store === 'classic store'
        ? [`linux/${process.arch === 'arm64' ? 'amd64' : 'arm64'}`]
        : ['linux/amd64', 'linux/arm64'],
    )
    const busybox = await docker.getImage('busybox').inspect()
    expect(platforms[busybox.Id]).toEqual([platform])
  })

  it('names, pushes, deletes and pulls an image', async () => {
    const reference = `127.0.0.1:${registry.port}/${mark}/box:1`
    const { Id: id } = await docker.getImage('busybox').inspect()
    await session.imagesService.tag({ id, reference })
    const { transferId } = await session.imagesService.push({ reference })
    expect(await ended(session.imagesService.watchTransfers(), transferId)).toMatchObject({ state: 'done' })
    await session.imagesService.remove({ id: reference })
    await pull(session, reference)
    await waitFor(
      session.images,
      (all) => [...all.values()].some(({ tags }) => tags.includes(reference)),
      'its name',
    )
  })

  it('takes an image of 127 layers where the store can, and says so in words where it cannot', async () => {
    const file = join(folder, 'layers.tar')
    await writeFile(file, await layeredArchive(`${mark}/layers:1`, 127))
    const { transferId } = await session.imagesService.load({ source: session.files.add(localSource(file)) })
    const loaded = await ended(session.imagesService.watchTransfers(), transferId)
    const classic = store === 'classic store'
    expect(`${loaded.state} ${loaded.error?.code}`).toBe(
      classic ? 'failed image.too-many-layers' : 'done undefined',
    )
    const image = docker.getImage(`${mark}/layers:1`).inspect()
    const details = image.then(({ Id: id }) => session.imagesService.getDetails({ id }))
    const layers = await details.then(
      ({ layerCount, steps }) => `${layerCount} ${steps.length}`,
      ({ statusCode }: { statusCode?: number }) => String(statusCode),
    )
    expect(layers).toBe(classic ? '404' : '127 127')
  }, 600_000)

  it('builds with steps, and from the cache the second time', async () => {
    await writeFile(join(folder, 'Dockerfile'), 'FROM busybox\nRUN echo first >/a\n')
    const build = async (): Promise<Build> => {
      const request = { folder, dockerfile: 'Dockerfile', tag: `${mark}/built:1`, args: [] }
      const { buildId } = await session.buildsService.build({ request })
      return ended(session.buildsService.watchBuilds(), buildId)
    }
    const first = await build()
    expect(first).toMatchObject({ state: 'done', imageId: expect.stringMatching(/^sha256:/) })
    expect(first.steps.some(({ name }) => name.includes('RUN echo first'))).toBe(true)
    const again = await build()
    expect(again.steps.find(({ name }) => name.includes('RUN echo first'))?.state).toBe('cached')
  })
})
