// Removing and taking back on a real Docker Engine: nothing of the container is lost, and what would be is told.
import { readFile, writeFile } from 'node:fs/promises'
import type Docker from 'dockerode'
import { describe, expect, it } from 'vitest'
import { until } from '../../main/base/until'
import { createTrash } from '../../main/engine/trash'
import { silentLog } from '../../main/base/log'
import { waitFor } from './engine-session'
import { markedEngine } from './marked-engine'

const engine = markedEngine('et')
const { docker, mark } = engine

async function make(name: string, more: Docker.ContainerCreateOptions = {}): Promise<Docker.Container> {
  const made = await docker.createContainer({
    Image: 'busybox',
    name: `${mark}-${name}`,
    Cmd: ['sleep', '600'],
    // Its first process hears no SIGTERM, and the engine would wait ten seconds for it.
    StopSignal: 'SIGKILL',
    ...more,
  })
  await made.start()
  await shown(made.id, true)
  return made
}
const shown = (id: string, there: boolean): Promise<unknown> =>
  waitFor(
    engine.session.containers,
    (items) => items.has(id) === there,
    `container ${there ? 'shown' : 'gone'}`,
  )

async function run(container: Docker.Container, script: string): Promise<void> {
  const exec = await container.exec({ Cmd: ['sh', '-c', script] })
  await exec.start({ Detach: true })
  await until(async () => ((await exec.inspect()).Running ? undefined : true), {
    deadlineMs: 60_000,
    waitingFor: script,
  })
}

async function inTrash(): Promise<readonly string[]> {
  for await (const change of engine.session.containersService.watchTrash())
    if (change.kind === 'snapshot') return change.items.map(({ name }) => name)
  throw new Error('no snapshot')
}

