// Workspaces from a file to answering addresses: real Compose, real engine, images from a registry and from an archive.
import { createServer } from 'node:http'
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { connect, createServer as createTcp, type AddressInfo, type Socket } from 'node:net'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it, vi } from 'vitest'
import { silentLog } from '../../main/base/log'
import { createComposeRunner } from '../../main/compose/compose-runner'
import { overrideFiles } from '../../main/compose/port-override'
import { createPorts, type PortsParts } from '../../main/ports/ports'
import { createSecrets } from '../../main/workspaces/secrets'
import { createWorkspaces, type WorkspacesParts } from '../../main/workspaces/workspaces'
import { packArchive } from '../../main/workspaces/archive'
import { composeEnvironment } from '../../main/workspaces/project-compose'
import type {
  Workspace,
  WorkspaceExportJob,
  WorkspaceExportRequest,
  WorkspaceReview,
  WorkspaceStepKind,
} from '../../preload/model'
import { composeFolder } from '../support/compose'
import { holdPort, unusedPort } from '../support/held-port'
import { makeTestFolder } from '../support/test-folder'
import { pull, startSession, waitFor, type Session } from './engine-session'

/** Each of these starts projects several times, which takes a busy machine a while. */
vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 })

const socket = inject('engineSocket')
let session: Session
let ports: PortsParts
let compose: string
let folder: string
let project: string
const people: WorkspacesParts[] = []

beforeAll(async () => {
  session = await startSession(socket)
  compose = await composeFolder()
  for (const image of ['busybox', 'portside/sample-web:1.0']) await pull(session, image)
  ports = createPorts({
    containers: session.containers,
    engine: session.store,
    forwarder: undefined,
    actions: { start: async () => {}, stop: async () => {}, movePort: async () => {} },
    log: silentLog,
  })
})
afterAll(async () => {
  await ports.dispose()
  await session.dispose()
})
beforeEach(async () => {
  folder = await makeTestFolder('ws')
  project = `ws${randomBytes(3).toString('hex')}`
})
afterEach(async () => {
  for (const person of people.splice(0)) {
    for (const { id } of person.store.getState().values()) await person.service.remove({ id })
    await person.dispose()
  }
  const left = [...session.containers.getState().values()].filter((one) => one.project?.startsWith(project))
  const volumes = [...session.volumes.getState().keys()].filter((one) => one.startsWith(project))
  if (left.length + volumes.length > 0)
    throw new Error(`left: ${[...left.map(({ name }) => name), ...volumes].join(', ')}`)
  await rm(folder, { recursive: true, force: true })
})

/** One person's Portside: a state folder of its own. */
async function person(name: string): Promise<WorkspacesParts> {
  const home = join(folder, name)
  const parts = await createWorkspaces({
    folder: join(home, 'workspaces'),
    compose: createComposeRunner({
      sources: () => ({
        folders: [compose],
        endpoint: `unix://${socket}`,
        env: composeEnvironment(process.env),
      }),
    }),
    overrides: overrideFiles(join(home, 'compose')),
    engine: {
      containers: session.containers,
      images: session.images,
      volumes: session.volumes,
      containersService: session.containersService,
      imagesService: session.imagesService,
      volumesService: session.volumesService,
      contents: session.volumeContents,
      run: session.runInContainer,
      askPlatforms: session.askPlatforms,
      files: session.files,
      platform: session.platform,
    },
    ports: ports.service,
    secrets: createSecrets(undefined),
    room: async () => ({ memoryBytes: 8e9, diskBytes: 8e9 }),
    log: silentLog,
  })
  people.push(parts)
  return parts
}

interface Sample {
  readonly port: number
  readonly seed?: string
  readonly more?: string
  readonly image?: string
  readonly optional?: boolean
  /** Besides the one of the database. */
  readonly volumes?: string
}

/** A web page, and a database that is a file: seeded by a command that reads a dump. */
async function writeSample(
  place: string,
  { port, seed = 'cat >/data/rows', more = '', image, optional = false, volumes = '' }: Sample,
) {
  await mkdir(join(place, 'seed'), { recursive: true })
  await writeFile(join(place, 'seed', 'rows.txt'), 'one\ntwo\n')
  const text = `name: ${project}
x-portside:
  version: 1
  name: The shop
  author: acme/shop-env
  ports:
    - { service: web, port: 80, meaning: The shop, url: "http://localhost:{port}/" }
  readiness:
    - { service: web, port: 80, path: / }
  secrets:
    - { name: SHOP_KEY, title: Key of the shop }
  data: "1"
  seeds:
    - { id: rows, title: Rows, service: db, command: [sh, -c, "${seed}"], input: seed/rows.txt, optional: ${optional} }
services:
  web:
    image: ${image ?? 'portside/sample-web:1.0'}
    ports: ["${port}:80"]
    depends_on: { db: { condition: service_healthy } }
  db:
    image: busybox
    init: true
    command: [sh, -c, "echo $\${SHOP_KEY} >/data/key; touch /tmp/up; sleep 600"]
    environment: { SHOP_KEY: "\${SHOP_KEY}" }
    healthcheck: { test: [CMD, test, -e, /tmp/up], interval: 200ms }
    volumes: ["data:/data"]
${more}volumes: { data: {}${volumes} }
`
  await writeFile(join(place, 'compose.yaml'), text)
  return text
}

