// One container in detail, on a real engine: every tab shows what docker knows, every action is done.
import { execFileSync, spawnSync } from 'node:child_process'
import { expectAccessible } from '../support/accessible'
import { expect, test } from '../support/fixtures'

const docker = (host: string, ...args: string[]): string =>
  execFileSync('docker', ['--host', host, ...args], { encoding: 'utf8' }).trim()

test.beforeAll(({ engine }) => {
  docker(engine.host, 'pull', '-q', 'busybox')
})
test.afterEach(({ engine }) => {
  const all = docker(engine.host, 'ps', '-aq').split('\n').filter(Boolean)
  if (all.length > 0) docker(engine.host, 'rm', '-fv', ...all)
})

test('pauses, resumes, kills and renames', async ({ window, engine }) => {
  docker(engine.host, 'run', '-d', '--name', 'acted', 'busybox', 'sleep', '600')
  const state = (): string => docker(engine.host, 'inspect', '-f', '{{.State.Status}}', 'acted')
  const row = window.getByRole('row', { name: /acted/ })
  const choose = async (item: string): Promise<void> => {
    await row.getByRole('button', { name: /More actions/ }).click()
    await window.getByRole('menuitem', { name: item, exact: true }).click()
  }
  await choose('Pause')
  await expect(row.getByTitle('Paused')).toBeVisible()
  expect(state()).toBe('paused')
  await choose('Resume')
  await expect(row.getByTitle('Running')).toBeVisible()
  expect(state()).toBe('running')
  await choose('Kill at once')
  await expect(row.getByRole('button', { name: 'Start', exact: true })).toBeVisible()
  expect(docker(engine.host, 'inspect', '-f', '{{.State.ExitCode}}', 'acted')).toBe('137')
  await choose('Rename…')
  await window.getByLabel('New name').fill('not allowed')
  await expect(window.getByText('A name starts with a letter or digit')).toBeVisible()
  await expect(window.getByRole('button', { name: 'Rename', exact: true })).toBeDisabled()
  await window.getByLabel('New name').fill('renamed')
  await window.getByRole('button', { name: 'Rename', exact: true }).click()
  await expect(window.getByRole('row', { name: /renamed/ })).toBeVisible()
  expect(docker(engine.host, 'ps', '-a', '--format', '{{.Names}}')).toBe('renamed')
})

test('shows figures, description, environment, processes and changes', async ({ window, engine }) => {
  docker(
    engine.host,
    ...['run', '-d', '--name', 'known', '-e', 'DB_PASSWORD=hunter2', '-e', 'GREETING=<b>hi</b>'],
    ...['busybox', 'sh', '-c', 'echo x > /written; sleep 600'],
  )
  docker(engine.host, 'exec', '-d', 'known', 'sh', '-c', `sleep 599; : ${'long '.repeat(200)}end`)
  await window.getByRole('row', { name: /known/ }).click()
  await window.keyboard.press('Enter')
  const details = window.getByRole('complementary', { name: 'Details of known' })
  const open = (tab: string): Promise<void> => details.getByRole('tab', { name: tab }).click()
  await open('Stats')
  await expect(details.getByRole('figure', { name: 'CPU' })).toContainText('no limit')
  await expect(details.getByRole('figure', { name: 'CPU' })).toContainText('5 min ago')
  await expect(details.getByText(/^Recorded since \d/)).toBeVisible()
  const line = details.getByRole('figure', { name: 'Memory' }).locator('polyline')
  await expect(line).toHaveCount(1)
  await details.getByRole('button', { name: '24 hours' }).click()
  await expect(details.getByRole('figure', { name: 'CPU' })).toContainText('24 h ago')
  // One step of five minutes is no line yet, but the figures stay.
  await expect(details.getByRole('figure', { name: 'Memory' })).toContainText(/\d MB/)
  await details.getByRole('button', { name: '5 min' }).click()
  await expect(line).toHaveCount(1)
  await expect(details.getByRole('region', { name: 'Inside the container' })).toContainText('sleep 600')
  await open('Inspect')
  await expect(details.getByText('sh -c echo x > /written; sleep 600')).toBeVisible()
  await window.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await details.getByRole('button', { name: 'Copy as docker run' }).click()
  await expect(window.getByText('Copied')).toBeVisible()
  const copied = await window.evaluate(() => navigator.clipboard.readText())
  expect(copied).toContain('--name known')
  expect(copied).toContain("busybox \\\n  sh -c 'echo x > /written; sleep 600'")
  await details.getByRole('button', { name: 'JSON', exact: true }).click()
  await details.getByLabel('Find in JSON').fill('restartcount')
  await expect(details.locator('pre')).toHaveText('"RestartCount": 0,')
  await details.getByLabel('Find in JSON').fill('password')
  await expect(details.locator('pre')).not.toContainText('hunter2')
  await open('Environment')
  await expect(details.getByText('<b>hi</b>')).toBeVisible()
  await expect(details.getByText('hunter2')).toHaveCount(0)
  await details.getByRole('button', { name: 'Show DB_PASSWORD' }).click()
  await expect(details.getByText('hunter2')).toBeVisible()
  await open('Processes')
  const process = details.getByRole('row', { name: /sleep 600/ }).first()
  await expect(process).toBeVisible()
  await expect(process.getByRole('cell').nth(3)).toHaveText(/\d%/)
  const long = details.getByRole('row', { name: /sleep 599; : long/ })
  const height = async (): Promise<number> => (await long.boundingBox())?.height ?? 0
  const more = long.getByRole('button', { name: 'Show the whole command' })
  await expect(more).toBeVisible()
  expect(await height()).toBeLessThan(120)
  await more.click()
  await expect.poll(height).toBeGreaterThan(200)
  await long.getByRole('button', { name: 'Show less of the command' }).click()
  await expect.poll(height).toBeLessThan(120)
  await open('Data')
  await expect(details.getByRole('rowheader', { name: '/written' })).toBeVisible()
  await expect(details.getByText(/^Removing \S+ loses/)).toBeVisible()
  await window.keyboard.press('Escape')
  await expect(details).toHaveCount(0)
})