describe('the Trash', () => {
  it('keeps a container whole: files, unnamed volume, log, name, policy, and that it ran', async () => {
    const { containersService: containers } = engine.session
    const made = await make('whole', {
      Cmd: ['sh', '-c', 'echo first run; sleep 600'],
      HostConfig: { RestartPolicy: { Name: 'unless-stopped' } },
      Volumes: { '/data': {} },
    })
    const { id } = made
    await run(made, 'echo mine >/kept; echo mine >/data/kept')
    const before = await made.inspect()
    const { until: kept } = await containers.discard({ id, volumes: true })
    expect(kept).toBeGreaterThan(Date.now() + 6 * 24 * 3_600_000)
    await shown(id, false)
    const away = await made.inspect()
    expect(away.State.Running).toBe(false)
    expect(away.HostConfig.RestartPolicy?.Name).toBe('no')
    // The name is free at once, and given back afterwards.
    const other = await docker.createContainer({ Image: 'busybox', name: `${mark}-whole` })
    await expect(containers.restore({ id })).rejects.toMatchObject({ code: 'container.name-taken' })
    await other.remove()
    await containers.restore({ id })
    await shown(id, true)
    const back = await made.inspect()
    expect([back.Name, back.State.Running, back.HostConfig.RestartPolicy?.Name]).toEqual([
      `/${mark}-whole`,
      true,
      'unless-stopped',
    ])
    expect(back.Mounts).toEqual(before.Mounts)
    await run(made, 'test -f /kept && test -f /data/kept && touch /both')
    await expect(made.infoArchive({ path: '/both' })).resolves.toBeDefined()
    expect(String(await made.logs({ stdout: true }))).toContain('first run')
  })

  it('deletes for good on request, with the unnamed volumes if they were to go', async () => {
    const { containersService: containers } = engine.session
    const made = await make('gone', { Volumes: { '/data': {} } })
    const [{ Name: volume = '' } = {}] = (await made.inspect()).Mounts
    await containers.discard({ id: made.id, volumes: true })
    await containers.deleteDiscarded({ ids: [made.id] })
    await expect(made.inspect()).rejects.toMatchObject({ statusCode: 404 })
    await expect(docker.getVolume(volume).inspect()).rejects.toMatchObject({ statusCode: 404 })
    await expect(containers.restore({ id: made.id })).rejects.toMatchObject({ code: 'container.not-found' })
  })

  it('keeps the volume and the image of a container, with all names, and says which container it is', async () => {
    const { containersService: containers, volumesService, imagesService } = engine.session
    const volume = `${mark}-data`
    const source = await docker.createContainer({ Image: 'busybox', name: `${mark}-source` })
    const { Id: image } = (await source.commit({ repo: `${mark}/kept`, tag: '1' })) as { Id: string }
    await docker.getImage(image).tag({ repo: `${mark}/kept`, tag: '2' })
    const made = await make('holder', {
      Image: `${mark}/kept:1`,
      HostConfig: { Binds: [`${volume}:/data`] },
    })
    await containers.discard({ id: made.id })
    await shown(made.id, false)
    for await (const change of containers.watchTrash()) {
      const items = change.kind === 'snapshot' ? change.items : change.upsert
      const entry = items.find(({ id }) => id === made.id)
      if (!entry) continue
      expect(entry.volumes).toEqual([volume])
      break
    }
    const refusal = { container: `${mark}-holder` }
    await expect(volumesService.remove({ id: volume })).rejects.toMatchObject({
      code: 'volume.in-trash',
      params: { ...refusal, volume },
    })
    const { kept } = await volumesService.prune({ ids: [volume] })
    expect(kept).toMatchObject([{ id: volume, error: { code: 'volume.in-trash' } }])
    await waitFor(engine.session.images, (all) => all.get(image)?.tags.length === 2, 'both names')
    await expect(imagesService.remove({ id: image })).rejects.toMatchObject({
      code: 'image.in-trash',
      params: refusal,
    })
    expect((await docker.getImage(image).inspect()).RepoTags).toHaveLength(2)
    await containers.deleteDiscarded({ ids: [made.id] })
    await volumesService.remove({ id: volume })
    await imagesService.remove({ id: image })
  })

  it('lets go of what somebody else started or deleted, and says what it cannot keep', async () => {
    const { containersService: containers } = engine.session
    const started = await make('started')
    await containers.discard({ id: started.id })
    await shown(started.id, false)
    await started.start()
    await shown(started.id, true)
    const passing = await make('passing', { HostConfig: { AutoRemove: true } })
    expect(await containers.discard({ id: passing.id })).toEqual({})
    await shown(passing.id, false)
  })

  it('gives one that somebody started its name and its restart policy back', async () => {
    const made = await make('compose', {
      HostConfig: { RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 3 } },
    })
    await engine.session.containersService.discard({ id: made.id })
    await shown(made.id, false)
    await made.start()
    await shown(made.id, true)
    const back = await until(
      async () => {
        const info = await made.inspect()
        return info.HostConfig.RestartPolicy?.Name === 'on-failure' ? info : undefined
      },
      { deadlineMs: 60_000, waitingFor: 'its restart policy' },
    )
    expect([back.Name, back.HostConfig.RestartPolicy?.MaximumRetryCount]).toEqual([`/${mark}-compose`, 3])
    // It is forgotten once it has everything back.
    await until(async () => ((await inTrash()).includes(`${mark}-compose`) ? undefined : true), {
      deadlineMs: 60_000,
      waitingFor: 'it to have left the Trash',
    })
  })

  it('never deletes one that somebody took back by renaming it, and forgets what was deleted meanwhile', async () => {
    const { session } = engine
    const [renamed, gone] = [await make('renamed'), await make('pruned')]
    for (const { id } of [renamed, gone]) {
      await session.containersService.discard({ id })
      await shown(id, false)
    }
    const file = session.endpoint.replace('docker.sock', 'trash.json')
    const noted = JSON.parse(await readFile(file, 'utf8')) as { id: string }[]
    const kept = noted.filter(({ id }) => id === renamed.id || id === gone.id)
    await renamed.rename({ name: `${mark}-mine` })
    await shown(renamed.id, true)
    // As the next run finds it: all of it happened while the app was closed.
    const other = `${file}.next`
    await writeFile(other, JSON.stringify(kept))
    await gone.remove()
    const later = createTrash({
      calls: { asked: (asked) => asked, call: (_asked, work) => work(docker) },
      file: other,
      refresh: () => {},
      now: () => Date.now() + 8 * 24 * 3_600_000,
      log: silentLog,
    })
    await later.use(((await docker.info()) as { ID: string }).ID)
    expect(later.nameOf(gone.id)).toBe(`${mark}-pruned`)
    later.connected()
    await until(async () => ((await readFile(other, 'utf8')).trim() === '[]' ? true : undefined), {
      deadlineMs: 60_000,
      waitingFor: 'both to be forgotten',
    })
    expect((await renamed.inspect()).Name).toBe(`/${mark}-mine`)
    later.dispose()
  })

  it('of another engine waits for that engine', async () => {
    const { session } = engine
    const made = await make('elsewhere')
    await session.containersService.discard({ id: made.id })
    const file = session.endpoint.replace('docker.sock', 'trash.json')
    const other = `${file}.other`
    await writeFile(other, await readFile(file))
    const elsewhere = createTrash({
      calls: { asked: (asked) => asked, call: (_asked, work) => work(docker) },
      file: other,
      refresh: () => {},
      now: () => Date.now() + 8 * 24 * 3_600_000,
      log: silentLog,
    })
    await elsewhere.use('ANOTHER')
    expect(elsewhere.nameOf(made.id)).toBeUndefined()
    elsewhere.connected()
    await elsewhere.use(((await docker.info()) as { ID: string }).ID)
    expect(elsewhere.nameOf(made.id)).toBe(`${mark}-elsewhere`)
    expect((await made.inspect()).State.Status).toBe('exited')
    elsewhere.dispose()
  })

  it('keeps the network that a container needs for starting again', async () => {
    const { containersService: containers, networksService } = engine.session
    const network = await docker.createNetwork({ Name: `${mark}-net` })
    await waitFor(engine.session.networks, (all) => all.has(network.id), 'the network')
    const made = await make('attached', { HostConfig: { NetworkMode: `${mark}-net` } })
    await containers.discard({ id: made.id })
    await shown(made.id, false)
    const { kept } = await networksService.prune({ ids: [network.id] })
    expect(kept).toMatchObject([
      { id: network.id, error: { code: 'network.in-trash', params: { container: `${mark}-attached` } } },
    ])
    await containers.restore({ id: made.id })
    await shown(made.id, true)
    expect((await made.inspect()).State.Running).toBe(true)
    await made.remove({ force: true })
    await shown(made.id, false)
    await networksService.remove({ id: network.id })
  })

  it('is known to the next run of the app, which deletes what was there for seven days', async () => {
    const { session } = engine
    const made = await make('old')
    await session.containersService.discard({ id: made.id })
    const file = session.endpoint.replace('docker.sock', 'trash.json')
    expect(await readFile(file, 'utf8')).toContain(`${mark}-old`)
    const later = createTrash({
      calls: { asked: (asked) => asked, call: (_asked, work) => work(docker) },
      file,
      refresh: () => {},
      now: () => Date.now() + 8 * 24 * 3_600_000,
      log: silentLog,
    })
    await later.use((await docker.info()).ID as string)
    later.connected()
    await until(
      () =>
        made.inspect().then(
          () => undefined,
          () => true,
        ),
      { deadlineMs: 60_000, waitingFor: 'the old container to be deleted' },
    )
    later.dispose()
  })
})