const hasDone =
  (id: string, kind: WorkspaceStepKind) =>
  (items: ReadonlyMap<string, Workspace>): boolean =>
    items.get(id)?.run?.steps.some((one) => one.kind === kind && one.state === 'done') === true

/** The app ends in the middle of a start, without being asked: what it kept last is all that there is. */
async function closedHalfWay(parts: WorkspacesParts, name: string, id: string): Promise<WorkspacesParts> {
  const file = join(folder, name, 'workspaces', id, 'workspace.json')
  const kept = await readFile(file, 'utf8')
  await parts.dispose()
  people.splice(people.indexOf(parts), 1)
  await writeFile(file, kept)
  const again = await person(name)
  expect(again.store.getState().get(id)?.run?.state).toBe('interrupted')
  return again
}

const take = async ({ service }: WorkspacesParts, path: string): Promise<string> => {
  const { reviewId } = await service.review({ path })
  return (await service.accept({ reviewId, allow: [] })).id
}

/** Resolves when the start has come to its end, whatever that is. */
const ended = async ({ store }: WorkspacesParts, id: string): Promise<Workspace> => {
  const over = (one: Workspace | undefined): boolean =>
    one?.run !== undefined && one.run.state !== 'active' && one.run.state !== 'rolling-back'
  const all = await waitFor(store, (items) => over(items.get(id)), 'the start to end', 120_000).catch(
    (error: unknown) => {
      console.error(JSON.stringify(store.getState().get(id)?.run))
      throw error
    },
  )
  const found = all.get(id)
  if (!found) throw new Error('it is gone')
  return found
}

const started = async (parts: WorkspacesParts, id: string): Promise<Workspace> => {
  const one = await ended(parts, id)
  expect(one.run?.error).toBeUndefined()
  expect(one.run?.state).toBe('done')
  return one
}

const containerOf = (name: string, service: string): string =>
  [...session.containers.getState().values()].find((one) => one.project === name && one.service === service)
    ?.id ?? ''

const inDb = async (name: string, ...command: string[]): Promise<string> => {
  return (await session.runInContainer(containerOf(name, 'db'), command)).output.trim()
}

interface Network {
  readonly port: number
  comeBack(): Promise<void>
  close(): Promise<void>
}

/** A registry that cannot be reached until it can. */
async function lostNetwork(): Promise<Network> {
  const { hostname, port: to } = new URL(inject('registryUrl'))
  const open = new Set<Socket>()
  const server = createTcp((socket) => {
    const onwards = connect(Number(to), hostname)
    for (const one of [socket, onwards]) {
      open.add(one)
      one.on('error', () => {})
    }
    socket.pipe(onwards).pipe(socket)
  })
  const port = await unusedPort()
  return {
    port,
    comeBack: () => new Promise((resolve) => server.listen(port, '127.0.0.1', resolve)),
    close: () =>
      new Promise((resolve) => {
        for (const one of open) one.destroy()
        server.close(() => resolve())
      }),
  }
}

