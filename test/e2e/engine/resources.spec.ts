// The Resources page on a real engine: figures of all levels, the heaviest container, other languages and sizes.
import { execFileSync } from 'node:child_process'
import type { Page } from '@playwright/test'
import type { ResourceWarning } from '../../../preload/model'
import { expectAccessible } from '../support/accessible'
import { expect, test } from '../support/fixtures'

const docker = (host: string, ...args: string[]): string =>
  execFileSync('docker', ['--host', host, ...args], { encoding: 'utf8' }).trim()

test.beforeEach(async ({ engine, window }) => {
  docker(engine.host, 'pull', '-q', 'busybox')
  docker(engine.host, 'run', '-d', '--init', '--name', 'idle', 'busybox', 'sleep', '600')
  const fill = 'x=$(head -c 40000000 /dev/zero | tr "\\0" a); while :; do :; done'
  docker(engine.host, 'run', '-d', '--name', 'greedy', '--cpus', '0.3', 'busybox', 'sh', '-c', fill)
  await window.getByRole('button', { name: /^(Resources|리소스)$/ }).click()
})
test.afterEach(({ engine }) => {
  const made = docker(engine.host, 'ps', '-aq').split('\n').filter(Boolean)
  docker(engine.host, 'rm', '-fv', ...made)
})

const chart = (page: Page, name: string) =>
  page.locator('.level-chart').filter({ has: page.getByRole('heading', { name, exact: true }) })

test('shows the levels, follows the pointer in all charts, and leads to the heaviest container', async ({
  window,
}) => {
  const containers = chart(window, 'CPU').locator('.key-containers + dd')
  await expect(containers).toContainText(/\d+(\.\d+)?%/)
  await expect(chart(window, 'Memory').locator('.key-computer + dd')).toContainText(/[GM]B/)
  await expect(chart(window, 'Network').locator('.key-computer + dd')).toContainText('/s')
  const first = window.locator('.heaviest li').first()
  await expect(first).toContainText('greedy')
  await expect(first).toContainText(/\d\d(\.\d)? MB/)

  // Something must be drawn to point at.
  await expect.poll(() => window.evaluate(() => document.querySelectorAll('.plot canvas').length)).toBe(4)
  const box = await window.locator('.plot').first().boundingBox()
  await window.mouse.move((box?.x ?? 0) + (box?.width ?? 0) - 4, (box?.y ?? 0) + 40)
  for (const line of await window.locator('.plot .u-cursor-x').all()) await expect(line).toBeVisible()

  await window.getByRole('button', { name: '24 hours' }).click()
  await expect(chart(window, 'CPU')).toContainText('24 h ago')
  await first.getByRole('button').click()
  await expect(window.getByRole('tab', { name: 'Stats', selected: true })).toBeVisible()
})

test('shows what each container uses in the list', async ({ window }) => {
  await window.getByRole('button', { name: 'Containers', exact: true }).click()
  const row = window.getByRole('row', { name: /greedy/ })
  await expect(row.locator('.use-cell').first()).toContainText(/\d%/)
  await expect(row.locator('.use-cell').nth(1)).toContainText(/\d\d(\.\d)? MB/)
  await expect(row.locator('.sparkline')).toHaveCount(2)
  await window.screenshot({ path: 'out/pictures/containers-use-en-light.png' })
  await window.setViewportSize({ width: 960, height: 600 })
  await expect
    .poll(() => window.locator('.list').evaluate((list) => list.scrollWidth - list.clientWidth))
    .toBe(0)
})

