// Workspaces that carry their images: on a computer with none of them, and nothing to get them from.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import Docker from 'dockerode'
import { afterAll, beforeAll, expect, inject, it, vi } from 'vitest'
import type { WorkspaceExportRequest } from '../../preload/model'
import { buildImage } from '../support/build-image'
import { startDockerd, type Dockerd } from '../support/dockerd'
import { unusedPort } from '../support/held-port'
import { lostNetwork } from '../support/lost-network'
import { pull } from './engine-session'
import {
  computer,
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
  engine = await startDockerd({ mirror: `http://127.0.0.1:${await unusedPort()}` })
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
})

async function digestOf(registry: string, repository: string, tag: string): Promise<string> {
  const accept = [
    'application/vnd.docker.distribution.manifest.list.v2+json',
    'application/vnd.docker.distribution.manifest.v2+json',
  ].join()
  const answer = await fetch(`http://${registry}/v2/${repository}/manifests/${tag}`, { headers: { accept } })
  return `${registry}/${repository}@${answer.headers.get('docker-content-digest')}`
}
