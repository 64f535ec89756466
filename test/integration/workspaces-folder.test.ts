// What lies around a workspace's file in its folder: what is built, files that Compose reads besides, and where it lies.
import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rename, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import Docker from 'dockerode'
import { beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { unpackArchive } from '../../main/workspaces/archive'
import { isAppError } from '../../preload/errors'
import type { WorkspacesParts } from '../../main/workspaces/workspaces'
import { createPortWants } from '../../main/ports/port-wants'
import { ownerFrom } from '../../main/workspaces/project-compose'
import { actionEnded, composeAlone } from './compose-alone'
import { waitFor } from './engine-session'
import { unusedPort } from '../support/held-port'
import {
  people,
  writeSample,
  containerOf,
  exported,
  folder,
  inDb,
  person,
  prepareWorkspaces,
  project,
  session,
  started,
  take,
} from './workspace-people'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 })
prepareWorkspaces()
beforeAll(() => session.listen())

/** dockerode has a call for one image alone. */
const saved = (docker: Docker, names: readonly string[]): Promise<NodeJS.ReadableStream> =>
  new Promise((resolve, reject) => {
    const query = names.map((name) => `names=${encodeURIComponent(name)}`).join('&')
    docker.modem.dial(
      // Its last character is taken for the `?` of an empty query.
      { path: `/images/get?${query}&`, method: 'GET', isStream: true, statusCodes: { 200: true } },
      (error: unknown, stream: unknown) => (error ? reject(error) : resolve(stream as NodeJS.ReadableStream)),
    )
  })

const up = async ({ service, store }: WorkspacesParts, id: string): Promise<void> => {
  await service.start({ id })
  await started({ service, store } as WorkspacesParts, id)
}

describe('a service that is built', () => {
  it('is built anew when what it is built from has changed, says so, and leaves no image when it is removed', async () => {
    const place = join(folder, 'team')
    await mkdir(place, { recursive: true })
    await writeFile(
      join(place, 'compose.yaml'),
      `name: ${project}
x-portside: { version: 1, name: Built }
services:
  db: { build: ., init: true, command: sleep 600 }
`,
    )
    await writeFile(join(place, 'Dockerfile'), 'FROM busybox\nCOPY v /v\nRUN cat /v >/ran\n')
    await writeFile(join(place, 'v'), 'one')
    const image = async (): Promise<string | undefined> =>
      session.imagesService.getDetails({ id: `${project}-db` }).then(
        ({ id }) => id,
        (error: unknown) => {
          if (!isAppError(error, 'image.not-found')) throw error
          return undefined
        },
      )
    const anna = await person('anna')
    const id = await take(anna, place)
    await up(anna, id)
    expect(await inDb(project, 'cat', '/ran')).toBe('one')
    const first = await image()
    await anna.service.stop({ id })
    await up(anna, id)
    expect(await image()).toBe(first)

    await writeFile(join(place, 'v'), 'two')
    await anna.service.check({ id })
    expect(anna.store.getState().get(id)).toMatchObject({
      ...{ changes: [{ kind: 'build', subject: 'db' }] },
    })
    await expect(anna.service.start({ id })).rejects.toMatchObject({ code: 'workspace.changed' })
    const { reviewId, changes } = await anna.service.update({ id })
    expect(changes).toEqual([{ kind: 'build', subject: 'db', service: 'db' }])
    await anna.service.accept({ reviewId, allow: [] })
    await up(anna, id)
    expect(await inDb(project, 'cat', '/ran')).toBe('two')
    expect(await image()).not.toBe(first)

    await anna.service.remove({ id })
    expect(await image()).toBeUndefined()
    expect(session.images.getState().has(first ?? '')).toBe(false)
  })
})