test('limits a container while it runs', async ({ window, engine }) => {
  await window.getByRole('button', { name: 'Containers', exact: true }).click()
  const row = window.getByRole('row', { name: /idle/ })
  await row.getByRole('button', { name: /More actions/ }).click()
  await window.getByRole('menuitem', { name: 'Limits…' }).click()
  const dialog = window.getByRole('dialog', { name: 'Limits of idle' })
  await dialog.getByLabel('Memory limit').fill('lots')
  await expect(dialog.getByRole('button', { name: 'Save' })).toBeDisabled()
  await dialog.getByLabel('Memory limit').fill('1m')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toContainText('These limits cannot be set.')
  await dialog.getByLabel('Memory limit').fill('')
  const slider = dialog.getByRole('slider')
  await expect(slider).toHaveAttribute('aria-valuetext', 'No limit')
  await slider.press('Home')
  for (let step = 0; step < 6; step++) await slider.press('ArrowRight')
  await expect(dialog.getByLabel('Memory limit')).toHaveValue('128m')
  await dialog.getByLabel('CPU cores').fill('0.5')
  await window.screenshot({ path: 'out/pictures/limits-en-light.png' })
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toBeHidden()
  const told = docker(engine.host, 'inspect', '-f', '{{.HostConfig.Memory}} {{.HostConfig.NanoCpus}}', 'idle')
  expect(told).toBe(`${128 * 1024 * 1024} 500000000`)
  // Lifted, it is another container; its details go on with that one.
  const before = docker(engine.host, 'inspect', '-f', '{{.Id}}', 'idle')
  await row.click()
  await window.keyboard.press('l')
  const details = window.getByRole('complementary', { name: 'Details of idle', exact: true })
  await details.getByRole('tab', { name: 'Inspect' }).click()
  await expect(details).toContainText(before.slice(0, 12))
  await row.getByRole('button', { name: /More actions/ }).click()
  await window.getByRole('menuitem', { name: 'Limits…' }).click()
  await dialog.getByLabel('Memory limit').fill('')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toBeHidden()
  const after = docker(engine.host, 'inspect', '-f', '{{.Id}}', 'idle')
  expect(after).not.toBe(before)
  await expect(details).toContainText(after.slice(0, 12))
  await window.keyboard.press('Escape')
})

test('tells the command the same', async ({ portside }) => {
  const { stdout } = await portside.command('resources', '--json')
  const { sample, containers, computer } = JSON.parse(stdout)
  expect(containers.map(({ name }: { name: string }) => name).sort()).toEqual(['greedy', 'idle'])
  const greedy = containers.find(({ name }: { name: string }) => name === 'greedy')
  expect(greedy.cpu * computer.cpus).toBeGreaterThan(0.1)
  expect(sample.containers.memoryBytes).toBeGreaterThanOrEqual(greedy.memoryBytes)
  expect(sample.computer.memoryBytes).toBeLessThan(computer.memoryBytes)
  const { stdout: table } = await portside.command('resources')
  expect(table).toMatch(/this computer +\d/)
  expect(table).toMatch(/ {2}greedy +\d/)
})

test('lists what can go, removes only what is ticked, and never ticks a volume', async ({
  window,
  engine,
  portside,
}) => {
  // Other specs leave images and named volumes, as people do.
  docker(engine.host, 'image', 'prune', '-af')
  docker(engine.host, 'pull', '-q', 'redis')
  docker(engine.host, 'volume', 'create', 'precious')
  docker(engine.host, 'create', '--name', 'stopped', 'busybox', 'true')
  const card = window.locator('.disk-card')
  await card.getByRole('button', { name: 'Measure again' }).click()
  await expect(card.getByRole('row', { name: /Images/ })).toContainText(/1 can go/)

  const { stdout } = await portside.command('reclaim', '--dry-run', '--json')
  const plan = JSON.parse(stdout)
  expect(
    plan.items.filter(({ safe }: { safe: boolean }) => safe).map(({ name }: { name: string }) => name),
  ).toEqual(['redis:latest'])

  await card.getByRole('button', { name: /^Reclaim/ }).click()
  const dialog = window.getByRole('alertdialog')
  await expect(dialog.getByRole('checkbox', { name: 'redis:latest' })).toBeChecked()
  await expect(dialog.getByRole('checkbox', { name: 'precious' })).not.toBeChecked()
  await expect(dialog.getByRole('checkbox', { name: 'stopped', exact: true })).not.toBeChecked()
  await window.screenshot({ path: 'out/pictures/reclaim-en-light.png' })
  await expectAccessible(window)
  await dialog.getByRole('checkbox', { name: 'stopped', exact: true }).click()
  await dialog.getByRole('button', { name: /^Remove / }).click()
  await expect(window.getByText(/removed$/)).toBeVisible()
  expect(docker(engine.host, 'images', '--format', '{{.Repository}}')).toBe('busybox')
  expect(docker(engine.host, 'ps', '-a', '--filter', 'name=stopped', '-q')).toBe('')
  expect(docker(engine.host, 'volume', 'ls', '-q').split('\n')).toContain('precious')
  docker(engine.host, 'volume', 'rm', 'precious')
  const { stdout: lately } = await portside.command('activity', '--json')
  expect(JSON.parse(lately).at(-1)).toMatchObject({ kind: 'disk-returned', bytes: expect.any(Number) })
})

