// What a workspace needs of a computer, and what it was told once: room, a processor that its images are for, secrets.
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import Docker from 'dockerode'
import { describe, expect, inject, it, vi } from 'vitest'
import { keychainLogins } from '../../main/engine/registries/keychain-logins'
import { createSecrets } from '../../main/workspaces/secrets'
import type { WorkspacesParts } from '../../main/workspaces/workspaces'
import { unusedPort } from '../support/held-port'
import { scramblingKeychain } from '../support/keychain'
import { startRegistry } from '../support/registry'
import { ownManifest, putIndex } from '../support/registry-index'
import { waitFor } from './engine-session'
import {
  closedHalfWay,
  containerOf,
  folder,
  hasDone,
  inDb,
  person,
  prepareWorkspaces,
  project,
  session,
  started,
  take,
  writeSample,
} from './workspace-people'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 })
prepareWorkspaces()

const place = (): string => join(folder, 'team')

async function taken(anna: WorkspacesParts): Promise<string> {
  const id = await take(anna, place())
  await anna.service.setSecret({ id, name: 'SHOP_KEY', value: 'k' })
  return id
}

/** Not the one of this computer. */
const otherPlatform = process.arch === 'arm64' ? 'linux/amd64' : 'linux/arm64'

describe('room', () => {
  it('of too little memory is told, and of too little disk keeps it from starting until there is more', async () => {
    await writeSample(place(), { port: await unusedPort(), needs: '{ memory: 2 GB, disk: 3 GB }' })
    let diskBytes = 2.9e9
    const anna = await person('anna', { room: async () => ({ memoryBytes: 1.5e9, diskBytes }) })
    const id = await taken(anna)
    expect(await anna.service.check({ id })).toMatchObject({
      memory: { needed: 2e9, available: 1.5e9, fits: false },
      disk: { needed: 3e9, available: 2.9e9, fits: false },
      ready: false,
    })
    await expect(anna.service.start({ id })).rejects.toMatchObject({
      code: 'workspace.no-room',
      params: { title: 'The shop', needed: '3 GB', available: '2.9 GB' },
    })
    expect(containerOf(project, 'db')).toBe('')
    expect(session.volumes.getState().has(`${project}_data`)).toBe(false)
    diskBytes = 3e9
    expect(await anna.service.check({ id })).toMatchObject({
      memory: { fits: false },
      disk: { fits: true },
      ready: true,
    })
    await anna.service.start({ id })
    expect(await started(anna, id)).toMatchObject({ state: 'up' })
  })

  it('counts for nothing where nobody can tell how much there is', async () => {
    await writeSample(place(), { port: await unusedPort(), needs: '{ memory: 2 TB, disk: 3 TB }' })
    const anna = await person('anna', { room: async () => ({}) })
    expect(await anna.service.check({ id: await taken(anna) })).toMatchObject({
      memory: { needed: 2e12, fits: true },
      disk: { needed: 3e12, fits: true },
      ready: true,
    })
  })
})

it('an image for another processor only is named, and nothing is begun', async () => {
  const registry = await startRegistry()
  const image = `127.0.0.1:${registry.port}/${project}/web`
  const docker = new Docker({ socketPath: inject('engineSocket') })
  try {
    await docker.getImage('busybox').tag({ repo: image, tag: 'own' })
    await pushed(`${image}:own`)
    const at = { address: `127.0.0.1:${registry.port}`, authorization: '' }
    const manifest = await ownManifest(at, `${project}/web`, 'own')
    await putIndex(at, `${project}/web`, 'other', manifest, [otherPlatform])
    await writeSample(place(), { port: await unusedPort(), image: `${image}:other` })
    const anna = await person('anna')
    const id = await taken(anna)
    const { images, platform, ready } = await anna.service.check({ id })
    expect(ready).toBe(false)
    expect(platform).not.toBe(otherPlatform)
    expect(images.find(({ reference }) => reference === `${image}:other`)).toMatchObject({
      ...{ platforms: [otherPlatform], fits: false, missing: false, here: false },
    })
    await expect(anna.service.start({ id })).rejects.toMatchObject({
      code: 'workspace.not-ready',
      params: { title: 'The shop', reason: `${image}:other (${otherPlatform} ≠ ${platform})` },
    })
    expect(containerOf(project, 'db')).toBe('')
  } finally {
    await docker.getImage(`${image}:own`).remove({ noprune: true })
    await registry.stop()
  }
})

async function pushed(reference: string): Promise<void> {
  await waitFor(
    session.images,
    (items) => [...items.values()].some(({ tags }) => tags.includes(reference)),
    'the tag',
  )
  const { transferId } = await session.imagesService.push({ reference })
  for await (const change of session.imagesService.watchTransfers()) {
    const items = change.kind === 'snapshot' ? change.items : change.upsert
    const mine = items.find((one) => one.id === transferId)
    if (mine?.error) throw new Error(mine.error.message)
    if (mine?.state === 'done') return
  }
}

it('a secret that the keychain keeps is asked for once, also when the app ended half way, and is forgotten with its workspace', async () => {
  await writeSample(place(), { port: await unusedPort() })
  await mkdir(join(folder, 'anna'))
  const file = join(folder, 'anna', 'secrets.json')
  // Each run of the app opens the keychain anew.
  const kept = () => ({ secrets: createSecrets(keychainLogins(file, scramblingKeychain)) })
  const anna = await person('anna', kept())
  const id = await take(anna, place())
  expect(anna.store.getState().get(id)?.secrets).toMatchObject([{ known: false, kept: true }])
  await anna.service.setSecret({ id, name: 'SHOP_KEY', value: 'k$ey-of-the-shop' })
  await anna.service.start({ id })
  await waitFor(anna.store, hasDone(id, 'create'), 'containers', 90_000)
  const again = await closedHalfWay(anna, 'anna', id, kept())
  expect(await again.service.check({ id })).toMatchObject({ ready: true, missingSecrets: [] })
  expect(again.store.getState().get(id)?.secrets).toMatchObject([{ name: 'SHOP_KEY', known: true }])
  await again.service.start({ id })
  await started(again, id)
  expect(await inDb(project, 'cat', '/data/key')).toBe('k$ey-of-the-shop')
  expect(await readFile(file, 'utf8')).toContain(id)
  for (const one of [file, join(folder, 'anna', 'workspaces', id, 'workspace.json')])
    expect(await readFile(one, 'utf8')).not.toContain('k$ey')
  await again.service.remove({ id })
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({})
})