describe('a folder with an override and chosen profiles', () => {
  const write = async (place: string, files: Readonly<Record<string, string>>): Promise<void> => {
    await mkdir(place, { recursive: true })
    for (const [name, text] of Object.entries(files)) await writeFile(join(place, name), text)
  }
  const service = 'image: busybox, init: true, command: sleep 600'
  const base = () => `name: ${project}
x-portside: { version: 1, name: Folder }
services:
  db: { ${service}, environment: { LEVEL: info } }
  debug: { ${service}, profiles: [debug] }
  load: { ${service}, profiles: [load] }
`
  const override = `services:
  db: { environment: { LEVEL: debug } }
  more: { ${service} }
`

  it('is what plain Compose makes of it, as a workspace and as a project, whichever way it is opened', async () => {
    const place = join(folder, 'team')
    await write(place, {
      'docker-compose.yml': base(),
      'compose.override.yaml': override,
      '.env': 'COMPOSE_PROFILES=debug\n',
    })
    const anna = await person('anna')
    const names = async (path: string): Promise<string[]> => {
      const { services, reviewId } = await anna.service.review({ path })
      await anna.service.decline({ reviewId })
      return services.map((one) => one.name).sort()
    }
    expect(await names(join(place, 'docker-compose.yml'))).toEqual(['db', 'debug', 'more'])
    const id = await take(anna, place)
    await up(anna, id)
    expect(await inDb(project, 'sh', '-c', 'echo $LEVEL')).toBe('debug')
    const running = (): string[] =>
      [...session.containers.getState().values()]
        .flatMap((one) => (one.project === project ? [one.service ?? ''] : []))
        .sort()
    expect(running()).toEqual(['db', 'debug', 'more'])

    // From the page of projects, the same.
    const compose = await composeAlone(session, join(folder, 'anna'), createPortWants())
    try {
      compose.core.owners.add(ownerFrom(anna))
      const before = containerOf(project, 'db')
      const { projectId } = await compose.service.open({ path: join(place, 'docker-compose.yml') })
      expect(compose.projects.getState().get(projectId)?.files?.files).toEqual(
        ['docker-compose.yml', 'compose.override.yaml'].map((name) => join(place, name)),
      )
      const { actionId } = await compose.service.begin({ projectId, request: { verb: 'up', services: [] } })
      const action = await actionEnded(compose.service, actionId)
      expect([action.state, action.error]).toEqual(['done', undefined])
      expect(containerOf(project, 'db')).toBe(before)
      // Plain Compose looks in the folders above, too.
      await mkdir(join(place, 'src', 'deep'), { recursive: true })
      expect(await compose.service.open({ path: join(place, 'src', 'deep') })).toEqual({ projectId })
    } finally {
      await compose.dispose()
    }

    // What comes beside it is looked at before it runs.
    await writeFile(
      join(place, 'compose.override.yaml'),
      override.replace('more: {', 'more: { privileged: true,'),
    )
    await expect(anna.service.start({ id })).rejects.toMatchObject({ code: 'workspace.changed' })
    const { dangers, reviewId } = await anna.service.review({ path: place })
    expect(dangers).toMatchObject([{ kind: 'privileged', service: 'more' }])
    await anna.service.decline({ reviewId })
  })

  it.each([
    [
      'leads out of the folder',
      { '.env': 'COMPOSE_FILE=compose.yaml:../theirs.yaml\n' },
      'workspace.refused',
    ],
    [
      'reads a file of this person',
      { 'compose.override.yml': 'services: { db: { env_file: ~/.profile } }\n' },
      'workspace.refused',
    ],
    ['is not there', { '.env': 'COMPOSE_FILE=compose.yaml:gone.yaml\n' }, 'compose.no-file'],
    [
      'has a block of its own',
      { 'compose.override.yml': 'services: {}\nx-portside: { version: 1, name: B }\n' },
      'workspace.bad-file',
    ],
  ])('is refused where a file that it reads besides %s', async (_, files, code) => {
    const place = join(folder, 'team')
    await write(place, { 'compose.yaml': base(), ...files })
    await writeFile(join(folder, 'theirs.yaml'), 'services: { theirs: { image: busybox } }\n')
    const anna = await person('anna')
    await expect(anna.service.review({ path: place })).rejects.toMatchObject({ code })
    expect(anna.store.getState().size).toBe(0)
  })
})