describe('a workspace', () => {
  it('comes up for two people with different ports taken, and the team’s file stays byte for byte', async () => {
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
    const own = await started(anna, id)
    for (const { kind, services, subject, state, startedAt = 0, endedAt = 0 } of own.run?.steps ?? [])
      console.log(
        `${kind.padEnd(8)} ${(subject || services.join(' ')).padEnd(24)} ${state} ${endedAt - startedAt} ms`,
      )
    console.log(`up after ${(own.run?.endedAt ?? 0) - (own.run?.startedAt ?? 0)} ms`)
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
    const again = await closedHalfWay(ben, 'ben', other)
    await again.service.setSecret({ id: other, name: 'SHOP_KEY', value: 'k2' })
    await again.service.start({ id: other })
    const moved = await started(again, other)
    expect(moved.run?.steps.map(({ kind, state }) => `${kind} ${state}`)).not.toContain('create failed')
    expect(moved.seeds).toMatchObject([{ id: 'rows', optional: true, leftOut: true, sizeBytes: 8 }])
    expect(await inDb(moved.project, 'sh', '-c', 'ls /data')).toBe('key')
    expect(moved.project).toBe(`${project}-2`)
    expect(moved.ports[0]?.hostPort).not.toBe(port)
    expect((await fetch(moved.ports[0]?.url ?? '')).status).toBe(200)
    expect(await again.service.compare({ id: other })).toMatchObject({
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

  it('goes on when the network is back and after a seed that failed, or rolls back to nothing', async () => {
    const port = await unusedPort()
    const place = join(folder, 'team')
    const network = await lostNetwork()
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
    const other = await take(again, place)
    await again.service.setSecret({ id: other, name: 'SHOP_KEY', value: 'k' })
    await again.service.start({ id: other })
    await waitFor(again.store, hasDone(other, 'create'), 'containers', 90_000)
    await again.service.cancel({ id: other })
    expect((await ended(again, other)).run?.state).toBe('cancelled')
    await again.service.rollBack({ id: other })
    expect(again.store.getState().get(other)).toMatchObject({ state: 'new' })
    expect(session.volumes.getState().has(`${project}_data`)).toBe(false)
    await session.imagesService.untag({ reference: image })
    await network.close()
  })

  // Four starts and a failing one.
  it(
    'is exported without its secrets, proven in isolation, and comes up elsewhere with its data',
    { timeout: 600_000 },
    async () => {
      const port = await unusedPort()
      const place = join(folder, 'team')
      const password = 'pw-of-the-db'
      await writeSample(place, {
        port,
        more: `  cache:
    image: busybox
    init: true
    container_name: ${project}-own-name
    command: [sh, -c, "sleep 600"]
    environment: { DB_PASSWORD: ${password}, DB_URL: "pg://u:${password}@db/x", HERE: "${place}/x" }
    volumes: ["./seed:/seed:ro", "/etc/hostname:/h:ro", "shared:/shared"]
`,
        volumes: `, shared: { external: true, name: ${project}-of-all }`,
      })
      await session.volumesService.create({
        request: { name: `${project}-of-all`, driver: 'local', options: {} },
      })
      await writeFile(join(place, 'seed', '.env'), 'TOKEN=1')
      const anna = await person('anna')
      const review = await anna.service.review({ path: place })
      const allow = review.dangers.map((one) => one.id)
      const { id } = await anna.service.accept({ reviewId: review.reviewId, allow })
      await anna.service.setSecret({ id, name: 'SHOP_KEY', value: 'hush' })
      await anna.service.start({ id })
      await started(anna, id)
      await session.runInContainer(containerOf(project, 'cache'), ['sh', '-c', 'echo kept >/shared/own'])
      const plan = await anna.service.planExport({ project })
      expect(plan).toMatchObject({
        title: 'The shop',
        volumes: [
          { name: 'data', volume: `${project}_data`, external: false, services: ['db'] },
          { name: 'shared', volume: `${project}-of-all`, external: true, services: ['cache'] },
        ],
        seeds: [{ id: 'rows', service: 'db', sizeBytes: 8 }],
      })
      expect(
        plan.leftOut.map(({ kind, service, subject }) => `${kind} ${service} ${subject}`).sort(),
      ).toEqual([
        'path cache /etc/hostname',
        'path cache HERE',
        'secret cache DB_PASSWORD',
        'secret cache DB_URL',
        'secret cache seed/.env',
      ])
      const path = join(folder, 'shop.portside')
      const request = {
        ...{
          project,
          title: 'The shop',
          services: ['web', 'db', 'cache'],
          seeds: ['rows'],
          volumes: ['data', 'shared'],
        },
        ...{ images: false, keep: [] },
      }
      const done = await exported(anna, request, path)
      expect(done.steps.map(({ stage, state }) => `${stage} ${state}`)).toEqual(
        ['volume', 'volume', 'files', 'pack', 'prove', 'write'].map((stage) => `${stage} done`),
      )
      expect(done.result?.provenMs).toBeGreaterThan(0)
      expect(done.result?.pinned.map((one) => one.replace(/@sha256:[0-9a-f]{64}$/, '@'))).toEqual([
        'portside/sample-web:1.0@',
        'busybox@',
      ])
      const copies = (): boolean =>
        [...session.containers.getState().values()].some((one) => one.project?.includes('proof'))
      expect(copies()).toBe(false)

      // Given up in the middle of the proof, and what a copy that fails leaves: nothing.
      const { exportId } = await anna.service.export({ request, to: { path: join(folder, 'b.portside') } })
      await waitFor(session.containers, () => copies(), 'the copy', 90_000)
      await anna.service.cancelExport({ exportId })
      expect((await exportEnded(anna, exportId)).state).toBe('cancelled')
      const failing = { ...request, services: ['web'], seeds: [], volumes: [] }
      await writeFile(
        join(place, 'compose.yaml'),
        (await readFile(join(place, 'compose.yaml'), 'utf8')).replace('portside/sample-web:1.0', 'busybox'),
      )
      const failed = await anna.service.export({ request: failing, to: { path: join(folder, 'b.portside') } })
      expect((await exportEnded(anna, failed.exportId)).error).toMatchObject({
        code: 'workspace.export-unproven',
      })
      expect(copies()).toBe(false)
      expect((await readdir(folder)).sort()).toEqual(['anna', 'shop.portside', 'team'])
      expect(
        (await readdir(join(folder, 'anna', 'workspaces'))).filter((one) => /export|proof/.test(one)),
      ).toEqual([])
      await anna.service.remove({ id })
      await session.volumesService.remove({ id: `${project}-of-all` })

      const ben = await person('ben')
      const other = await take(ben, path)
      const one = ben.store.getState().get(other)
      const text = await readFile(one?.file ?? '', 'utf8')
      for (const secret of ['hush', password, place, folder]) expect(text).not.toContain(secret)
      expect(await readdir(join(one?.folder ?? '', 'seed'))).toEqual(['rows.txt'])
      expect(one?.secrets.map(({ name }) => name)).toEqual(['SHOP_KEY', 'DB_PASSWORD'])
      for (const { name } of one?.secrets ?? [])
        await ben.service.setSecret({ id: other, name, value: `new-${name}` })
      await ben.service.start({ id: other })
      await started(ben, other)
      expect(await inDb(project, 'cat', '/data/rows', '/data/key')).toBe('one\ntwo\nnew-SHOP_KEY')
      const told = await session.runInContainer(containerOf(project, 'cache'), [
        ...['sh', '-c', 'echo $DB_URL; cat /shared/own'],
      ])
      expect(told.output.trim()).toBe('pg://u:new-DB_PASSWORD@db/x\nkept')
    },
  )
})

it('starts servers of the catalogue together, each with a password, where their ports are taken', async () => {
  const held = await holdPort(6379, '127.0.0.1').catch(() => undefined)
  const anna = await person('anna')
  const { id } = await anna.service.openStack({ stack: 'mariadb-redis' })
  expect((await anna.service.openStack({ stack: 'mariadb-redis' })).id).toBe(id)
  await anna.service.start({ id })
  const one = await started(anna, id)
  expect(one.secrets.map(({ name, known }) => [name, known])).toEqual([
    ['MARIADB_ROOT_PASSWORD', true],
    ['REDIS_PASSWORD', true],
  ])
  expect(one.ports.find(({ containerPort }) => containerPort === 6379)?.hostPort).not.toBe(6379)
  const ask = (service: string, command: string): Promise<{ readonly output: string }> =>
    session.runInContainer(containerOf(one.project, service), ['sh', '-c', command])
  expect((await ask('redis', 'redis-cli ping')).output).toContain('NOAUTH')
  expect((await ask('redis', 'REDISCLI_AUTH=$REDIS_PASSWORD redis-cli ping')).output.trim()).toBe('PONG')
  const sql = 'mariadb -uroot -p"$MARIADB_ROOT_PASSWORD" -e "SHOW DATABASES"'
  expect((await ask('mariadb', sql)).output).toContain('app')
  await anna.service.remove({ id })
  expect([...session.volumes.getState().keys()].filter((name) => name.startsWith('mariadb-redis'))).toEqual(
    [],
  )
  await held?.end()
})

const exportEnded = async ({ service }: WorkspacesParts, exportId: string): Promise<WorkspaceExportJob> => {
  const abort = new AbortController()
  try {
    for await (const change of service.watchExports({ signal: abort.signal })) {
      const job = (change.kind === 'snapshot' ? change.items : change.upsert).find(
        (one) => one.id === exportId,
      )
      if (job && job.state !== 'active') return job
    }
  } finally {
    abort.abort()
  }
  throw new Error('it is gone')
}

async function exported(parts: WorkspacesParts, request: WorkspaceExportRequest, path: string) {
  const { exportId } = await parts.service.export({ request, to: { path } })
  const job = await exportEnded(parts, exportId)
  expect(job.error).toBeUndefined()
  return job
}

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