test('explains exit code 137, raises the limit on a click, and puts away what can wait', async ({
  window,
  engine,
  portside,
}) => {
  test.setTimeout(300_000)
  // The engine does not hear of memory that runs out before it has answered the start.
  const wait = 'until [ -e /go ]; do sleep 0.1; done'
  const eat = `${wait}; dd if=/dev/zero of=/dev/null bs=48M count=1 && echo fed && exec sleep 600`
  const limit = ['--memory', '32m', '--memory-swap', '32m']
  const eaters = ['hungry', 'later', 'raised', 'dismissed']
  for (const name of eaters)
    docker(engine.host, 'run', '-d', '--name', name, ...limit, 'busybox', 'sh', '-c', eat)
  for (const name of eaters) docker(engine.host, 'exec', '-d', name, 'touch', '/go')
  expect(docker(engine.host, 'wait', ...eaters)).toBe(eaters.map(() => 137).join('\n'))

  await window.getByRole('button', { name: 'Home', exact: true }).click()
  const need = (name: string) => window.locator('.need', { hasText: `${name} ran out of memory` })
  // Each is told by itself, and on a busy computer a second later than its end.
  for (const name of eaters) await expect(need(name)).toBeVisible()
  await expect(need('hungry')).toContainText('exit code 137')
  await expect(need('hungry')).toContainText('limit of 32 MB')
  const { stdout } = await portside.command('warnings', '--json')
  const told = JSON.parse(stdout) as readonly ResourceWarning[]
  const ofHungry = told.find(({ containerName }) => containerName === 'hungry')
  expect(ofHungry).toMatchObject({
    kind: 'out-of-memory',
    bytes: 32 * 1024 ** 2,
    remedies: [{ kind: 'raise-container', memoryBytes: 1024 ** 3 }],
  })
  await window.screenshot({ path: 'out/pictures/home-warning-en-light.png' })
  await expectAccessible(window)

  await need('later')
    .getByRole('button', { name: /^Why\?/ })
    .click()
  const why = window.getByRole('dialog', { name: /^Why\? later ran out/ })
  await expect(why).toContainText('Linux ended the program from outside')
  await window.screenshot({ path: 'out/pictures/home-warning-why-en-light.png' })
  await expectAccessible(window)
  await why.getByRole('button', { name: 'Put away until it comes back' }).click()
  await expect(need('later')).toBeHidden()
  expect((await portside.command('warnings')).stdout).not.toContain('later ran out')

  await need('hungry').getByRole('button', { name: 'Raise to 1 GB' }).click()
  await expect(need('hungry')).toBeHidden()
  await expect.poll(() => docker(engine.host, 'logs', 'hungry'), { timeout: 30_000 }).toMatch(/^fed$/m)
  const state = (name: string): string =>
    docker(
      engine.host,
      ...['inspect', '-f', '{{.State.Running}} {{.HostConfig.Memory}} {{.RestartCount}}', name],
    )
  expect(state('hungry')).toBe(`true ${1024 ** 3} 0`)

  const idOf = (name: string): string =>
    told.find(({ containerName }) => containerName === name)?.id ?? 'none'
  const applied = await portside.command('warnings', 'apply', idOf('raised'))
  expect(applied).toMatchObject({ exitCode: 0, stdout: 'Applied raise-1024\n', stderr: '' })
  expect(state('raised')).toBe(`true ${1024 ** 3} 0`)
  const dismissed = await portside.command('warnings', 'dismiss', idOf('dismissed'), '60')
  expect(dismissed).toMatchObject({ exitCode: 0, stdout: 'Put away for 60 min\n', stderr: '' })
  expect(state('dismissed')).toBe(`false ${32 * 1024 ** 2} 0`)
  const left = (await portside.command('warnings')).stdout
  for (const name of eaters) expect(left).not.toContain(`${name} ran out`)
  const gone = await portside.command('warnings', 'apply', 'out-of-memory/0/0')
  expect(gone.exitCode).not.toBe(0)
  expect(gone.stderr).toContain('This warning is over.')
})

for (const [language, theme] of [
  ['en', 'light'],
  ['ko', 'dark'],
] as const)
  test.describe(`${language} ${theme}`, () => {
    test.use({ locale: language === 'ko' ? 'ko-KR' : 'en-US', colorScheme: theme })

    test('is readable and fits', async ({ window }) => {
      await expect(window.locator('.heaviest li')).toHaveCount(2)
      await window.evaluate(() => document.fonts.ready)
      await window.screenshot({ path: `out/pictures/resources-${language}-${theme}.png` })
      await expectAccessible(window)
      await window.setViewportSize({ width: 960, height: 600 })
      await expect
        .poll(() =>
          window.evaluate(() =>
            [document.documentElement, ...document.querySelectorAll('.resources, .resources .card')]
              .filter((one) => one.scrollWidth > one.clientWidth)
              .map((one) => one.className),
          ),
        )
        .toEqual([])
      await window.screenshot({ path: `out/pictures/resources-${language}-${theme}-960.png` })
    })
  })
