// All that is done with a Compose project in the window: by service, scaled, built, watched, its logs and its graph.
import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { unusedPort } from '../../support/held-port'
import { expectAccessible } from '../support/accessible'
import { expect, test } from '../support/fixtures'
import { takeLooks } from '../support/looks'
import type { Portside } from '../support/portside'

let folder: string
const project = 'yard'

test.beforeEach(async () => {
  const place = await mkdtemp(join(tmpdir(), 'ps-'))
  folder = join(place, project)
  await mkdir(join(folder, 'src'), { recursive: true })
})
test.afterEach(() => rm(join(folder, '..'), { recursive: true, force: true }))

const says = (name: string): string =>
  `init: true, command: [sh, -c, "while :; do echo from ${name}; sleep 1; done"]`

const yard = (port: number): string => `services:
  api: { image: busybox, ${says('api')}, ports: ["${port}:80"], depends_on: [cache] }
  cache: { image: busybox, ${says('cache')}, container_name: the-cache }
  db: { image: busybox, ${says('db')}, healthcheck: { test: ["CMD", "true"], interval: 1s } }
  ill: { image: busybox, ${says('ill')}, healthcheck: { test: ["CMD", "false"], interval: 1s, retries: 1 } }
  web:
    build: .
    init: true
    command: [sh, -c, "while :; do echo from web; sleep 1; done"]
    depends_on: { db: { condition: service_healthy } }
    develop: { watch: [{ action: sync, path: ./src, target: /src }, { action: rebuild, path: ./kind }] }
`

interface Yard {
  readonly window: Page
  readonly portside: Portside
  docker(...args: string[]): string
  row(service: string): Locator
  /** What is done ends well. */
  done(what: string): Promise<void>
  /** From the menu of a service. */
  choose(service: string, item: string | RegExp): Promise<void>
}

function openYard(window: Page, portside: Portside, host: string): Yard {
  const row = (service: string): Locator =>
    window.getByRole('table', { name: 'Services' }).getByRole('row', { name: new RegExp(`^${service} `) })
  return {
    window,
    portside,
    docker: (...args) => execFileSync('docker', ['--host', host, ...args], { encoding: 'utf8' }).trim(),
    row,
    done: async (what) => {
      const card = window.getByRole('region', { name: `${what}: done` })
      await expect(card).toBeVisible({ timeout: 120_000 })
      await card.getByRole('button', { name: 'Dismiss' }).click()
      await expect(card).toHaveCount(0)
    },
    choose: async (service, item) => {
      await row(service)
        .getByRole('button', { name: `More actions for ${service}` })
        .click()
      await window.getByRole('menuitem', { name: item }).click()
    },
  }
}

/** Each service alone: the others are not touched. */
async function actsOnOne({ window, docker, row, done, choose }: Yard): Promise<void> {
  const others = (): string => docker('ps', '-q', '--filter', 'name=yard-(db|web|ill)-')
  const before = others()
  await row('api').getByRole('button', { name: 'Stop api' }).click()
  await done('Stop')
  await expect(row('api')).toContainText('Stopped')
  await row('api').getByRole('button', { name: 'Start api' }).click()
  await done('Bring up')
  await expect(row('api')).toContainText('Running')
  const startedAt = docker('inspect', '-f', '{{.State.StartedAt}}', 'yard-api-1')
  await row('api').getByRole('button', { name: 'Restart api' }).click()
  await done('Restart')
  expect(docker('inspect', '-f', '{{.State.StartedAt}}', 'yard-api-1')).not.toBe(startedAt)
  await choose('db', 'Fetch a newer image')
  await done('Fetch images')
  const built = docker('inspect', '-f', '{{.Created}}', 'yard-web')
  await writeFile(join(folder, 'kind'), 'another')
  await choose('web', 'Build its image')
  await done('Build')
  expect(docker('inspect', '-f', '{{.Created}}', 'yard-web')).not.toBe(built)
  // Away it goes into the Trash, as every container does.
  await choose('api', 'Remove 1 container…')
  const ask = window.getByRole('alertdialog', { name: 'Remove yard-api-1?' })
  await ask.getByRole('button', { name: 'Remove', exact: true }).click()
  await expect(row('api')).toContainText('Not started')
  await expect(row('api').getByRole('button', { name: 'Stop api' })).toHaveCount(0)
  await window.getByRole('button', { name: 'Undo' }).click()
  await expect(
    row('api')
      .getByRole('button', { name: /^(Start|Stop) api$/ })
      .first(),
  ).toBeVisible()
  await expect(row('api')).not.toContainText('Not started')
  expect(others()).toBe(before)
}

/** More and fewer containers; where only one can be had, the button says why. */
async function scales({ docker, row, done }: Yard): Promise<void> {
  const count = (): string => docker('ps', '-aq', '--filter', 'name=yard-db-').split('\n').length.toString()
  await row('db').getByRole('button', { name: 'One db more' }).click()
  await done('Scale')
  await expect(row('db').locator('.tabular')).toHaveText('2')
  expect(count()).toBe('2')
  await expect(row('api').getByRole('button', { name: 'Only one api can have its port' })).toBeDisabled()
  await expect(row('cache').getByRole('button', { name: /Only one cache can have its name/ })).toBeDisabled()
}