describe('what removing would lose', () => {
  it('is told by places with sizes: new folders as a whole, single files, deleted ones; and what stays', async () => {
    const { containersService: containers } = engine.session
    const made = await make('data', {
      Volumes: { '/anon': {} },
      HostConfig: { Binds: [`${mark}-vol:/named`] },
    })
    await run(
      made,
      'mkdir -p /uploads/a && head -c 300000 /dev/zero >/uploads/a/one && head -c 100000 /dev/zero >/uploads/two; ' +
        'echo x >/anon/not-lost; echo y >/named/not-lost; echo changed >>/etc/passwd; rm /etc/group; head -c 5000 /dev/zero >/note',
    )
    const data = await containers.getData({ id: made.id })
    expect(data.changes).toEqual([
      { path: '/uploads/', kind: 'added', files: 2, bytes: 400_000 },
      { path: '/note', kind: 'added', files: 1, bytes: 5000 },
      { path: '/etc/passwd', kind: 'modified', files: 1, bytes: expect.any(Number) as number },
      { path: '/etc/group', kind: 'deleted', files: 1 },
    ])
    expect(data.layerBytes).toBeGreaterThan(405_000)
    expect(data.imageBytes).toBeGreaterThan(0)
    expect(Object.fromEntries(data.places.map(({ path, anonymous }) => [path, anonymous]))).toEqual({
      '/anon': true,
      '/named': false,
    })
  })
})

describe('a container in trouble', () => {
  it('shows its health checks: the newest first, with exit code and output', async () => {
    const made = await make('health', {
      Healthcheck: { Test: ['CMD-SHELL', 'echo not yet; exit 3'], Interval: 1e8, Retries: 2 },
    } as Docker.ContainerCreateOptions)
    await waitFor(
      engine.session.containers,
      (items) => items.get(made.id)?.health === 'unhealthy',
      'it unhealthy',
    )
    const { health } = await engine.session.containersService.getDetails({ id: made.id })
    expect(health).toMatchObject({ status: 'unhealthy', command: 'echo not yet; exit 3', intervalMs: 100 })
    expect(health?.failingStreak).toBeGreaterThanOrEqual(2)
    expect(health?.probes[0]).toMatchObject({ exitCode: 3, output: 'not yet\n' })
  })

  it('that is started again and again is noticed', async () => {
    const made = await docker.createContainer({
      Image: 'busybox',
      name: `${mark}-loop`,
      Cmd: ['false'],
      HostConfig: { RestartPolicy: { Name: 'always' } },
    })
    await made.start()
    const items = await waitFor(
      engine.session.containers,
      (now) => (now.get(made.id)?.loop?.restarts ?? 0) >= 3,
      'its loop',
    )
    const { since, last } = items.get(made.id)?.loop ?? { since: 0, last: 0 }
    expect(last).toBeGreaterThan(since)
  })
})
