// Plain `docker compose` with the files of workspaces: the block is nothing to it, and everything else works.
import { execFile } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, inject, it, vi } from 'vitest'
import { until } from '../../main/base/until'
import { warningsOf } from '../../main/compose/compose-words'
import { unpackArchive } from '../../main/workspaces/archive'
import type { Container } from '../../preload/model'
import { composeFolder } from '../support/compose'
import { unusedPort } from '../support/held-port'
import { waitFor } from './engine-session'
import {
  exported,
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

async function said(
  place: string,
  words: readonly string[],
  env: object = {},
): Promise<{ readonly stdout: string; readonly warnings: readonly string[] }> {
  const program = join(await composeFolder(), 'docker-compose')
  const { stdout, stderr } = await promisify(execFile)(program, words, {
    cwd: place,
    env: { ...process.env, ...env, DOCKER_HOST: `unix://${inject('engineSocket')}` },
  })
  return { stdout, warnings: warningsOf(stderr) }
}

const plain = async (place: string, words: readonly string[], env: object = {}): Promise<string> =>
  (await said(place, words, env)).stdout

const page = (port: number): Promise<number> =>
  until(async () => (await fetch(`http://localhost:${port}/`)).status, {
    ...{ deadlineMs: 60_000, waitingFor: 'the page' },
  })

const bothRun = (items: ReadonlyMap<string, Container>): boolean =>
  [...items.values()].filter((one) => one.project === project && one.state === 'running').length === 2

const gone = (): Promise<unknown> =>
  waitFor(
    session.containers,
    (items) => ![...items.values()].some((one) => one.project === project),
    'the containers to be gone',
  )

it('starts a team’s file as it is, and the file that an export made of it, pinned and without this computer’s secrets', async () => {
  const port = await unusedPort()
  const place = join(folder, 'team')
  await writeSample(place, { port })
  await plain(place, ['up', '--detach'], { SHOP_KEY: 'k1' })
  expect(await page(port)).toBe(200)
  await waitFor(session.containers, bothRun, 'both')

  const anna = await person('anna')
  const path = join(folder, 'shop.portside')
  await exported(
    anna,
    {
      ...{ project, title: 'The shop', services: ['web', 'db'], seeds: ['rows'] },
      ...{ volumes: [], images: false, keep: [] },
    },
    path,
  )
  await plain(place, ['down', '--volumes'], { SHOP_KEY: 'k1' })
  await gone()

  const theirs = join(folder, 'theirs')
  await unpackArchive(path, theirs)
  const text = await readFile(join(theirs, 'compose.yaml'), 'utf8')
  expect(text).toMatch(/image: portside\/sample-web:1.0@sha256:/)
  expect(text).not.toContain('k1')
  await plain(theirs, ['up', '--detach'], { SHOP_KEY: 'k2' })
  try {
    expect(await page(port)).toBe(200)
    await waitFor(session.containers, bothRun, 'both')
    expect(await inDb(project, 'cat', '/data/key')).toBe('k2')
  } finally {
    await plain(theirs, ['down', '--volumes'], { SHOP_KEY: 'k2' })
  }
  await gone()
})

it('reads the examples of the documentation, as Portside does', async () => {
  const text = await readFile('docs/workspaces.md', 'utf8')
  const examples = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1] ?? '')
  expect(examples).toHaveLength(3)
  const anna = await person('anna')
  const found: unknown[] = []
  for (const [index, example] of examples.entries()) {
    const place = join(folder, `example-${index}`)
    // Files of the team that the block names.
    for (const file of ['seed/customers.sql', 'volumes/db.tar.gz', 'images/board.tar']) {
      await mkdir(join(place, file, '..'), { recursive: true })
      // An archive with nothing in it: it is read where the engine has an image by a name of the example, as from other tests.
      await writeFile(join(place, file), Buffer.alloc(1024))
    }
    await writeFile(join(place, 'compose.yaml'), example)
    const secrets = { DB_PASSWORD: 'p', STORE_KEY: 'k' }
    const { stdout, warnings } = await said(place, ['config', '--format', 'json'], secrets)
    expect(warnings).toEqual([])
    const { name, services } = JSON.parse(stdout) as { readonly name: string; readonly services: object }
    // Their images are of nobody: what runs in their place is no matter here.
    const standIn = {
      image: 'busybox',
      command: 'sleep 60',
      init: true,
      healthcheck: { test: 'true', interval: '1s' },
    }
    const entries = Object.keys(services).map((one) => `  ${one}: ${JSON.stringify(standIn)}`)
    const ports = Object.keys(services).map((one) => `  ${one}: { ports: !reset [] }`)
    await writeFile(join(place, 'stand-ins.yaml'), ['services:', ...entries, ''].join('\n'))
    await writeFile(join(place, 'no-ports.yaml'), ['services:', ...ports, ''].join('\n'))
    const files = ['compose.yaml', 'stand-ins.yaml', 'no-ports.yaml'].flatMap((one) => ['-f', one])
    const words = ['-p', `${project}-${index}`, ...files]
    const up = await said(place, [...words, 'up', '--detach', '--wait'], secrets)
    expect(up.warnings).toEqual([])
    await said(place, [...words, 'down', '--volumes', '--timeout', '1'], secrets)
    const review = await anna.service.review({ path: place })
    expect(review.services.map((one) => one.name).sort()).toEqual(Object.keys(services).sort())
    found.push([name, Object.keys(services).sort(), review.dangers])
    await anna.service.decline({ reviewId: review.reviewId })
  }
  expect(found).toEqual([
    ['crm', ['api', 'cache', 'db'], []],
    ['board', ['db', 'web'], []],
    ['site', ['store', 'web'], []],
  ])
})

it('hands the shell of a seed what is written with $$, which plain Compose takes without a word', async () => {
  const place = join(folder, 'team')
  await writeSample(place, {
    port: await unusedPort(),
    seed: 'A=ab; cat >/data/rows; echo $${A%b} $${B:-none} >>/data/rows',
  })
  const { stdout, warnings } = await said(place, ['config', '--format', 'json'], { SHOP_KEY: 'k' })
  expect(warnings).toEqual([])
  expect(stdout).toContain('$${A%b}')
  const anna = await person('anna')
  const id = await take(anna, place)
  await anna.service.setSecret({ id, name: 'SHOP_KEY', value: 'k' })
  await anna.service.start({ id })
  await started(anna, id)
  expect(await inDb(project, 'cat', '/data/rows')).toBe('one\ntwo\na none')

  // An export is a file for plain Compose as well.
  const path = join(folder, 'shop.portside')
  const request = { services: ['web', 'db'], seeds: ['rows'], volumes: [], images: false, keep: [] }
  await exported(anna, { project, title: 'The shop', ...request }, path)
  const theirs = join(folder, 'theirs')
  await unpackArchive(path, theirs)
  const again = await said(theirs, ['config', '--format', 'json'], { SHOP_KEY: 'k' })
  expect(again.warnings).toEqual([])
  expect(again.stdout).toContain('$${A%b}')
})
