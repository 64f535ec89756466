// Many containers at once, and those that need attention, on a real engine: filters, bulk actions with what they came to,
// health checks, restart loops, names that are taken.
import { execFileSync } from 'node:child_process'
import { expect, openContainers, test } from '../support/fixtures'
import { reload } from '../support/visit'

const run = (host: string, ...args: string[]): string =>
  execFileSync('docker', ['--host', host, ...args], { encoding: 'utf8' }).trim()
const web = 'portside/sample-web:1.0'

test.beforeAll(({ engine }) => {
  for (const image of [web, 'busybox']) run(engine.host, 'pull', '-q', image)
})
test.afterEach(({ engine }) => {
  const all = run(engine.host, 'ps', '-aq').split('\n').filter(Boolean)
  if (all.length > 0) run(engine.host, 'rm', '-fv', ...all)
})

test('tells in one message what worked for a selection, what did not, and why', async ({
  window,
  engine,
}) => {
  const docker = (...args: string[]): string => run(engine.host, ...args)
  for (const name of ['mix-a', 'mix-b']) docker('create', '--name', name, web)
  docker('create', '--name', 'mix-broken', 'busybox', 'no-such-program')
  for (const name of ['mix-a', 'mix-b', 'mix-broken'])
    await window.getByRole('checkbox', { name: `Select ${name}`, exact: true }).click()
  const bar = window.getByRole('toolbar')
  await bar.getByRole('button', { name: 'Start', exact: true }).click()
  const summary = window.getByRole('alert').filter({ hasText: '2 done, 1 failed' })
  await expect(summary).toContainText('mix-broken')
  await expect(summary).toContainText(/Done: mix-[ab], mix-[ab]/)
  await summary.getByRole('button', { name: 'Dismiss' }).click()

  await bar.getByRole('button', { name: 'Kill at once' }).click()
  await expect(window.getByText('Killed 2 containers')).toBeVisible()
  await expect.poll(() => docker('ps', '-q')).toBe('')
  expect(docker('inspect', '-f', '{{.State.ExitCode}}', 'mix-a')).toBe('137')
})

test('shows those that run, that are stopped, that need attention, with and without their projects', async ({
  window,
  engine,
}) => {
  const docker = (...args: string[]): string => run(engine.host, ...args)
  const project = ['--label', 'com.docker.compose.project=many', '--label', 'com.docker.compose.service=web']
  docker('run', '-d', '--name', 'many-web-1', ...project, web)
  docker('create', '--name', 'many-rests', web)
  docker('run', '-d', '--name', 'many-fails', 'busybox', 'sh', '-c', 'exit 3')
  const rows = window.getByRole('row', { name: /many-/ })
  const only = (name: RegExp): Promise<void> =>
    window.getByRole('group', { name: 'Filter' }).getByRole('button', { name }).click()
  await expect(rows).toHaveCount(3)
  await only(/^Running/)
  await expect(rows).toHaveText([/many-web-1/])
  await only(/^Stopped/)
  await expect(rows).toHaveText([/many-fails/, /many-rests/])
  await only(/^Needs attention/)
  await expect(rows).toHaveText([/many-fails/])
  await only(/^All/)
  await expect(window.getByRole('button', { name: 'Collapse many' })).toBeVisible()
  await window.getByRole('button', { name: 'Project', exact: true }).click()
  await window.getByRole('menuitemradio', { name: 'No groups' }).click()
  await expect(rows).toHaveCount(3)
  await expect(window.getByRole('button', { name: 'Collapse many' })).toHaveCount(0)
  const heading = window.locator('.list-head').getByRole('button', { name: 'Name', exact: true })
  await heading.click()
  await expect(rows).toHaveText([/many-web-1/, /many-rests/, /many-fails/])
  const column = async (): Promise<void> => {
    await window.getByRole('button', { name: 'Columns and Trash' }).click()
    await window.getByRole('menuitemcheckbox', { name: 'Image' }).click()
    await window.keyboard.press('Escape')
  }
  await column()
  await expect(window.getByRole('columnheader', { name: 'Image' })).toBeVisible()
  await reload(window)
  await openContainers(window)
  await expect(rows).toHaveText([/many-web-1/, /many-rests/, /many-fails/])
  await expect(window.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'descending')
  await expect(window.getByRole('columnheader', { name: 'Image' })).toBeVisible()
  // Remembered, so it is taken back for the tests that follow.
  await column()
  await heading.click()
  await window.getByRole('button', { name: 'No groups', exact: true }).click()
  await window.getByRole('menuitemradio', { name: 'Project' }).click()
})

