// Workspaces that are made here: a running project as one file for others, and servers of the catalogue that go together.
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import type { Container } from '../../preload/model'
import { holdPort, unusedPort } from '../support/held-port'
import { waitFor } from './engine-session'
import {
  containerOf,
  exported,
  exportEnded,
  folder,
  inDb,
  person,
  project,
  session,
  started,
  take,
  prepareWorkspaces,
  writeSample,
} from './workspace-people'

/** Each of these starts projects several times, which takes a busy machine a while. */
vi.setConfig({ testTimeout: 600_000, hookTimeout: 120_000 })
prepareWorkspaces()

/** With a name or without. */
const volumesOfCopies = (items: ReadonlyMap<string, Container>): string[] =>
  [...items.values()].flatMap(({ project: of, volumes }) =>
    of?.startsWith(`${project}-proof-`) === true ? volumes : [],
  )

it('is exported without its secrets, proven in isolation, and comes up elsewhere with its data', async () => {
  const port = await unusedPort()
  const place = join(folder, 'team')
  const password = 'pw-of-the-db'
  await writeSample(place, {
    port,
    more: `  cache:
    image: busybox
    init: true
    container_name: ${project}-own-name
    command: [sh, -c, "sleep 600", cache, --requirepass, hunter2]
    labels: { com.acme.token: token-of-acme }
    configs: [{ source: conf, target: /conf }]
    environment: { DB_PASSWORD: ${password}, DB_URL: "pg://u:${password}@db/x", HERE: "${place}/x" }
    volumes: ["./seed:/seed:ro", "/etc/hostname:/h:ro", "shared:/shared", "/scratch"]
`,
    volumes: `, shared: { external: true, name: ${project}-of-all } }
configs: { conf: { content: "port 1\\nmasterauth hunter3\\n" }`,
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
  expect(plan.leftOut.map(({ kind, service, subject }) => `${kind} ${service} ${subject}`).sort()).toEqual([
    'path cache /etc/hostname',
    'path cache HERE',
    'secret cache DB_PASSWORD',
    'secret cache DB_URL',
    'secret cache command.requirepass',
    'secret cache configs.conf.masterauth',
    'secret cache labels.com.acme.token',
    'secret cache seed/.env',
    'volume cache /scratch',
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
    [...session.containers.getState().values()].some((one) => one.project?.startsWith(`${project}-proof-`))
  expect(copies()).toBe(false)

  // Given up in the middle of the proof, and what a copy that fails leaves: nothing.
  const { exportId } = await anna.service.export({ request, to: { path: join(folder, 'b.portside') } })
  await waitFor(session.containers, () => copies(), 'the copy', 90_000)
  const unnamed = await waitFor(
    session.containers,
    (items) => volumesOfCopies(items).length > 0,
    'its volumes',
  )
  await anna.service.cancelExport({ exportId })
  expect((await exportEnded(anna, exportId)).state).toBe('cancelled')
  const those = volumesOfCopies(unnamed)
  await waitFor(session.volumes, (items) => !those.some((one) => items.has(one)), 'its volumes to be gone')
  const failing = { ...request, services: ['web'], seeds: [], volumes: [] }
  await writeFile(
    join(place, 'compose.yaml'),
    (await readFile(join(place, 'compose.yaml'), 'utf8')).replace(
      '  web:\n',
      '  web:\n    entrypoint: ["false"]\n',
    ),
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
  for (const secret of ['hush', 'hunter', 'token-of', password, place, folder])
    expect(text).not.toContain(secret)
  expect(await readdir(join(one?.folder ?? '', 'seed'))).toEqual(['rows.txt'])
  expect(one?.secrets.map(({ name }) => name)).toEqual([
    ...['SHOP_KEY', 'DB_PASSWORD', 'REQUIREPASS', 'COM_ACME_TOKEN', 'MASTERAUTH'],
  ])
  for (const { name } of one?.secrets ?? [])
    await ben.service.setSecret({ id: other, name, value: `new-${name}` })
  await ben.service.start({ id: other })
  await started(ben, other)
  expect(await inDb(project, 'cat', '/data/rows', '/data/key')).toBe('one\ntwo\nnew-SHOP_KEY')
  const told = await session.runInContainer(containerOf(project, 'cache'), [
    ...['sh', '-c', 'echo $DB_URL; cat /shared/own /conf; tr "\\0" " " </proc/1/cmdline'],
  ])
  expect(told.output).toContain('pg://u:new-DB_PASSWORD@db/x\nkept\nport 1\nmasterauth new-MASTERAUTH\n')
  // The first process is that of `init`, with the whole command behind it.
  expect(told.output).toContain('--requirepass new-REQUIREPASS')
})

it('starts servers of the catalogue together, each with a password, where their ports are taken', async () => {
  const held = await holdPort(6379, '127.0.0.1').catch(() => undefined)
  const anna = await person('anna')
  const { id } = await anna.service.openStack({ stack: 'mariadb-redis' })
  expect((await anna.service.openStack({ stack: 'mariadb-redis' })).id).toBe(id)
  expect(anna.store.getState().get(id)?.source.kind).toBe('catalogue')
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
