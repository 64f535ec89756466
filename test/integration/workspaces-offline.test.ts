// Workspaces that carry their images: on a computer with none of them, and nothing to get them from.
import { createWriteStream } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import Docker from 'dockerode'
import { afterAll, beforeAll, expect, inject, it, vi } from 'vitest'
import type { WorkspaceExportRequest } from '../../preload/model'
import { packArchive } from '../../main/workspaces/archive'
import { buildImage } from '../support/build-image'
import { cutRegistry } from '../support/cut-registry'
import { startDockerd, type Dockerd } from '../support/dockerd'
import { unusedPort } from '../support/held-port'
import { lostNetwork } from '../support/lost-network'
import { pull, waitFor } from './engine-session'
import {
  computer,
  ended,
  engineOf,
  exported,
  folder,
  late,
  person,
  prepareWorkspaces,
  project,
  session,
  started,
  take,
  writeSample,
  type Computer,
} from './workspace-people'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 })
prepareWorkspaces()

let engine: Dockerd
let classroom: Computer

beforeAll(async () => {
  // Nothing answers there, and there is no registry behind the names either.
  engine = await startDockerd({
    mirror: `http://127.0.0.1:${await unusedPort()}`,
    // It would ask again for a minute.
    args: ['--max-download-attempts=1'],
  })
  classroom = await computer(engine.socket)
})
afterAll(async () => {
  await classroom.dispose()
  await engine.stop()
})

it('come up there with an answering address, also those that are fixed by digest, always pulled, or older than their name', async () => {
  const place = join(folder, 'team')
  const network = await lostNetwork(inject('registryUrl'))
  await network.comeBack()
  // By its digest alone, so that it has no tag.
  const pinned = await digestOf(`127.0.0.1:${network.port}`, 'portside/sample-web', '1.1')
  await pull(session, pinned)
  const port = await unusedPort()
  // Built anew under its name since it was started.
  const docker = new Docker({ socketPath: inject('engineSocket') })
  const older = { repo: `${project}/own`, tag: '1' }
  await docker.getImage('busybox').tag(older)
  // Of a service that does not run.
  await buildImage(docker, `${project}/idle:1`, ['FROM busybox', 'LABEL is=idle'])
  await writeSample(place, {
    port,
    more: `  own: { image: ${older.repo}:1, init: true, command: sleep 600 }
  idle: { image: ${project}/idle:1, scale: 0 }
  news: { image: "${pinned.replace('@', ':1.1@')}", pull_policy: always, ports: ["80"] }\n`,
  })
  const anna = await person('anna')
  const id = await take(anna, place)
  await anna.service.setSecret({ id, name: 'SHOP_KEY', value: 'k' })
  await anna.service.start({ id })
  await started(anna, id)
  await docker.getImage('portside/sample-web:1.0').tag(older)
  const request: WorkspaceExportRequest = {
    ...{ project, title: 'The shop', services: ['web', 'db', 'news', 'own', 'idle'], seeds: ['rows'] },
    ...{ volumes: [], images: true, keep: [] },
  }
  const path = join(folder, 'shop.portside')
  const { steps, result } = await exported(anna, request, path)
  expect(steps.filter(({ stage }) => stage === 'image').map(({ state }) => state)).toEqual(
    Array(4).fill('done'),
  )
  expect(result?.pinned).toEqual([])
  await anna.service.remove({ id })
  const given = [...session.images.getState().values()]
    .flatMap(({ tags }) => tags)
    .filter((one) => one.startsWith(`${project}/`) || one.startsWith(`127.0.0.1:${network.port}/`))
  expect(given).toHaveLength(4)
  for (const one of given) await docker.getImage(one).remove({ noprune: true })
  await network.close()

  const { session: there } = classroom
  expect(there.images.getState().size).toBe(0)
  const slow = { ...engineOf(there), images: late(there.images) }
  const ben = await person('ben', { engine: slow }, classroom)
  const other = await take(ben, path)
  await ben.service.setSecret({ id: other, name: 'SHOP_KEY', value: 'k' })
  const asked = performance.now()
  expect(await ben.service.check({ id: other })).toMatchObject({ ready: true, download: { bytes: 0 } })
  console.log(`looked at without network in ${Math.round(performance.now() - asked)} ms`)
  await ben.service.start({ id: other })
  const one = await started(ben, other)
  // What the team has at zero is not waited for.
  expect(one.state).toBe('up')
  const kinds = (one.run?.steps ?? []).map(({ kind, state }) => `${kind} ${state}`)
  expect(kinds.filter((step) => /^(images|pull)/.test(step))).toEqual([
    ...Array<string>(4).fill('images done'),
    ...Array<string>(5).fill('pull skipped'),
  ])
  const old = [...there.containers.getState().values()].find(({ service }) => service === 'own')
  expect(there.images.getState().get(old?.imageId ?? '')?.tags).toContain('busybox:latest')
  for (const { hostPort } of one.ports)
    expect((await fetch(`http://localhost:${hostPort}/`)).status).toBe(200)
  const images = [...there.images.getState().keys()]
  expect(images).toHaveLength(4)
  const record = await readFile(join(folder, 'ben', 'workspaces', other, 'workspace.json'), 'utf8')
  expect([...(JSON.parse(record) as { ownImages: string[] }).ownImages].sort()).toEqual(images.sort())
  expect(await readFile(one.file, 'utf8')).not.toMatch(/pull_policy|sha256/)
  await ben.service.remove({ id: other })
  await there.imagesService.prune({ ids: images })
  await waitFor(there.images, (all) => all.size === 0, 'the images to be gone')
})