/** A file that changes is taken over; one that the image is made of makes it anew. */
async function watches({ window, portside, docker, row }: Yard): Promise<void> {
  await window.getByRole('button', { name: 'Watch files and update' }).click()
  const card = window.getByRole('region', { name: 'Watching files', exact: true })
  await expect(card).toContainText(/[Ww]atch/, { timeout: 60_000 })
  await expect(card.getByRole('log')).not.toBeEmpty({ timeout: 60_000 })
  // While it is made anew, there is none to ask.
  const page = (): string => {
    try {
      return docker('exec', 'yard-web-1', 'cat', '/src/page')
    } catch {
      return ''
    }
  }
  // Compose does not say when it has begun to look, so the file is saved until it is seen.
  const saves = async (): Promise<string> => {
    await writeFile(join(folder, 'src', 'page'), 'two')
    return page()
  }
  await expect.poll(saves, { timeout: 60_000, intervals: [1_000] }).toBe('two')
  await expect(card.getByRole('log')).toContainText(/^Syncing "web"/m)
  await expect(card.getByRole('listitem').filter({ hasText: /^web/ })).toContainText('Built')
  await takeLooks(window, portside, 'project-watch')
  // Something else can be done meanwhile, and what watches stays in sight.
  await row('ill').getByRole('button', { name: 'Restart ill' }).click()
  await expect(window.getByRole('region', { name: 'Restart: done' })).toBeVisible({ timeout: 60_000 })
  const container = docker('ps', '-q', '--filter', 'name=yard-web-')
  await writeFile(join(folder, 'kind'), 'rebuilt')
  await expect
    .poll(() => docker('ps', '-q', '--filter', 'name=yard-web-'), { timeout: 120_000 })
    .not.toBe(container)
  await card.getByRole('button', { name: 'Stop watching' }).click()
  await expect(card).toHaveCount(0)
}

/** One colour for each service, the same for its containers, apart from all others. */
async function readsLogs({ window, choose }: Yard): Promise<void> {
  const sources = window.locator('.log-source')
  const colors = async (): Promise<Map<string, string>> =>
    new Map(
      await sources.evaluateAll((all) =>
        all.map((one): [string, string] => [one.textContent ?? '', getComputedStyle(one).color]),
      ),
    )
  await window.getByRole('tab', { name: 'Logs' }).click()
  const names = ['api', 'cache', 'db-1', 'db-2', 'ill', 'web']
  await expect.poll(async () => [...(await colors()).keys()].sort(), { timeout: 60_000 }).toEqual(names)
  for (const colorScheme of ['dark', 'light'] as const) {
    await window.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const seen = await colors()
    expect(seen.get('db-1')).toBe(seen.get('db-2'))
    expect(new Set(seen.values()).size).toBe(names.length - 1)
    await expectAccessible(window)
  }
  await window.getByRole('combobox', { name: 'Service', exact: true }).selectOption('web')
  await expect(sources).toHaveCount(0)
  await expect(window.getByRole('log')).toContainText('from web')
  await expect(window.getByRole('log')).not.toContainText('from db')
  await window.getByRole('tab', { name: 'Services' }).click()
  await choose('db', 'Logs of db')
  await expect(window.getByRole('combobox', { name: 'Service', exact: true })).toHaveValue('db')
  await expect(window.locator('.log-source').filter({ hasText: 'db-2' }).first()).toBeVisible()
  await window.getByRole('combobox', { name: 'Service', exact: true }).selectOption('')
}

test('acts on services, scales, builds, watches, and reads their logs together', async ({
  window,
  portside,
  engine,
}) => {
  test.setTimeout(480_000)
  window.setDefaultTimeout(60_000)
  const at = openYard(window, portside, engine.host)
  await writeFile(join(folder, 'src', 'page'), 'one')
  await writeFile(join(folder, 'kind'), 'first')
  await writeFile(join(folder, 'Dockerfile'), 'FROM busybox\nCOPY kind /kind\nCOPY src /src\n')
  await writeFile(join(folder, 'compose.yaml'), yard(await unusedPort()))
  try {
    await window.getByRole('button', { name: 'Projects', exact: true }).click()
    await window.getByRole('button', { name: 'Open compose file…' }).first().click()
    await window.getByLabel('Path of the file or its folder').fill(folder)
    await window.getByRole('button', { name: 'Open', exact: true }).click()
    await window.getByRole('button', { name: 'Fetch newer images' }).click()
    await at.done('Fetch images')
    await window.getByRole('button', { name: 'Build images' }).click()
    await at.done('Build')
    await window.getByRole('button', { name: 'Start', exact: true }).click()
    await at.done('Bring up')
    const node = (name: string): Locator => window.getByRole('img', { name, exact: true })
    await expect(node('web: Running, waits for db (healthy)')).toBeVisible()
    await expect(node('db: Healthy')).toBeVisible()
    await expect(node('ill: Unhealthy')).toBeVisible()
    await expect(node('api: Running, waits for cache')).toBeVisible()
    await actsOnOne(at)
    await scales(at)
    await takeLooks(window, portside, 'project-services')
    await expectAccessible(window)
    await readsLogs(at)
    await takeLooks(window, portside, 'project-logs')
    await window.getByRole('tab', { name: 'Services' }).click()
    await at.row('db').getByRole('button', { name: 'One db less' }).click()
    await at.done('Scale')
    await expect(at.row('db').locator('.tabular')).toHaveText('1')
    await watches(at)
  } finally {
    await portside.command('compose', 'down', project, '--volumes')
    await portside.command('compose', 'forget', project)
    at.docker('image', 'rm', '-f', 'yard-web')
  }
})
