// Workspaces of others before they are trusted, and files that were chosen: what is told, asked again, and kept apart.
import { copyFileSync, existsSync, renameSync } from 'node:fs'
import { mkdir, readdir, realpath, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import type { FileSource } from '../../main/base/file-tickets'
import { localSource } from '../../main/base/local-file'
import { until } from '../../main/base/until'
import { packArchive } from '../../main/workspaces/archive'
import { isAppError } from '../../preload/errors'
import type { Container } from '../../preload/model'
import type { ProjectCompose } from '../../main/workspaces/project-compose'
import type { WorkspacesParts } from '../../main/workspaces/workspaces'
import { unusedPort } from '../support/held-port'
import { waitFor } from './engine-session'
import {
  composeAt,
  containerOf,
  ended,
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

describe('a chosen file', () => {
  const chosen = (anna: WorkspacesParts, source: FileSource) =>
    anna.service.reviewChosen({ source: session.files.add(source) })

  it('is opened where it lies, with what belongs to it, and updated from there', async () => {
    const place = join(folder, 'team')
    const port = await unusedPort()
    await writeSample(place, { port })
    await writeFile(join(place, '.env'), 'COLOUR=blue\n')
    const anna = await person('anna')
    const review = await chosen(anna, localSource(join(place, 'compose.yaml')))
    expect(review).toMatchObject({ source: { kind: 'file' }, seeds: [{ id: 'rows', sizeBytes: 8 }] })
    const { id } = await anna.service.accept({ reviewId: review.reviewId, allow: [] })
    expect(anna.store.getState().get(id)?.folder).toBe(await realpath(place))
    await writeSample(place, { port, seed: 'cat >/data/rows; echo new >>/data/rows' })
    expect((await anna.service.update({ id })).changes).toEqual([{ kind: 'data', subject: 'rows' }])

    const path = join(folder, 'shop.portside')
    await packArchive(place, path)
    const archive = await chosen(anna, localSource(path))
    expect(archive.source).toEqual({ kind: 'archive', path })
    const other = await anna.service.accept({ reviewId: archive.reviewId, allow: [] })
    expect((await anna.service.update(other)).changes).toEqual([])
  })

  it('of a browser is an archive, which has to be chosen again for an update', async () => {
    const place = join(folder, 'team')
    await writeSample(place, { port: await unusedPort() })
    const path = join(folder, 'shop.portside')
    await packArchive(place, path)
    await writeSample(place, { port: await unusedPort() })
    const withoutPath = (from: string): FileSource => {
      const { name, read } = localSource(from)
      return { name, read }
    }
    const eve = await person('eve')
    const lone = chosen(eve, withoutPath(join(place, 'compose.yaml')))
    await expect(lone).rejects.toMatchObject({
      code: 'workspace.lone-file',
      params: { file: 'compose.yaml' },
    })
    expect(await readdir(join(folder, 'eve', 'workspaces', '.incoming'))).toEqual([])
    const { reviewId } = await chosen(eve, withoutPath(path))
    const { id } = await eve.service.accept({ reviewId, allow: [] })
    expect(eve.store.getState().get(id)?.seeds).toMatchObject([{ id: 'rows', sizeBytes: 8 }])
    await expect(eve.service.update({ id })).rejects.toMatchObject({ code: 'workspace.file-again' })
  })
})

describe('a seed', () => {
  const seed = 'echo begun >>/data/rows; test -e /data/go || sleep 77; echo ended >>/data/rows'
  const running = (): Promise<string> => inDb(project, 'sh', '-c', 'ps -o args | grep "^sleep 77" || true')
  const rows = (): Promise<string> => inDb(project, 'sh', '-c', 'cat /data/rows')
  const hasBegun = (times: number): Promise<true> =>
    until(async () => ((await rows().catch(() => '')).split('begun').length > times ? true : undefined), {
      ...{ deadlineMs: 60_000, waitingFor: 'the seed to begin' },
    })

  it('that is given up ends inside of the container, too, so that going on does not run it twice', async () => {
    await writeSample(join(folder, 'team'), { port: await unusedPort(), seed })
    const anna = await person('anna')
    const id = await take(anna, join(folder, 'team'))
    await anna.service.setSecret({ id, name: 'SHOP_KEY', value: 'k' })
    await anna.service.start({ id })
    await hasBegun(1)
    expect(await running()).toBe('sleep 77')
    await anna.service.cancel({ id })
    expect(await running()).toBe('')
    expect(await rows()).toBe('begun')

    // One that an app that was ended has left behind.
    const left = session.runInContainer(containerOf(project, 'db'), ['sh', '-c', seed])
    await hasBegun(2)
    await inDb(project, 'touch', '/data/go')
    await anna.service.start({ id })
    expect((await left).exitCode).toBe(137)
    await started(anna, id)
    expect(await rows()).toBe('begun\nbegun\nbegun\nended')
  })
})

describe('a workspace of somebody else', () => {
  const block = 'x-portside: { version: 1, name: Bad }\n'

  it('tells in red where Compose finds more than its own folder: links, names of others, builds', async () => {
    const place = join(folder, 'bad')
    await mkdir(join(place, 'app'), { recursive: true })
    await symlink('/etc', join(place, 'data'))
    await symlink('/var/run/docker.sock', join(place, 'app', 'sock'))
    await writeFile(join(folder, 'id'), 'key')
    const text = `name: ${project}
${block}services:
  a:
    image: busybox
    build:
      context: ./app
      dockerfile: ../../id
      network: host
      privileged: true
      entitlements: [network.host]
      ssh: [default]
      secrets: [key]
      cache_to: ["type=local,dest=${folder}/cache"]
    volumes: [./data/new:/d, ./app/sock:/s, "database:/v", "own:/o"]
    networks: [default, lan]
    develop: { watch: [{ path: ../outside, action: sync, target: /w }] }
    deploy: { resources: { reservations: { devices: [{ capabilities: [gpu] }] } } }
volumes: { database: { name: other_db }, own: {} }
networks: { lan: { name: ${project}_lan } }
secrets: { key: { file: ../id } }
`
    await writeFile(join(place, 'compose.yaml'), text)
    const eve = await person('eve')
    const { dangers, reviewId, folders } = await eve.service.review({ path: place })
    await eve.service.decline({ reviewId })
    expect(
      dangers
        .filter(({ severe }) => severe)
        .map(({ id }) => id.replaceAll(folder, ''))
        .sort(),
    ).toEqual(
      [
        'device:a:GPU',
        `docker-socket:a:/bad/app/sock → ${await realpath('/var/run')}/docker.sock`,
        'host-folder:a:/bad/data/new → /etc/new',
        'host-folder:a:/cache',
        'host-folder:a:/id',
        'host-folder:a:/outside',
        'host-namespace:a:build network: host',
        'other-project:a:other_db',
        `other-project:a:${project}_lan`,
        'privileged:a:build',
        'privileged:a:build: network.host',
        'ssh-keys:a:default',
      ].sort(),
    )
    expect(folders.map(({ outside }) => outside)).toEqual([true, true])
  })

  it('is asked about again only for what is new, or means something else since it was allowed', async () => {
    const place = join(folder, 'team')
    const path = join(folder, 'shop.portside')
    const offer = async (image: string, rest: string): Promise<void> => {
      await mkdir(place, { recursive: true })
      const text = `name: ${project}\n${block}services:\n  a: { image: "${image}", ${rest} }\n`
      await writeFile(join(place, 'compose.yaml'), text)
      await packArchive(place, path)
    }
    const eve = await person('eve')
    const asked = async (allow: readonly string[] = []): Promise<readonly string[]> => {
      const { reviewId, dangers } = await eve.service.review({ path })
      const open = dangers.filter(({ severe, allowed }) => severe && !allowed).map(({ id }) => id)
      const refused = await eve.service.accept({ reviewId, allow }).then(
        () => '',
        (error: unknown) => (isAppError(error, 'workspace.not-allowed') ? error.params.danger : error),
      )
      await eve.service.decline({ reviewId })
      expect(refused).toBe(open.filter((id) => !allow.includes(id)).join(', '))
      return open
    }
    const mount = (mode: string): string => `volumes: ["/etc:/host:${mode}", "../beside:/beside:ro"]`
    await offer('busybox:1', `privileged: true, ${mount('ro')}`)
    const first = await asked()
    expect(first).toMatchObject([
      'privileged:a:',
      'host-folder:a:/etc',
      /beside$/.exec(first[2] ?? '')?.input,
    ])
    await asked(first)
    // A newer version of the same image, and something else besides.
    await offer('busybox:2', `privileged: true, ${mount('ro')}, command: sleep 1`)
    expect(await asked()).toEqual([])
    await offer('busybox:2', `privileged: true, cap_add: [SYS_TIME], ${mount('ro')}`)
    expect(await asked()).toEqual(['capability:a:SYS_TIME'])
    // It was not allowed, and is asked about again.
    expect(await asked(['capability:a:SYS_TIME'])).toEqual(['capability:a:SYS_TIME'])
    // What only read may write now.
    await offer('busybox:2', `privileged: true, cap_add: [SYS_TIME], ${mount('rw')}`)
    expect(await asked(['host-folder:a:/etc'])).toEqual(['host-folder:a:/etc'])
    // Another program under the same name.
    await offer('mallory/box', `privileged: true, cap_add: [SYS_TIME], ${mount('rw')}`)
    expect(await asked()).toHaveLength(4)
    const [id = ''] = eve.store.getState().keys()
    await eve.service.leave({ id })
    await offer('busybox:2', `privileged: true`)
    expect(await asked()).toEqual(['privileged:a:'])
  })

  it('starts nothing of files that are exchanged after they were looked at, not even when they are put back at once', async () => {
    const place = join(folder, 'team')
    const port = await unusedPort()
    await writeSample(place, { port })
    const more =
      '  evil: { image: busybox, privileged: true, init: true, command: sleep 600, restart: always }\n'
    await writeSample(join(folder, 'evil'), { port, more })
    const [file, kept, evil] = ['team', 'kept', 'evil'].map((name) => join(folder, name, 'compose.yaml'))
    if (!file || !kept || !evil) throw new Error('no names')
    await mkdir(join(folder, 'kept'))
    const { config, run } = composeAt()
    let during = ''
    const exchanged: ProjectCompose = {
      config,
      run: async (call, args, { signal, onLine }) => {
        if (args[0] !== during) return run(call, args, { signal, onLine })
        renameSync(file, kept)
        copyFileSync(evil, file)
        const putBack = (line: string): void => {
          if (existsSync(kept)) renameSync(kept, file)
          onLine(line)
        }
        await run(call, args, { signal, onLine: putBack })
      },
    }
    const anna = await person('anna', { compose: exchanged })
    const id = await take(anna, place)
    await anna.service.setSecret({ id, name: 'SHOP_KEY', value: 'k' })
    for (const verb of ['create', 'up']) {
      during = verb
      await anna.service.start({ id })
      expect((await ended(anna, id)).run).toMatchObject({
        state: 'failed',
        error: { code: 'workspace.unsteady', params: { file: 'compose.yaml' } },
      })
      const own = (all: ReadonlyMap<string, Container>): readonly Container[] =>
        [...all.values()].filter((one) => one.project === project)
      // The engine tells a moment later.
      await waitFor(
        session.containers,
        (all) => own(all).every((one) => one.service !== 'evil'),
        'evil to go',
      )
      await waitFor(session.containers, (all) => own(all).every((one) => one.state !== 'running'), 'the stop')
    }
    during = ''
    await anna.service.start({ id })
    await started(anna, id)
    expect(containerOf(project, 'evil')).toBe('')
    expect(await inDb(project, 'cat', '/data/rows')).toBe('one\ntwo')
  })

  it('in an archive that calls itself like a known one from elsewhere says so in red, and gets none of its secrets', async () => {
    const port = await unusedPort()
    const [own, theirs] = ['own', 'theirs'].map((name) => join(folder, `${name}.portside`)) as [
      string,
      string,
    ]
    for (const path of [own, theirs]) {
      await writeSample(join(folder, 'team'), { port })
      // Takes what it packs away.
      await packArchive(join(folder, 'team'), path)
    }
    const eve = await person('eve')
    const id = await take(eve, own)
    await eve.service.setSecret({ id, name: 'SHOP_KEY', value: 'k' })
    expect(await eve.service.review({ path: own })).toMatchObject({ dangers: [], secrets: [{ known: true }] })

    const { reviewId, dangers, secrets, workspaceId } = await eve.service.review({ path: theirs })
    expect(workspaceId).toBe(id)
    expect(dangers).toMatchObject([{ kind: 'other-source', subject: own, severe: true }])
    expect(secrets).toMatchObject([{ name: 'SHOP_KEY', known: false }])
    await expect(eve.service.accept({ reviewId, allow: [] })).rejects.toMatchObject({
      code: 'workspace.not-allowed',
    })
    expect(eve.store.getState().get(id)).toMatchObject({ secrets: [{ known: true }] })
    await eve.service.accept({ reviewId, allow: dangers.map((one) => one.id) })
    expect(eve.store.getState().get(id)).toMatchObject({
      source: { path: theirs },
      secrets: [{ known: false }],
      dangers: [],
    })
    // One that was left keeps its data for who opens it again: the same is asked then.
    await eve.service.leave({ id })
    expect((await eve.service.review({ path: own })).dangers).toMatchObject([{ kind: 'other-source' }])
  })
})