test('shows a health check that fails, and what it printed', async ({ window, engine }) => {
  const check = [
    '--health-cmd',
    'echo no database; exit 1',
    '--health-interval',
    '1s',
    '--health-retries',
    '1',
  ]
  run(engine.host, 'run', '-d', '--name', 'sick', ...check, web)
  const row = window.getByRole('row', { name: /sick/ })
  await window
    .getByRole('group', { name: 'Filter' })
    .getByRole('button', { name: /^Needs attention/ })
    .click()
  await expect(row).toBeVisible()
  await row.click()
  await window.keyboard.press('Enter')
  const details = window.getByRole('complementary', { name: 'Details of sick' })
  // At its name, and at its checks.
  await expect(details.getByText('Health check fails', { exact: true })).toHaveCount(2)
  await details.getByRole('button', { name: 'Last checks' }).click()
  await expect(details.getByRole('list', { name: 'Last checks' })).toContainText('no database')
  await expect(details).toContainText(/failures? in a row/)
  await window.keyboard.press('Escape')
  await window.getByRole('group', { name: 'Filter' }).getByRole('button', { name: /^All/ }).click()
})

test('notices a container that is started again and again, and stops it', async ({ window, engine }) => {
  const program = ['sh', '-c', 'echo cannot find the config; exit 3']
  run(engine.host, 'run', '-d', '--restart', 'always', '--name', 'looping', 'busybox', ...program)
  const row = window.getByRole('row', { name: /looping/ })
  await row.click()
  await window.keyboard.press('Enter')
  const strip = window.getByRole('note').filter({ hasText: /Restarted \d+ times/ })
  await expect(strip).toContainText('cannot find the config', { timeout: 60_000 })
  await strip.getByRole('button', { name: 'Stop it' }).click()
  await expect.poll(() => run(engine.host, 'inspect', '-f', '{{.State.Status}}', 'looping')).toBe('exited')
  await window.keyboard.press('Escape')
})

test('renames to a free name, or takes a name that another has', async ({ window, engine }) => {
  const docker = (...args: string[]): string => run(engine.host, ...args)
  for (const name of ['named-1', 'named-2']) docker('create', '--name', name, web)
  const dialogOf = async (name: string) => {
    await window
      .getByRole('row', { name: new RegExp(name) })
      .getByRole('button', { name: /More actions/ })
      .click()
    await window.getByRole('menuitem', { name: 'Rename…' }).click()
    return window.getByRole('dialog')
  }
  const dialog = await dialogOf('named-1')
  await dialog.getByRole('textbox').fill('named-2')
  await expect(dialog.getByRole('alert')).toHaveText('A container named named-2 exists already.')
  await expect(dialog.getByRole('button', { name: 'Rename', exact: true })).toBeDisabled()
  await dialog.getByRole('button', { name: 'Use named-3' }).click()
  await dialog.getByRole('button', { name: 'Rename', exact: true }).click()
  await expect(window.getByRole('row', { name: /named-3/ })).toBeVisible()

  const again = await dialogOf('named-3')
  await again.getByRole('textbox').fill('named-2')
  await again.getByRole('button', { name: 'Move the other one to the Trash' }).click()
  await again.getByRole('button', { name: 'Rename', exact: true }).click()
  await expect(window.getByRole('row', { name: /named-3/ })).toHaveCount(0)
  await expect.poll(() => docker('ps', '-a', '--format', '{{.Names}}').split('\n')).toContain('named-2')
})