test('stops, starts and removes from the details, and shows all at a glance with the whole window', async ({
  window,
  engine,
}) => {
  docker(engine.host, 'network', 'create', 'glance')
  docker(
    engine.host,
    ...['run', '-d', '--name', 'whole', '--stop-timeout', '0', '--network', 'glance', '-p', '127.0.0.1:0:80'],
    ...['-v', 'glance-data:/data', '-e', 'API_TOKEN=hunter2', '--label', 'com.docker.compose.project=shop'],
    ...['busybox', 'sh', '-c', 'echo printed; sleep 600'],
  )
  const state = (): string => docker(engine.host, 'inspect', '-f', '{{.State.Status}}', 'whole')
  await window.getByRole('row', { name: /whole/ }).click()
  await window.keyboard.press('l')
  const details = window.getByRole('complementary', { name: 'Details of whole' })
  await details.getByRole('button', { name: 'Use the whole window' }).click()
  const facts = details.getByRole('complementary', { name: 'At a glance' })
  await expect(facts).toContainText('whole:80')
  await expect(facts).toContainText('glance-data')
  await expect(facts).toContainText('API_TOKEN')
  await expect(facts).not.toContainText('hunter2')
  await expect(facts.getByText('MB').first()).toBeVisible()
  for (const theme of ['light', 'dark'] as const) {
    await window.emulateMedia({ colorScheme: theme })
    await expectAccessible(window, 'all')
    await window.screenshot({ path: `out/pictures/details-${theme}.png` })
    const parts = { Inspect: 'Run', Stats: 'Inside the container', Data: 'Why is data lost?' }
    for (const [tab, part] of Object.entries(parts)) {
      await details.getByRole('tab', { name: tab }).click()
      await expect(
        details.getByRole(tab === 'Data' ? 'complementary' : 'region', { name: part }),
      ).toBeVisible()
      await expectAccessible(window, 'all')
      await window.screenshot({ path: `out/pictures/details-${tab.toLowerCase()}-${theme}.png` })
    }
    await details.getByRole('tab', { name: 'Logs' }).click()
  }
  await details.getByRole('tab', { name: 'Inspect' }).click()
  await details.getByRole('button', { name: 'What does the command do?' }).click()
  await expect(window.getByText(/when it ends, the container stops/)).toBeVisible()
  await window.keyboard.press('Escape')
  const actions = details.getByRole('group', { name: 'Actions' })
  await actions.getByRole('button', { name: 'Stop', exact: true }).click()
  await expect(actions.getByRole('button', { name: 'Start', exact: true })).toBeEnabled()
  expect(state()).toBe('exited')
  await actions.getByRole('button', { name: 'Start', exact: true }).click()
  await expect(actions.getByRole('button', { name: 'Stop', exact: true })).toBeEnabled()
  expect(state()).toBe('running')
  await details.getByRole('button', { name: 'Back beside the list' }).click()
  await actions.getByRole('button', { name: 'Stop', exact: true }).click()
  await expect(actions.getByRole('button', { name: 'Start', exact: true })).toBeEnabled()
  await actions.getByRole('button', { name: /More actions/ }).click()
  await window.getByRole('menuitem', { name: 'Remove…' }).click()
  await window.getByRole('alertdialog').getByRole('button', { name: 'Remove', exact: true }).click()
  await expect(details).toHaveCount(0)
  await expect(window.getByRole('row', { name: /whole/ })).toHaveCount(0)
  docker(engine.host, 'network', 'rm', 'glance')
})