it('is told at once when too much is built from it for its changes to be told', async () => {
  const place = join(folder, 'team')
  await mkdir(place, { recursive: true })
  const built = `name: ${project}
x-portside: { version: 1, name: Built }
services: { db: { build: . } }
`
  await writeFile(join(place, 'compose.yaml'), built)
  await mkdir(join(place, 'many'))
  for (let at = 0; at < 10_001; at += 100)
    await Promise.all(
      Array.from({ length: 100 }, (_, next) => writeFile(join(place, 'many', `${at + next}`), '')),
    )
  const anna = await person('anna')
  const { dangers, reviewId } = await anna.service.review({ path: place })
  expect(dangers.filter(({ kind }) => kind === 'build-unmarked')).toMatchObject([
    { subject: place, severe: false },
  ])
  await anna.service.decline({ reviewId })
})

describe('a folder that was moved', () => {
  it('is asked about, keeps its data and secrets as the same one, and gets none of them as another one', async () => {
    await writeSample(join(folder, 'team'), { port: await unusedPort() })
    const anna = await person('anna')
    const id = await take(anna, join(folder, 'team'))
    await anna.service.setSecret({ id, name: 'SHOP_KEY', value: 'k1' })
    await up(anna, id)
    await inDb(project, 'sh', '-c', 'echo mine >>/data/rows')
    await rename(join(folder, 'team'), join(folder, 'moved here'))

    const path = join(folder, 'moved here')
    const moved = { id, title: 'The shop', path: join(folder, 'team') }
    const asked = await anna.service.review({ path })
    expect(asked).toMatchObject({ moved, project: `${project}-2`, secrets: [{ known: false }] })
    const { reviewId } = asked
    await expect(anna.service.accept({ reviewId, allow: [] })).rejects.toMatchObject({
      ...{ code: 'workspace.moved', params: { title: 'The shop', path: moved.path } },
    })
    expect(await anna.service.accept({ reviewId, allow: [], takeOver: true })).toEqual({ id })
    await up(anna, id)
    expect(anna.store.getState().get(id)).toMatchObject({ project, folder: path, secrets: [{ known: true }] })
    expect(await inDb(project, 'cat', '/data/rows', '/data/key')).toBe('one\ntwo\nmine\nk1')
    // Known where it is now, also by the next start of the app.
    await anna.dispose()
    people.splice(people.indexOf(anna), 1)
    const again = await person('anna')
    const here = await again.service.review({ path })
    expect([here.workspaceId, here.moved]).toEqual([id, undefined])
    await again.service.decline(here)
    await again.service.setSecret({ id, name: 'SHOP_KEY', value: 'k1' })

    // Another one at the old place is another one, while the first is where it is.
    await writeSample(join(folder, 'team'), { port: await unusedPort() })
    const other = await again.service.review({ path: join(folder, 'team') })
    expect([other.workspaceId, other.moved]).toEqual([undefined, undefined])
    const made = await again.service.accept({ reviewId: other.reviewId, allow: [] })
    expect(made.id).not.toBe(id)
    await again.service.remove({ id: made.id })

    await rename(path, join(folder, 'moved again'))
    const stranger = await again.service.review({ path: join(folder, 'moved again') })
    expect(stranger.moved?.id).toBe(id)
    const { id: fresh } = await again.service.accept({ ...stranger, allow: [], takeOver: false })
    expect(again.store.getState().get(fresh)).toMatchObject({
      ...{ project: `${project}-2`, secrets: [{ known: false }], state: 'new' },
    })
    expect(again.store.getState().get(id)).toMatchObject({ project })
  })
})

