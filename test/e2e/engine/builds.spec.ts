// Building in the window, on a real engine with BuildKit: a build, a cached one, one stage, an error at its line, cancel.
import { access, copyFile, mkdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { buildxFolder } from '../../support/engine-programs'
import { makeTestFolder } from '../../support/test-folder'
import { expectAccessible } from '../support/accessible'
import { expect, test } from '../support/fixtures'
import { startPortside } from '../support/portside'
import { visit } from '../support/visit'

const buildx = new URL('../../../out/tools/docker-buildx', import.meta.url).pathname
let folder: string

test.beforeAll(async () => {
  // Where a package carries it; the checkout has it only as a test's download.
  await access(buildx).catch(async () => copyFile(join(await buildxFolder(), 'docker-buildx'), buildx))
})
test.beforeEach(async ({ window }) => {
  folder = await makeTestFolder('build')
  await window.getByRole('button', { name: 'Builds' }).click()
})
test.afterEach(async ({ portside }) => {
  await portside.docker('image', 'rm', '-f', 'e2e/shop:1', 'e2e/ignored:1')
  await rm(folder, { recursive: true })
})

test('builds an image, again from the cache, and stops at a stage', async ({ window, portside }) => {
  await writeFile(
    join(folder, 'Dockerfile'),
    'FROM busybox AS base\nRUN echo the first stage\nFROM base AS last\nRUN echo the last stage\n',
  )
  await window.getByRole('button', { name: 'Build…' }).first().click()
  const dialog = window.getByRole('dialog')
  await dialog.getByLabel('Folder').fill(folder)
  await expect(dialog.getByText(/^1 file,/)).toBeVisible()
  await dialog.getByLabel('Name of the image').fill('e2e/shop:1')
  await dialog.getByRole('button', { name: 'Build', exact: true }).click()
  const cards = window.getByRole('region', { name: 'Built e2e/shop:1' })
  await expect(cards).toHaveCount(1)
  await expect(cards.getByLabel('Output')).toContainText('the last stage')
  expect((await portside.docker('images', '-q', 'e2e/shop:1')).stdout.trim()).not.toBe('')
  for (const scheme of ['light', 'dark'] as const) {
    await window.emulateMedia({ colorScheme: scheme })
    await expectAccessible(window, 'all')
    await window.screenshot({ path: `out/pictures/builds-${scheme}.png` })
  }
  await cards.getByRole('button', { name: 'Build again' }).click()
  await expect(cards).toHaveCount(2)
  await expect(cards.first().getByText('From the cache').first()).toBeVisible()

  await window.getByRole('button', { name: 'Build…' }).click()
  await dialog.getByLabel('Folder').fill(folder)
  await dialog.getByLabel('Stage').selectOption('base')
  await dialog.getByRole('button', { name: 'Build', exact: true }).click()
  // Without a name for the image the build goes by that of its folder.
  const stage = window.getByRole('region', { name: `Built ${basename(folder)}` })
  await expect(stage.getByRole('list', { name: 'Steps' })).toContainText('the first stage')
  await expect(stage.getByRole('list', { name: 'Steps' })).not.toContainText('the last stage')
})

test('hands a typed secret to the step that asks for it, and shows it nowhere', async ({
  window,
  portside,
}) => {
  await writeFile(
    join(folder, 'Dockerfile'),
    'FROM busybox\nRUN --mount=type=secret,id=token wc -c < /run/secrets/token\n',
  )
  await window.getByRole('button', { name: 'Build…' }).first().click()
  const dialog = window.getByRole('dialog')
  await dialog.getByLabel('Folder').fill(folder)
  // What does not fit scrolls, and the answers stay in sight.
  await window.setViewportSize({ width: 960, height: 600 })
  await dialog.getByLabel('token', { exact: true }).waitFor()
  const places = await dialog.evaluate((element) => {
    const [body, foot] = [element.querySelector('.remove-body'), element.querySelector('footer')]
    return {
      scrolls: body !== null && body.scrollHeight > body.clientHeight,
      how: body && getComputedStyle(body).overflowY,
      end: foot?.getBoundingClientRect().bottom ?? Infinity,
    }
  })
  expect(places).toMatchObject({ scrolls: true, how: 'auto' })
  expect(places.end).toBeLessThanOrEqual(600)
  await window.setViewportSize({ width: 1280, height: 800 })
  await dialog.getByLabel('token', { exact: true }).fill('very-secret')
  await dialog.getByLabel('Name of the image').fill('e2e/shop:1')
  await dialog.getByRole('button', { name: 'Build', exact: true }).click()
  const card = window.getByRole('region', { name: 'Built e2e/shop:1' })
  await expect(card.first().getByLabel('Output')).toContainText('11')
  expect(await window.content()).not.toContain('very-secret')
  const { stdout } = await portside.docker('history', '--no-trunc', 'e2e/shop:1')
  expect(stdout).toContain('wc -c < /run/secrets/token')
  expect(stdout).not.toContain('very-secret')
})

test('adds the lines that leave out what the image hardly needs, once somebody says so', async ({
  window,
  portside,
}) => {
  const ignore = join(folder, '.dockerignore')
  await writeFile(join(folder, 'Dockerfile'), 'FROM busybox\nWORKDIR /app\nCOPY . .\n')
  await writeFile(ignore, '# ours\nsecret.txt')
  await mkdir(join(folder, 'node_modules/large'), { recursive: true })
  const large = join(folder, 'node_modules/large/file')
  await writeFile(large, '')
  // A hole: it takes no room, and would be sent all the same.
  await truncate(large, 120_000_000)
  await window.getByRole('button', { name: 'Build…' }).first().click()
  const dialog = window.getByRole('dialog')
  await dialog.getByLabel('Folder').fill(folder)
  await expect(dialog.getByText(/^That is much/)).toContainText('node_modules/ (120 MB, 1 file)')
  const lines = dialog.getByRole('group', { name: 'Lines for .dockerignore' })
  await expect(lines.getByText(/would be added at the end of .dockerignore/)).toBeVisible()
  await expect(lines.getByRole('listitem')).toHaveText(['node_modules120 MB'])
  await expectAccessible(window, 'all')
  await window.screenshot({ path: 'out/pictures/builds-leave-out.png' })
  expect(await readFile(ignore, 'utf8')).toBe('# ours\nsecret.txt')

  await lines.getByRole('button', { name: 'Leave out 120 MB: write to .dockerignore' }).click()
  // The folder is looked at again: nothing is left to say.
  await expect(dialog.getByText(/^2 files,/)).toBeVisible()
  await expect(dialog.getByText(/^That is much/)).toHaveCount(0)
  await expect(lines).toHaveCount(0)
  expect(await readFile(ignore, 'utf8')).toBe('# ours\nsecret.txt\nnode_modules\n')

  // A name of its own: builds of other tests are still listed.
  await dialog.getByLabel('Name of the image').fill('e2e/ignored:1')
  await dialog.getByRole('button', { name: 'Build', exact: true }).click()
  await expect(window.getByRole('region', { name: 'Built e2e/ignored:1' })).toBeVisible()
  const { stdout } = await portside.docker('run', '--rm', 'e2e/ignored:1', 'ls', '-A')
  expect(stdout.trim().split(/\s+/).sort()).toEqual(['.dockerignore', 'Dockerfile'])
})

test('goes from a folder without a Dockerfile to an image: the project below, a starter, a build', async ({
  window,
  portside,
}) => {
  await mkdir(join(folder, 'site'))
  await writeFile(join(folder, 'site/index.html'), 'made by a starter')
  await writeFile(join(folder, 'site/start.sh'), '#!/bin/sh\r\necho\r\n')
  await window.getByRole('button', { name: 'Build…' }).first().click()
  const dialog = window.getByRole('dialog')
  await dialog.getByLabel('Folder').fill(folder)
  await dialog.getByRole('button', { name: 'site (Web pages without a program)' }).click()
  await expect(dialog.getByLabel('Folder')).toHaveValue(join(folder, 'site'))
  const starter = dialog.getByRole('region', { name: 'A Dockerfile to begin with' })
  await expect(starter.getByLabel('Dockerfile')).toContainText('FROM nginx:stable')
  await expectAccessible(window)
  await window.screenshot({ path: 'out/pictures/builds-starter.png' })
  await dialog.getByRole('button', { name: 'Save it with LF' }).click()
  await starter.getByRole('button', { name: 'Write Dockerfile and .dockerignore' }).click()
  await expect(starter).toHaveCount(0)
  await expect(dialog.getByRole('button', { name: 'Save it with LF' })).toHaveCount(0)
  await dialog.getByLabel('Name of the image').fill('e2e/pages:1')
  await dialog.getByRole('button', { name: 'Build', exact: true }).click()
  await expect(window.getByRole('region', { name: 'Built e2e/pages:1' })).toBeVisible()
  const read = ['cat', '/usr/share/nginx/html/index.html', '/usr/share/nginx/html/start.sh']
  const { stdout } = await portside.docker('run', '--rm', 'e2e/pages:1', ...read)
  expect(stdout).toBe('made by a starter#!/bin/sh\necho\n')
})

test('shows the line that failed, and is cancelled', async ({ window }) => {
  await writeFile(join(folder, 'Dockerfile'), 'FROM busybox\nRUN echo wait && sleep 600\nRUN exit 3\n')
  await window.getByRole('button', { name: 'Build…' }).first().click()
  const dialog = window.getByRole('dialog')
  await dialog.getByLabel('Folder').fill(folder)
  await dialog.getByLabel('Name of the image').fill('e2e/shop:1')
  await dialog.getByRole('button', { name: 'Build', exact: true }).click()
  const active = window.getByRole('region', { name: 'Building e2e/shop:1' })
  await expect(active.getByLabel('Output')).toContainText('wait')
  await active.getByRole('button', { name: 'Cancel' }).click()
  const stopped = window.getByRole('region', { name: 'Stopped building e2e/shop:1' })
  await expect(stopped.getByRole('listitem').filter({ hasText: 'sleep 600' })).toContainText('Stopped')

  await writeFile(join(folder, 'Dockerfile'), 'FROM busybox\nRUN exit 3\n')
  await window
    .getByRole('region', { name: 'Stopped building e2e/shop:1' })
    .getByRole('button', { name: 'Build again' })
    .click()
  const failed = window.getByRole('region', { name: 'Could not build e2e/shop:1' })
  await expect(failed.getByText('Line 2')).toBeVisible()
  await expect(failed.getByText(/ended with exit code 3/)).toBeVisible()
})

test('knows the builds of the time before, and tells which step takes longer now', async ({
  page,
  engine,
}) => {
  const home = await makeTestFolder('builds-home')
  const put = (seconds: number): Promise<void> => writeFile(join(folder, 'seconds'), String(seconds))
  await writeFile(join(folder, 'Dockerfile'), 'FROM busybox\nCOPY seconds /\nRUN sleep $(cat /seconds)\n')
  const first = await startPortside({ engine: engine.socket, home })
  try {
    await put(1)
    expect((await first.command('builds', 'run', folder, 'name=e2e/shop:1')).exitCode).toBe(0)
  } finally {
    await first.stop()
  }
  // The address of the first one is not that of the second.
  await rm(join(home, 'output.log'))
  await put(4)
  const second = await startPortside({ engine: engine.socket, home })
  try {
    await visit(page, second.url)
    await page.getByRole('button', { name: 'Builds' }).click()
    const cards = page.getByRole('region', { name: 'Built e2e/shop:1' })
    await expect(cards).toHaveCount(1)
    await expect(cards).toContainText(/took .* · (?:just now|.* ago)/)
    await expect(cards.getByRole('list', { name: 'Steps' })).toContainText('RUN sleep')
    await cards.getByRole('button', { name: 'Build again' }).click()
    await expect(cards).toHaveCount(2)
    await expect(cards.first()).toContainText('slower than the last time')
    const step = cards.first().getByRole('listitem').filter({ hasText: 'RUN sleep' })
    await expect(step).toContainText(/before [1-3](\.\d)? s · [4-9](\.\d)? s/)
    await page.screenshot({ path: 'out/pictures/builds-compared.png' })
    await expectAccessible(page, 'all')
    // The page would look for an app that has ended.
    await page.goto('about:blank')
  } finally {
    await second.stop()
    await rm(home, { recursive: true })
  }
})