test('explains why a container ended', async ({ window, engine }) => {
  docker(engine.host, 'run', '-d', '--name', 'failed', 'busybox', 'sh', '-c', 'echo no config >&2; exit 1')
  await window.getByRole('row', { name: /failed/ }).click()
  await window.keyboard.press('Enter')
  const note = window.getByRole('note')
  await expect(note).toContainText('Exit code 1.')
  await expect(note).toContainText('no config')
})

test('says in row and details that a container never started or crashed, and what to do', async ({
  window,
  engine,
}) => {
  const ends: readonly [name: string, command: readonly string[], row: string, why: RegExp][] = [
    ['unfound', ['nosuch'], 'Could not start', /\(exit code 127\)\. Its program was not found.*nosuch/],
    [
      'unrunnable',
      ['/etc/passwd'],
      'Could not start',
      /\(exit code 126\)\. Its program is there but.*passwd/,
    ],
    // The first program of a container gets no signal that it does not ask for.
    [
      'crashed',
      ['sh', '-c', 'sh -c "kill -SEGV \\$\\$"; exit $?'],
      'Exit 139',
      /^Exit code 139\. It crashed/,
    ],
  ]
  for (const [name, command] of ends)
    // The command ends with the code of what it ran, or could not run.
    spawnSync('docker', ['--host', engine.host, 'run', '--name', name, 'busybox', ...command])
  for (const [name, , words, why] of ends) {
    const row = window.getByRole('row', { name: new RegExp(name) })
    await expect(row).toContainText(words)
    await row.click()
    await window.keyboard.press('Enter')
    const details = window.getByRole('complementary', { name: `Details of ${name}` })
    await expect(details.getByRole('note')).toContainText(why)
    if (name === 'unfound') await window.screenshot({ path: 'out/pictures/not-started.png' })
    await window.keyboard.press('Escape')
  }
  await window.getByText('Needs attention').click()
  await expect(window.getByRole('row', { name: /unfound|unrunnable|crashed/ })).toHaveCount(3)

  await window.getByRole('row', { name: /unfound/ }).click()
  await window.keyboard.press('Enter')
  const details = window.getByRole('complementary', { name: 'Details of unfound' })
  await details.getByRole('button', { name: 'Run again with changes…' }).click()
  await expect(window.getByRole('dialog')).toContainText('nosuch')
  await window.keyboard.press('Escape')
})

test('is accessible in light and dark', async ({ window, engine }) => {
  docker(engine.host, 'run', '-d', '--name', 'seen', '-e', 'A=b', 'busybox', 'sleep', '600')
  await window.getByRole('row', { name: /seen/ }).click()
  await window.keyboard.press('Enter')
  const details = window.getByRole('complementary', { name: 'Details of seen' })
  for (const tab of ['Logs', 'Stats', 'Inspect', 'Environment', 'Processes', 'Data']) {
    await details.getByRole('tab', { name: tab }).click()
    await expect(details.getByRole('tab', { name: tab, selected: true })).toBeVisible()
    await window.emulateMedia({ colorScheme: 'dark' })
    await expectAccessible(window, ['color-contrast'])
    await window.emulateMedia({ colorScheme: 'light' })
    await expectAccessible(window, 'all')
  }
})
