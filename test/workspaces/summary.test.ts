// What a person is told when the team's file changes: each part of it by itself, whatever else changed.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { composeJson } from '../../main/base/compose-json'
import { changesBetween, summarise, type Summary } from '../../main/workspaces/summary'
import { judge } from '../../main/workspaces/trust'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pssum-'))
  await writeFile(join(folder, 'app.conf'), 'port 1')
})
afterAll(() => rm(folder, { recursive: true }))

const web = {
  image: 'acme/web:1',
  healthcheck: { test: ['CMD', 'true'], interval: '5s' },
  depends_on: { db: { condition: 'service_started' } },
  restart: 'always',
}

const summary = (service: object, more: object = {}, name = 'shop'): Promise<Summary> => {
  const whole = { name, services: { web: service, db: { image: 'busybox' } }, ...more }
  const config = composeJson.parse(whole)
  return summarise({ version: 1, name: 'Shop' }, config, judge(config, { folder }), folder)
}

const told = async (before: object, after: object, was: object = {}, now: object = {}) =>
  changesBetween(await summary(before, was), await summary(after, now)).map(
    ({ kind, subject, was: old = '', now: fresh = '' }) => `${kind} ${subject} ${old} → ${fresh}`,
  )

it('tells a health check, what is waited for and any other setting beside a new image', async () => {
  const after = {
    ...{ ...web, image: 'acme/web:2', restart: 'no' },
    healthcheck: { test: ['CMD', 'curl', 'localhost'], interval: '5s' },
    depends_on: { db: { condition: 'service_healthy' } },
  }
  expect(await told(web, after)).toEqual([
    'image web acme/web:1 → acme/web:2',
    'needs web db: service_started → db: service_healthy',
    'health web CMD true → CMD curl localhost',
    'other web.restart  → ',
  ])
  const slower = { ...web, healthcheck: { ...web.healthcheck, interval: '9s' } }
  expect(await told(web, slower)).toEqual(['other web.healthcheck  → '])
  const { healthcheck: _, ...without } = web
  expect(await told(web, without)).toEqual(['health web CMD true → '])
  expect(await told(web, web)).toEqual([])
})

it('tells volumes, networks, configs and secrets of the file, and the content of what they are made of', async () => {
  const file = join(folder, 'app.conf')
  const before = {
    volumes: { data: { name: 'shop_data' }, old: {} },
    networks: { default: { name: 'shop_default' } },
    configs: { app: { name: 'shop_app', file }, inline: { content: 'a' } },
  }
  const after = {
    volumes: { data: { name: 'shop_data', driver: 'nfs' }, fresh: {} },
    networks: { default: { name: 'other_default' } },
    configs: { app: { name: 'shop_app', file }, inline: { content: 'b' } },
  }
  expect(await told(web, web, before, after)).toEqual([
    'resource-added volumes.fresh  → ',
    'resource-removed volumes.old  → ',
    'resource volumes.data  → ',
    'resource networks.default  → ',
    'resource configs.inline  → ',
  ])
  const then = await summary(web, before)
  await writeFile(file, 'port 2')
  expect(changesBetween(then, await summary(web, before))).toEqual([
    { kind: 'resource', subject: 'configs.app' },
  ])
})

it('tells nothing of a project that is only called otherwise here, or of what earlier versions did not keep', async () => {
  const named = (name: string) => summary(web, { networks: { default: { name: `${name}_default` } } }, name)
  expect(changesBetween(await named('shop'), await named('files'))).toEqual([])
  const now = await summary(web, { volumes: { data: {} } })
  const { resources: _, services, ...rest } = now
  const earlier = Object.entries(services).map(([name, { parts: __, ...one }]) => [name, one])
  const kept: Summary = { ...rest, services: Object.fromEntries(earlier) }
  expect(changesBetween(kept, now)).toEqual([])
  expect(changesBetween(kept, await summary({ ...web, restart: 'no' }))).toEqual([
    { kind: 'other', subject: 'web', service: 'web' },
  ])
})

it('tells the content of what is built from and of small files that are mounted, and of no data', async () => {
  const [context, scripts] = [join(folder, 'build'), join(folder, 'scripts')]
  await Promise.all([context, scripts, join(folder, 'rows')].map((one) => mkdir(one)))
  const bind = (source: string, target: string, more: object = {}) => ({
    ...{ type: 'bind', source: join(folder, source), target, ...more },
  })
  const built = {
    build: { context },
    volumes: [
      bind('scripts', '/docker-entrypoint-initdb.d'),
      bind('run.sh', '/run.sh'),
      bind('rows', '/var/lib/mysql'),
      bind('state.db', '/state.db'),
    ],
  }
  const files = ['build/Dockerfile', 'scripts/1.sql', 'run.sh', 'rows/ibdata', 'state.db', 'unread']
  const write = (text: string) => Promise.all(files.map((one) => writeFile(join(folder, one), text)))
  await write('one')
  const before = await summary(built)
  expect(changesBetween(before, await summary(built))).toEqual([])
  await write('two')
  await writeFile(join(context, '.dockerignore'), 'node_modules')
  expect(changesBetween(before, await summary(built))).toEqual(
    ['./build/Dockerfile', './scripts/1.sql', './run.sh', './build/.dockerignore'].map((subject) => ({
      ...{ kind: 'file', subject },
    })),
  )
})

it('says the same of a folder wherever it lies, but not of what lies beside it', async () => {
  const at = async (place: string): Promise<Summary> => {
    const config = composeJson.parse({
      name: 'shop',
      services: {
        web: {
          build: { context: `${place}/app`, additional_contexts: { more: `${place}-more` } },
          volumes: [{ type: 'bind', source: `${dirname(place)}/beside`, target: '/x' }],
        },
      },
    })
    return summarise({ version: 1, name: 'Shop' }, config, judge(config, { folder: place }), place)
  }
  const [one, other] = [await at('/state/incoming/one'), await at('/state/kept/other')]
  expect(one.services.web?.parts?.marks.build).not.toBe(other.services.web?.parts?.marks.build)
  expect(one.dangers).toContain('host-folder:web:../beside')
  expect(other.dangers).toEqual(one.dangers.map((id) => id.replace('../one-more', '../other-more')))
  expect((await at('/state/kept/one')).services.web).toEqual(one.services.web)
})
