// Workspaces from a file to answering addresses: real Compose, real engine, images from a registry and from an archive.
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, inject, it, vi } from 'vitest'
import { packArchive } from '../../main/workspaces/archive'
import { createClaims, type Claims } from '../../main/workspaces/claims'
import type { Workspace, WorkspaceReview } from '../../preload/model'
import { unusedPort } from '../support/held-port'
import { lostNetwork } from '../support/lost-network'
import { waitFor } from './engine-session'
import {
  closedHalfWay,
  containerOf,
  ended,
  folder,
  hasDone,
  inDb,
  people,
  person,
  project,
  session,
  started,
  take,
  prepareWorkspaces,
  writeSample,
} from './workspace-people'

/** Each of these starts projects several times, which takes a busy machine a while. */
vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 })
prepareWorkspaces()

const printSteps = (person: string, { run }: Workspace): void => {
  if (!run) throw new Error('it was never started')
  const lines = run.steps.map(
    ({ kind, services, subject, state, startedAt = 0, endedAt = 0 }) =>
      `${kind.padEnd(8)} ${(subject || services.join(' ')).padEnd(24)} ${state} ${endedAt - startedAt} ms`,
  )
  console.log([...lines, `up for ${person} after ${(run.endedAt ?? 0) - run.startedAt} ms`].join('\n'))
}