it('written by hand with images of the team’s own that are always pulled come up there with what came along', async () => {
  const docker = new Docker({ socketPath: inject('engineSocket') })
  const image = `${project}/own:1`
  await buildImage(docker, image, ['FROM busybox', `LABEL is=${project}`])
  const place = join(folder, 'team')
  await mkdir(join(place, 'images'), { recursive: true })
  const saved = await docker.getImage(image).get()
  await pipeline(saved, createWriteStream(join(place, 'images', 'own.tar')))
  await docker.getImage(image).remove({ noprune: true })
  const text = `name: ${project}
x-portside: { version: 1, name: Own, images: [images/own.tar] }
services:
  own: { image: "${image}", pull_policy: always, init: true, command: sleep 600 }
`
  await writeFile(join(place, 'compose.yaml'), text)
  const path = join(folder, 'own.portside')
  await packArchive(place, path)
  const ben = await person('ben', {}, classroom)
  const id = await take(ben, path)
  expect(await ben.service.check({ id })).toMatchObject({ ready: true })
  await ben.service.start({ id })
  const one = await started(ben, id)
  const brought = (one.run?.steps ?? []).filter(({ kind }) => ['images', 'pull'].includes(kind))
  expect(brought).toMatchObject([
    { kind: 'images', state: 'done' },
    { kind: 'pull', subject: image, state: 'skipped', cameAlong: true },
  ])
  expect(await readFile(one.file, 'utf8')).toBe(text)
  await ben.service.remove({ id })
  await there().removeImages()
})

it('that lose the network in the middle of a layer say so, go on when it is back, or are rolled back to nothing', async () => {
  const network = await cutRegistry(inject('registryUrl'))
  const [web, db] = ['library/redis', 'library/busybox'] as const
  const run = 'init: true, entrypoint: [sleep], command: ["600"]'
  const place = join(folder, 'team')
  await mkdir(place)
  const text = `name: ${project}
x-portside: { version: 1, name: Cut }
services:
  web: { image: "${network.address}/${web}:latest", ${run} }
  db: { image: "${network.address}/${db}:1.37", ${run}, volumes: ["data:/data", "/scratch"] }
volumes: { data: {} }
`
  await writeFile(join(place, 'compose.yaml'), text)
  const ben = await person('ben', {}, classroom)
  const id = await take(ben, place)
  const isCut = async (): Promise<void> => {
    network.cut(web)
    await ben.service.start({ id })
    const { run: failed } = await ended(ben, id)
    // The engine asks again for the rest, and then finds nobody. What both have it fetches once, so that the other
    // image may be cut with it.
    expect(`${failed?.state} ${failed?.error?.code} ${failed?.error?.detail}`).toMatch(/^failed image\./)
    expect(failed?.steps.find(({ services }) => services?.includes('web'))).toMatchObject({
      ...{ kind: 'pull', state: 'failed' },
    })
  }
  await isCut()
  await ben.service.rollBack({ id })
  await there().nothing()
  const kept = await readdir(join(folder, 'ben'), { recursive: true })
  expect(kept.filter((one) => one.endsWith('.yaml'))).toEqual([])

  await isCut()
  network.comeBack()
  await ben.service.start({ id })
  expect((await started(ben, id)).state).toBe('up')
  await ben.service.remove({ id })
  await there().removeImages()
  await there().nothing()
  await network.stop()
})

/** What is on the computer of the classroom. */
const there = () => {
  const { session: at } = classroom
  const images = (): string[] => [...at.images.getState().keys()]
  return {
    images,
    removeImages: () => at.imagesService.prune({ ids: images() }),
    nothing: async (): Promise<void> => {
      await waitFor(at.images, (all) => all.size === 0, 'the images to be gone')
      await waitFor(at.volumes, (all) => all.size === 0, 'the volumes to be gone')
      expect(at.containers.getState().size).toBe(0)
      const networks = await new Docker({ socketPath: engine.socket }).listNetworks()
      expect(networks.filter(({ Name }) => Name.startsWith(project))).toEqual([])
    },
  }
}

async function digestOf(registry: string, repository: string, tag: string): Promise<string> {
  const accept = [
    'application/vnd.docker.distribution.manifest.list.v2+json',
    'application/vnd.docker.distribution.manifest.v2+json',
  ].join()
  const answer = await fetch(`http://${registry}/v2/${repository}/manifests/${tag}`, { headers: { accept } })
  return `${registry}/${repository}@${answer.headers.get('docker-content-digest')}`
}
