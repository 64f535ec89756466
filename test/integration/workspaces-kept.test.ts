// What people have in a workspace stays theirs: after a start that failed, after volumes that went, after an update.
import { readFileSync, writeFileSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import Docker from 'dockerode'
import { describe, expect, inject, it, vi } from 'vitest'
import { packArchive } from '../../main/workspaces/archive'
import { unusedPort } from '../support/held-port'
import { waitFor } from './engine-session'
import {
  containerOf,
  ended,
  engineOf,
  folder,
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

describe('a start whose seed fails', () => {
  it('is never called up, goes on with that seed, and gives nothing away that was done meanwhile when it is rolled back', async () => {
    const place = join(folder, 'team')
    await writeSample(place, { port: await unusedPort(), seed: 'test -e /data/mine && cat >/data/rows' })
    const anna = await person('anna')
    const id = await take(anna, place)
    const now = () => anna.store.getState().get(id)
    await anna.service.setSecret({ id, name: 'SHOP_KEY', value: 'k' })
    await anna.service.start({ id })
    expect(await ended(anna, id)).toMatchObject({
      ...{ state: 'failed', wasUp: false },
      run: { state: 'failed', error: { code: 'workspace.seed-failed' } },
    })
    await inDb(project, 'sh', '-c', 'echo mine >/data/mine')
    await anna.service.stop({ id })
    expect(now()?.state).toBe('failed')
    await anna.service.rollBack({ id })
    expect(now()).toMatchObject({ state: 'new', snapshots: [{ volumes: ['data'] }] })
    expect(now()?.run).toBeUndefined()
    expect(session.volumes.getState().has(`${project}_data`)).toBe(false)

    const snapshotId = now()?.snapshots[0]?.id ?? ''
    await anna.service.restore({ id, snapshotId })
    // The seed finds what it needs now, and the work of before is there.
    expect(await started(anna, id)).toMatchObject({ state: 'up', wasUp: true })
    expect(await inDb(project, 'cat', '/data/mine', '/data/rows')).toBe('mine\none\ntwo')
  })

  it('is rolled back also when the team’s file is gone', async () => {
    const place = join(folder, 'team')
    await writeSample(place, { port: await unusedPort(), seed: 'exit 3' })
    const anna = await person('anna')
    const id = await take(anna, place)
    const now = () => anna.store.getState().get(id)
    await anna.service.setSecret({ id, name: 'SHOP_KEY', value: 'k' })
    await anna.service.start({ id })
    await ended(anna, id)
    await rm(place, { recursive: true })
    await anna.service.rollBack({ id })
    expect(now()).toMatchObject({ state: 'new', snapshots: [{ volumes: ['data'] }] })
  })
})

describe('volumes that went without the workspace', () => {
  it('are filled again at the next start, and what somebody made in their place is left alone', async () => {
    await writeSample(join(folder, 'team'), { port: await unusedPort() })
    const anna = await person('anna')
    const id = await take(anna, join(folder, 'team'))
    await anna.service.setSecret({ id, name: 'SHOP_KEY', value: 'k' })
    const up = async (): Promise<void> => {
      await anna.service.start({ id })
      await started(anna, id)
    }
    await up()
    const docker = new Docker({ socketPath: inject('engineSocket') })
    const volume = `${project}_data`
    const takeAway = async (): Promise<void> => {
      await anna.service.stop({ id })
      for (const name of ['db', 'web'])
        await docker.getContainer(containerOf(project, name)).remove({ force: true })
      await docker.getVolume(volume).remove()
      await waitFor(session.volumes, (all) => !all.has(volume), 'the volume to be gone')
    }
    await takeAway()
    await up()
    expect(await inDb(project, 'cat', '/data/rows')).toBe('one\ntwo')
    expect(anna.store.getState().get(id)?.snapshots).toEqual([])

    await takeAway()
    await docker.createVolume({
      Name: volume,
      Labels: { 'com.docker.compose.project': project, 'com.docker.compose.volume': 'data' },
    })
    await waitFor(session.volumes, (all) => all.has(volume), 'the volume to be listed')
    await up()
    // Nothing is loaded over what may be somebody's work.
    expect(await inDb(project, 'ls', '/data')).toBe('key')
    await anna.service.reset({ id })
    await started(anna, id)
    expect(await inDb(project, 'cat', '/data/rows')).toBe('one\ntwo')

    // What the person writes is theirs, however the engine dates the volume then.
    await inDb(project, 'sh', '-c', 'echo mine >/data/rows')
    await anna.service.stop({ id })
    await up()
    expect(await inDb(project, 'cat', '/data/rows')).toBe('mine')
  })
})

describe('an update of an archive', () => {
  it('keeps what containers wrote into its folders, stops them first, and starts with what was looked at', async () => {
    const archive = join(folder, 'a.portside')
    const pack = async (text: string, data: string): Promise<void> => {
      const place = join(folder, 'packed')
      await mkdir(join(place, 'data'), { recursive: true })
      const service =
        'image: busybox, init: true, command: sleep 600, volumes: ["./data:/data", "./conf:/conf:ro"]'
      await writeFile(
        join(place, 'compose.yaml'),
        `name: ${project}\nx-portside: { version: 1, name: Arch, description: "${text}" }\nservices:\n  db: { ${service} }\n`,
      )
      await writeFile(join(place, 'conf'), text)
      await writeFile(join(place, 'data', 'team'), data)
      await packArchive(place, archive)
    }
    await pack('one', 'team 1')
    const anna = await person('anna')
    const id = await take(anna, archive)
    await anna.service.start({ id })
    await started(anna, id)
    await inDb(project, 'sh', '-c', 'echo mine >/data/mine; echo mine >/data/team')
    await pack('two', 'team 2')
    const review = await anna.service.update({ id })
    expect(review.files).toEqual({ stays: ['data'], aside: [], stops: true })
    await anna.service.accept({ reviewId: review.reviewId, allow: [] })
    expect(anna.store.getState().get(id)).toMatchObject({ state: 'stopped', changes: [] })
    await anna.service.start({ id })
    await started(anna, id)
    expect(await inDb(project, 'cat', '/data/mine', '/data/team', '/conf')).toBe('mine\nmine\ntwo')
  })
})

it('a file that changes while its start goes on is not started unseen', async () => {
  const place = join(folder, 'team')
  const port = await unusedPort()
  await writeSample(place, { port })
  let change = (): void => {}
  const engine = {
    ...engineOf(session),
    // Looked at between the check of the file and Compose: as late as a pull of minutes would be.
    volumes: {
      ...session.volumes,
      getState: () => {
        change()
        return session.volumes.getState()
      },
    },
  }
  const anna = await person('anna', { engine })
  const id = await take(anna, place)
  await anna.service.setSecret({ id, name: 'SHOP_KEY', value: 'k' })
  const file = join(place, 'compose.yaml')
  const text = readFileSync(file, 'utf8')
  change = () => writeFileSync(file, text.replace('image: busybox', 'image: busybox\n    privileged: true'))
  await anna.service.start({ id })
  expect(await ended(anna, id)).toMatchObject({
    ...{ state: 'failed', run: { error: { code: 'workspace.changed' } } },
    changes: expect.arrayContaining([{ kind: 'danger', subject: 'privileged:db:' }]) as unknown,
  })
  expect(containerOf(project, 'db')).toBe('')
  change = () => {}
})

describe('a workspace that is left, moved, or whose folder is gone', () => {
  it('has its data when it is opened again, and can be stopped, left and removed without its file', async () => {
    const [place, moved] = [join(folder, 'team'), join(folder, 'moved')]
    await writeSample(place, { port: await unusedPort() })
    const anna = await person('anna')
    const id = await take(anna, place)
    const now = () => anna.store.getState().get(id)
    const up = async (): Promise<void> => {
      await anna.service.setSecret({ id, name: 'SHOP_KEY', value: 'k' })
      await anna.service.start({ id })
      await started(anna, id)
    }
    await up()
    await inDb(project, 'sh', '-c', 'echo mine >/data/rows')
    await anna.service.leave({ id })
    expect(await take(anna, place)).toBe(id)
    expect(now()).toMatchObject({
      state: 'stopped',
      data: '1',
      seeds: [{ loadedAt: expect.any(Number) as number }],
    })
    await up()
    expect(await inDb(project, 'cat', '/data/rows')).toBe('mine')

    await rename(place, moved)
    await expect(anna.service.check({ id })).rejects.toMatchObject({ code: 'workspace.not-found' })
    expect(now()).toMatchObject({ state: 'up', problem: { code: 'workspace.not-found' } })
    await anna.service.stop({ id })
    expect(now()?.state).toBe('stopped')
    await expect(anna.service.start({ id })).rejects.toMatchObject({ code: 'workspace.not-found' })
    // What lies elsewhere is another one: it takes nothing of the one before.
    const { reviewId, ...review } = await anna.service.review({ path: moved })
    expect(review).toMatchObject({ project: `${project}-2`, changes: [] })
    await anna.service.decline({ reviewId })
    await rename(moved, place)
    await up()
    expect(await inDb(project, 'cat', '/data/rows')).toBe('mine')

    await rm(place, { recursive: true })
    await anna.service.leave({ id })
    expect(session.volumes.getState().has(`${project}_data`)).toBe(true)
    await writeSample(place, { port: await unusedPort() })
    await take(anna, place)
    await rm(place, { recursive: true })
    await anna.service.remove({ id })
    expect(session.volumes.getState().has(`${project}_data`)).toBe(false)
  })
})