describe('a workspace', () => {
  it('comes up for two people with different ports taken, also after the app was ended and after a roll-back, and the team’s file stays byte for byte', async () => {
    const port = await unusedPort()
    const text = await writeSample(join(folder, 'a'), { port, optional: true })
    await mkdir(join(folder, 'b', 'seed'), { recursive: true })
    for (const file of ['compose.yaml', 'seed/rows.txt'])
      await copyFile(join(folder, 'a', file), join(folder, 'b', file))

    const anna = await person('anna')
    const review: WorkspaceReview = await anna.service.review({ path: join(folder, 'a') })
    expect(review).toMatchObject({ title: 'The shop', author: 'acme/shop-env', dangers: [], project })
    expect(review.images.map(({ registry, repository }) => `${registry}/${repository}`)).toEqual([
      'docker.io/library/busybox',
      'docker.io/portside/sample-web',
    ])
    const { id } = await anna.service.accept({ reviewId: review.reviewId, allow: [] })
    const before = await anna.service.check({ id })
    expect(before).toMatchObject({ ready: false, moves: [], missingSecrets: [{ name: 'SHOP_KEY' }] })
    await expect(anna.service.start({ id })).rejects.toMatchObject({ code: 'workspace.not-ready' })
    await anna.service.setSecret({ id, name: 'SHOP_KEY', value: 'k$ey' })
    await anna.service.start({ id })
    await waitFor(anna.store, hasDone(id, 'create'), 'containers', 90_000)
    const annaAgain = await closedHalfWay(anna, 'anna', id)
    await annaAgain.service.setSecret({ id, name: 'SHOP_KEY', value: 'k$ey' })
    await annaAgain.service.start({ id })
    const own = await started(annaAgain, id)
    printSteps('anna', own)
    expect(own.state).toBe('up')
    expect(own.ports[0]?.url).toBe(`http://localhost:${port}/`)
    expect((await fetch(`http://localhost:${port}/`)).status).toBe(200)
    expect(await inDb(project, 'cat', '/data/rows', '/data/key')).toBe('one\ntwo\nk$ey')

    const ben = await person('ben')
    const other = await take(ben, join(folder, 'b'))
    await ben.service.setSecret({ id: other, name: 'SHOP_KEY', value: 'k2' })
    const checked = await ben.service.check({ id: other })
    expect(checked.moves).toMatchObject([{ service: 'web', from: port, holder: `${project}-web-1` }])
    await ben.service.start({ id: other, seeds: [] })
    await waitFor(ben.store, hasDone(other, 'create'), 'containers', 90_000)
    await ben.service.cancel({ id: other })
    expect((await ended(ben, other)).run?.state).toBe('cancelled')
    await ben.service.rollBack({ id: other })
    expect(ben.store.getState().get(other)).toMatchObject({ state: 'new' })
    expect(containerOf(`${project}-2`, 'db')).toBe('')
    expect(session.volumes.getState().has(`${project}-2_data`)).toBe(false)
    await ben.service.start({ id: other, seeds: [] })
    const moved = await started(ben, other)
    printSteps('ben', moved)
    expect(moved.seeds).toMatchObject([{ id: 'rows', optional: true, leftOut: true, sizeBytes: 8 }])
    expect(await inDb(moved.project, 'sh', '-c', 'ls /data')).toBe('key')
    expect(moved.project).toBe(`${project}-2`)
    expect(moved.ports[0]?.hostPort).not.toBe(port)
    expect((await fetch(moved.ports[0]?.url ?? '')).status).toBe(200)
    expect(await ben.service.compare({ id: other })).toMatchObject({
      changes: [{ kind: 'port', service: 'web', was: String(port), now: String(moved.ports[0]?.hostPort) }],
    })
    for (const place of ['a', 'b'])
      expect(await readFile(join(folder, place, 'compose.yaml'), 'utf8')).toBe(text)
    // Secrets are in memory here, and nowhere in what was written.
    const written = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((one) =>
      one.isFile(),
    )
    for (const file of written)
      expect(await readFile(join(file.parentPath, file.name), 'latin1')).not.toContain('k$ey')
  })

  it('keeps a volume without a name when it is left, and leaves none behind when it is removed with its data', async () => {
    await writeSample(join(folder, 'a'), {
      port: await unusedPort(),
      more: '  scratch: { image: busybox, init: true, command: sleep 600, volumes: [/scratch] }\n',
    })
    const anna = await person('anna')
    const up = async (): Promise<{ readonly id: string; readonly unnamed: string }> => {
      const id = await take(anna, join(folder, 'a'))
      await anna.service.setSecret({ id, name: 'SHOP_KEY', value: 'k' })
      await anna.service.start({ id })
      await started(anna, id)
      const container = containerOf(project, 'scratch')
      const [unnamed = '', ...more] = session.containers.getState().get(container)?.volumes ?? []
      expect([unnamed, more]).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/), []])
      return { id, unnamed }
    }
    const left = await up()
    await anna.service.leave({ id: left.id })
    const again = await up()
    expect(again.unnamed).not.toBe(left.unnamed)
    await anna.service.remove({ id: again.id })
    await waitFor(session.volumes, (items) => !items.has(again.unnamed), 'the volume to be gone')
    expect(session.volumes.getState().has(left.unnamed)).toBe(true)
    await session.volumesService.remove({ id: left.unnamed })
  })

  it('is another project for a second Portside on the engine, also where both open one file at once, and is nobody else’s to touch', async () => {
    // Both look for free ports at once: the engine is to choose.
    await writeSample(join(folder, 'a'), { port: 0 })
    const claims = (home: string): Claims =>
      createClaims({ folder: join(folder, 'claims'), home, engineId: () => 'one' })
    const two = await Promise.all(['anna', 'ben'].map((name) => person(name, { claims: claims(name) })))
    const ups = await Promise.all(
      two.map(async (one) => {
        const id = await take(one, join(folder, 'a'))
        await one.service.setSecret({ id, name: 'SHOP_KEY', value: 'k' })
        await one.service.start({ id })
        return started(one, id)
      }),
    )
    expect(ups.map((one) => one.project).sort()).toEqual([project, `${project}-2`])
    for (const { project: name, ports } of ups) {
      expect(await inDb(name, 'cat', '/data/rows')).toBe('one\ntwo')
      expect((await fetch(ports[0]?.url ?? '')).status).toBe(200)
    }
    // Somebody who had it before, and comes back while another one has it.
    const [anna] = two
    const id = ups[0]?.id ?? ''
    const file = join(folder, 'anna', 'workspaces', id, 'workspace.json')
    await mkdir(join(folder, 'late', 'workspaces', id), { recursive: true })
    await copyFile(file, join(folder, 'late', 'workspaces', id, 'workspace.json'))
    const late = await person('late', { claims: claims('late') })
    const refusal = { code: 'workspace.elsewhere', params: { home: 'anna' } }
    for (const work of ['start', 'stop', 'reset', 'leave', 'remove'] as const)
      await expect(late.service[work]({ id })).rejects.toMatchObject(refusal)
    expect(await inDb(ups[0]?.project ?? '', 'cat', '/data/rows')).toBe('one\ntwo')
    await anna?.service.leave({ id })
    await late.service.remove({ id })
  })

  it('starts after the stop that goes on, when it is asked for meanwhile, unless that is given up', async () => {
    await writeSample(join(folder, 'a'), { port: await unusedPort() })
    const anna = await person('anna')
    const id = await take(anna, join(folder, 'a'))
    const now = () => anna.store.getState().get(id)
    await anna.service.setSecret({ id, name: 'SHOP_KEY', value: 'k' })
    await anna.service.start({ id })
    await started(anna, id)

    const stopped = anna.service.stop({ id })
    const up = anna.service.start({ id })
    await waitFor(anna.store, (items) => items.get(id)?.doing === 'waits', 'the start to wait')
    expect(now()).toMatchObject({ state: 'starting' })
    await expect(anna.service.start({ id })).rejects.toMatchObject({
      code: 'workspace.busy',
      params: { title: 'The shop' },
    })
    await Promise.all([stopped, up])
    expect((await started(anna, id)).state).toBe('up')

    const again = anna.service.stop({ id })
    const [refused] = await Promise.allSettled([
      anna.service.start({ id }),
      anna.service.cancel({ id }),
      again,
    ])
    expect(refused).toMatchObject({ status: 'rejected', reason: { code: 'workspace.given-up' } })
    await waitFor(anna.store, (items) => items.get(id)?.state === 'stopped', 'it to be stopped')
    expect(now()?.doing).toBeUndefined()
  })

  it('says what the team changed, keeps the data, and goes back to the team’s seed with a snapshot first', async () => {
    const port = await unusedPort()
    const place = join(folder, 'team')
    await writeSample(place, { port })
    const anna = await person('anna')
    const id = await take(anna, place)
    await anna.service.setSecret({ id, name: 'SHOP_KEY', value: 'k' })
    await anna.service.start({ id })
    await started(anna, id)
    await inDb(project, 'sh', '-c', 'echo mine >/data/rows')

    await writeSample(place, { port, seed: 'cat >/data/rows; echo new >>/data/rows' })
    await expect(anna.service.start({ id })).rejects.toMatchObject({ code: 'workspace.changed' })
    const review = await anna.service.update({ id })
    expect(review.changes).toEqual([{ kind: 'data', subject: 'rows' }])
    await anna.service.accept({ reviewId: review.reviewId, allow: [] })
    await anna.service.start({ id })
    await started(anna, id)
    expect(await inDb(project, 'cat', '/data/rows')).toBe('mine')

    const { snapshotId } = await anna.service.reset({ id })
    await started(anna, id)
    expect(await inDb(project, 'cat', '/data/rows')).toBe('one\ntwo\nnew')
    await anna.service.restore({ id, snapshotId })
    await started(anna, id)
    expect(await inDb(project, 'cat', '/data/rows')).toBe('mine')
    await anna.service.leave({ id })
    expect(anna.store.getState().size).toBe(0)
    expect(session.volumes.getState().has(`${project}_data`)).toBe(true)
    // Opened again, it knows its data.
    await take(anna, place)
  })

  it('goes on when the network is back, and after a seed that failed', async () => {
    const port = await unusedPort()
    const place = join(folder, 'team')
    const network = await lostNetwork(inject('registryUrl'))
    const image = `127.0.0.1:${network.port}/portside/sample-web:1.0`
    await writeSample(place, { port, image, seed: 'test -e /data/fixed && cat >/data/rows' })
    const anna = await person('anna')
    const id = await take(anna, place)
    await anna.service.setSecret({ id, name: 'SHOP_KEY', value: 'k' })
    await anna.service.start({ id })
    expect((await ended(anna, id)).run).toMatchObject({
      state: 'failed',
      steps: expect.arrayContaining([expect.objectContaining({ kind: 'pull', state: 'failed' })]) as unknown,
    })
    expect(containerOf(project, 'db')).toBe('')
    await network.comeBack()
    await anna.service.start({ id })
    expect((await ended(anna, id)).run?.error).toMatchObject({ code: 'workspace.seed-failed' })
    // The app ends and starts again in between.
    await anna.dispose()
    people.length = 0
    const again = await person('anna')
    await again.service.setSecret({ id, name: 'SHOP_KEY', value: 'k' })
    await inDb(project, 'touch', '/data/fixed')
    await again.service.start({ id })
    await started(again, id)
    expect(await inDb(project, 'cat', '/data/rows')).toBe('one\ntwo')

    await again.service.remove({ id })
    await session.imagesService.untag({ reference: image })
    await network.close()
  })
})