describe('links and compose files in the folders of a project', () => {
  it('go into an export as what they lead to, unless that is elsewhere, and where they are to be kept', async () => {
    const place = join(folder, 'team')
    for (const path of ['conf/real', 'conf/inner', 'conf/more'])
      await mkdir(join(place, path), { recursive: true })
    await writeFile(join(place, 'conf/real/a.txt'), 'a')
    await writeFile(join(place, 'conf/inner/compose.yaml'), 'services: {}\n')
    await writeFile(join(place, 'conf/more/compose.yaml'), 'services: {}\n')
    await symlink('real', join(place, 'conf/linked'))
    await symlink('/etc/hostname', join(place, 'conf/host'))
    await writeFile(
      join(place, 'compose.yaml'),
      `name: ${project}
x-portside: { version: 1, name: Links }
services:
  db: { image: busybox, init: true, command: sleep 600, volumes: ["./conf:/conf"] }
`,
    )
    const anna = await person('anna')
    const id = await take(anna, place)
    await up(anna, id)
    const { leftOut } = await anna.service.planExport({ project })
    expect(leftOut.map(({ kind, subject }) => `${kind} ${subject}`)).toEqual([
      'link conf/host',
      'compose conf/inner/compose.yaml',
      'compose conf/more/compose.yaml',
    ])
    const path = join(folder, 'links.portside')
    const keep = ['db/conf/inner/compose.yaml']
    const request = { project, title: 'Links', services: ['db'], seeds: [], volumes: [], images: false, keep }
    const { result } = await exported(anna, request, path)
    expect(result?.leftOut.map(({ subject }) => subject)).toEqual(['conf/host', 'conf/more/compose.yaml'])
    const theirs = join(folder, 'theirs')
    await unpackArchive(path, theirs)
    const files = await readdir(theirs, { recursive: true, withFileTypes: true })
    const names = files.flatMap((one) => (one.isFile() ? [join(one.parentPath, one.name)] : []))
    expect(names.map((one) => one.slice(theirs.length + 1)).sort()).toEqual([
      ...['compose.yaml', 'conf/inner/compose.yaml', 'conf/linked/a.txt', 'conf/real/a.txt'],
    ])
  })
})

describe('images that come along under a name that another image has here', () => {
  it('take it only where that was allowed by itself', async () => {
    const place = join(folder, 'team')
    const [own, more] = [`own${project}:1`, `more${project}:1`]
    await mkdir(join(place, 'images'), { recursive: true })
    await writeFile(
      join(place, 'compose.yaml'),
      `name: ${project}
x-portside: { version: 1, name: Images, images: [images/all.tar] }
services:
  db: { image: "${own}", entrypoint: [sleep, "600"], init: true }
  more: { image: "${more}", entrypoint: [sleep, "600"], init: true }
`,
    )
    const docker = new Docker({ socketPath: inject('engineSocket') })
    const tag = (image: string, [repo, version]: readonly string[]): Promise<unknown> =>
      docker.getImage(image).tag({ repo: repo ?? '', tag: version ?? '' })
    const idOf = async (name: string): Promise<string> => (await docker.getImage(name).inspect()).Id
    const theirs = await idOf('portside/sample-web:1.0')
    for (const name of [own, more]) await tag('portside/sample-web:1.0', name.split(':'))
    const archive = await saved(docker, [own, more])
    await pipeline(archive, createWriteStream(join(place, 'images/all.tar')))
    for (const name of [own, more]) await docker.getImage(name).remove()
    await tag('busybox', own.split(':'))
    const listed = (items: ReadonlyMap<string, { readonly tags: readonly string[] }>): boolean =>
      [...items.values()].some(({ tags }) => tags.includes(own)) &&
      ![...items.values()].some(({ tags }) => tags.includes(more))
    try {
      await waitFor(session.images, listed, 'the names')
      const anna = await person('anna')
      const { reviewId, dangers } = await anna.service.review({ path: place })
      expect(dangers).toMatchObject([{ kind: 'image-name', service: 'db', subject: own, severe: true }])
      await expect(anna.service.accept({ reviewId, allow: [] })).rejects.toMatchObject({
        code: 'workspace.not-allowed',
      })
      expect(await idOf(own)).not.toBe(theirs)
      const { id } = await anna.service.accept({ reviewId, allow: dangers.map((one) => one.id) })
      await up(anna, id)
      expect(await idOf(own)).toBe(theirs)
      await anna.service.remove({ id })
    } finally {
      for (const name of [own, more])
        await docker
          .getImage(name)
          .remove({ force: true })
          .catch(() => {})
    }
  })
})