describe('a bad workspace', () => {
  const nothing = async (): Promise<void> => {
    expect([...session.containers.getState().values()].filter((one) => one.project === project)).toEqual([])
    const kept = await readdir(join(folder, 'eve', 'workspaces'), { recursive: true }).catch(() => [])
    expect(kept.filter((one) => one !== '.incoming')).toEqual([])
  }
  const refusal = async (text: string): Promise<unknown> => {
    const place = join(folder, 'bad')
    await mkdir(place, { recursive: true })
    await writeFile(join(place, 'compose.yaml'), text)
    const { service } = people[0] ?? (await person('eve'))
    return service.review({ path: place }).then(
      () => 'taken',
      (error: unknown) => error,
    )
  }
  const block = 'x-portside: { version: 1, name: Bad }\n'

  it('is refused with the place of its mistake, and leaves nothing', async () => {
    expect(await refusal(`${block}services:\n  web: [\n`)).toMatchObject({
      code: 'workspace.bad-file',
      params: { line: 4, column: 1 },
    })
    expect(
      await refusal(`x-portside:\n  version: 1\n  name: Bad\n  colour: red\nservices: {}\n`),
    ).toMatchObject({
      code: 'workspace.bad-file',
      params: { line: 4, column: 3 },
    })
    expect(await refusal(`${block}services:\n  web:\n    image: busybox\n    comand: x\n`)).toMatchObject({
      code: 'compose.unknown-key',
    })
    const cycle = `${block}services:\n  a: { image: busybox, depends_on: [b] }\n  b: { image: busybox, depends_on: [a] }\n`
    expect(await refusal(cycle)).toMatchObject({ code: 'compose.cycle' })
    const outside = `${block}services:\n  a: { image: busybox, env_file: ../../etc/passwd }\n`
    expect(await refusal(outside)).toMatchObject({ code: 'workspace.refused' })
    const remote = `${block}include: ["https://evil.example/x.git"]\nservices:\n  a: { image: busybox }\n`
    expect(await refusal(remote)).toMatchObject({ code: 'workspace.refused' })
    await nothing()
  })

  it('must have each red line allowed by itself, and does not start an image that nobody has', async () => {
    const place = join(folder, 'bad')
    await mkdir(place, { recursive: true })
    await writeFile(
      join(place, 'compose.yaml'),
      `name: ${project}\n${block}services:\n  a:\n    image: portside/nowhere:1\n    privileged: true\n    volumes: [/var/run/docker.sock:/s, /etc:/host]\n`,
    )
    const eve = await person('eve')
    const review = await eve.service.review({ path: place })
    expect(review.dangers.map(({ kind }) => kind).sort()).toEqual([
      'docker-socket',
      'host-folder',
      'privileged',
    ])
    const some = review.dangers.slice(0, 2).map(({ id }) => id)
    await expect(eve.service.accept({ reviewId: review.reviewId, allow: some })).rejects.toMatchObject({
      code: 'workspace.not-allowed',
    })
    await nothing()
    const allow = review.dangers.map(({ id }) => id)
    const { id } = await eve.service.accept({ reviewId: review.reviewId, allow })
    expect(await eve.service.check({ id })).toMatchObject({ ready: false, images: [{ missing: true }] })
    await expect(eve.service.start({ id })).rejects.toMatchObject({ code: 'workspace.not-ready' })
  })

  it('in an archive is refused and leaves nothing', async () => {
    await mkdir(join(folder, 'pack'))
    await writeFile(join(folder, 'pack', 'compose.yaml'), block)
    await writeFile(join(folder, 'pack', 'zeros'), Buffer.alloc(64_000_000))
    const path = join(folder, 'bomb.portside')
    await packArchive(join(folder, 'pack'), path)
    const eve = await person('eve')
    await expect(eve.service.review({ path })).rejects.toMatchObject({
      code: 'workspace.bad-archive',
      params: { reason: 'bomb' },
    })
    await nothing()
  })

  it('behind a link to this computer’s own network is not asked for', async () => {
    let asked = 0
    const server = createServer((_, answer) => {
      asked += 1
      answer.end()
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const { port } = server.address() as AddressInfo
    const eve = await person('eve')
    for (const url of [
      `http://127.0.0.1:${port}/`,
      `https://127.0.0.1:${port}/`,
      `https://localhost:${port}/`,
    ])
      await expect(
        eve.service.reviewLink({ link: `portside://open?url=${encodeURIComponent(url)}` }),
      ).rejects.toMatchObject({ code: 'workspace.bad-link' })
    expect(asked).toBe(0)
    await nothing()
    await new Promise((done) => server.close(done))
  })
})
