// Containers in the window, on a real engine: what docker does is seen, what is clicked is done.
import { execFile, execFileSync } from 'node:child_process'
import { promisify } from 'node:util'
import { holdContainer } from '../../support/engine-process'
import { expectAccessible } from '../support/accessible'
import { expect, openContainers, test } from '../support/fixtures'
import { takeLooks } from '../support/looks'
import { reload } from '../support/visit'

const docker = (host: string, ...args: string[]): string =>
  execFileSync('docker', ['--host', host, ...args], { encoding: 'utf8' }).trim()

/** In the order of their keys. */
const sections = [
  ...['Home', 'Containers', 'Images', 'Volumes', 'Networks', 'Projects', 'Builds', 'Workspaces', 'Ports'],
]

test.beforeAll(({ engine }) => {
  docker(engine.host, 'pull', '-q', 'portside/sample-web:1.0')
  docker(engine.host, 'pull', '-q', 'busybox')
})
test.afterEach(({ engine }) => {
  const all = docker(engine.host, 'ps', '-aq').split('\n').filter(Boolean)
  if (all.length > 0) docker(engine.host, 'rm', '-fv', ...all)
})

test('shows what is started, stopped and removed elsewhere, without a reload', async ({ window, engine }) => {
  await expect(window.getByText('No containers yet')).toBeVisible()
  docker(engine.host, 'run', '-d', '--name', 'hello-web', '-p', '127.0.0.1:0:80', 'portside/sample-web:1.0')
  const row = window.getByRole('row', { name: /hello-web/ })
  await expect(row).toContainText('portside/sample-web:1.0')
  await expect(row.getByTitle('Running')).toBeVisible()
  docker(engine.host, 'stop', 'hello-web')
  await expect(row.getByRole('button', { name: 'Start', exact: true })).toBeVisible()
  docker(engine.host, 'rename', 'hello-web', 'renamed-web')
  await expect(window.getByRole('row', { name: /renamed-web/ })).toBeVisible()
  docker(engine.host, 'rm', 'renamed-web')
  await expect(window.getByText('No containers yet')).toBeVisible()
})

test('stops, starts, restarts and removes by its buttons', async ({ window, engine }) => {
  docker(engine.host, 'run', '-d', '--name', 'toggled', 'portside/sample-web:1.0')
  const state = (): string => docker(engine.host, 'inspect', '-f', '{{.State.Status}}', 'toggled')
  const row = window.getByRole('row', { name: /toggled/ })
  await row.getByRole('button', { name: 'Stop', exact: true }).click()
  await expect(row.getByRole('button', { name: 'Start', exact: true })).toBeVisible()
  expect(state()).toBe('exited')
  await row.getByRole('button', { name: 'Start', exact: true }).click()
  await expect(row.getByRole('button', { name: 'Stop', exact: true })).toBeVisible()
  expect(state()).toBe('running')

  const startedAt = docker(engine.host, 'inspect', '-f', '{{.State.StartedAt}}', 'toggled')
  await row.getByRole('button', { name: /More actions/ }).click()
  await window.getByRole('menuitem', { name: 'Restart' }).click()
  await expect
    .poll(() => docker(engine.host, 'inspect', '-f', '{{.State.StartedAt}}', 'toggled'))
    .not.toBe(startedAt)

  await row.getByRole('button', { name: /More actions/ }).click()
  await window.getByRole('menuitem', { name: 'Remove…' }).click()
  const dialog = window.getByRole('alertdialog').or(window.getByRole('dialog'))
  await expect(dialog).toContainText('Remove toggled?')
  await expect(dialog.getByRole('button', { name: 'Keep it' })).toBeFocused()
  await dialog.getByRole('button', { name: 'Remove', exact: true }).click()
  await expect(row).toHaveCount(0)

  await window.getByRole('button', { name: /Undo/ }).click()
  await expect(row).toHaveCount(1)
  await expect.poll(state).toBe('running')

  await window.getByRole('button', { name: 'Columns and Trash' }).click()
  const choice = window.getByRole('menuitemcheckbox', { name: 'State' })
  await choice.click()
  await expect(window.locator('.list-head [data-col=state]')).toHaveCount(1)
  // Remembered, so it is taken back for the tests that follow.
  await choice.click()
  await expect(window.locator('.list-head [data-col=state]')).toHaveCount(0)
  await window.keyboard.press('Escape')
  await window.getByRole('searchbox', { name: 'Find' }).fill('nothing like it')
  await expect(window.getByText('Nothing matches “nothing like it”')).toBeVisible()
  await window.getByRole('searchbox', { name: 'Find' }).fill('')

  docker(engine.host, 'stop', '-t', '0', 'toggled')
  await row.focus()
  await expect.poll(state).toBe('exited')
  await expect(row.getByRole('button', { name: 'Start' })).toBeVisible()
  await window.keyboard.press('Delete')
  await expect(row).toHaveCount(0)
  await window.getByRole('button', { name: 'Columns and Trash' }).click()
  await window.getByRole('menuitem', { name: /Trash/ }).click()
  const trash = window.getByRole('dialog', { name: 'Trash' })
  await trash.getByRole('button', { name: 'Delete…' }).click()
  await trash.getByRole('button', { name: 'Delete for good' }).click()
  await expect(trash.getByText('The Trash is empty')).toBeVisible()
  expect(docker(engine.host, 'ps', '-aq')).toBe('')
})

test('follows logs live, and finds text in them', async ({ window, engine }) => {
  docker(engine.host, 'run', '-d', '-i', '--name', 'talker', 'busybox', 'sh', '-c', 'echo first line; cat')
  const row = window.getByRole('row', { name: /talker/ })
  await row.hover()
  await row.getByRole('button', { name: 'Logs' }).click()
  const logs = window.getByRole('log', { name: 'Logs of talker' })
  await expect(logs.first()).toContainText('first line')
  docker(
    engine.host,
    'exec',
    'talker',
    'sh',
    '-c',
    'echo "second <img src=x onerror=alert(1)>" > /proc/1/fd/1',
  )
  await expect(logs.first()).toContainText('second <img src=x onerror=alert(1)>')
  await window.keyboard.press('Escape')
  await expect(logs).toHaveCount(0)
})

test('groups by compose project and remembers what is collapsed', async ({ window, engine }) => {
  for (const service of ['web', 'db'])
    docker(
      engine.host,
      ...['run', '-d', '--name', `shop-${service}-1`],
      ...['--label', 'com.docker.compose.project=shop', '--label', `com.docker.compose.service=${service}`],
      'portside/sample-web:1.0',
    )
  await expect(window.getByRole('row', { name: /shop-db-1/ })).toBeVisible()
  // What both take together.
  await expect(window.locator('.group-use')).toHaveText(/\d ?% CPU · .*\d/)
  await window.getByRole('button', { name: 'Collapse shop' }).click()
  await expect(window.getByRole('row', { name: /shop-db-1/ })).toHaveCount(0)
  await reload(window)
  await openContainers(window)
  await expect(window.getByRole('button', { name: 'Expand shop' })).toBeVisible()
  await expect(window.getByRole('row', { name: /shop-db-1/ })).toHaveCount(0)
  await window.getByRole('button', { name: 'Expand shop' }).click()
  const member = window.getByRole('row', { name: /shop-db-1/ })
  await expect(member).toBeVisible()
  // The heading itself does the same, and so do the keys of a tree.
  const heading = window.locator('.list-group', { hasText: 'shop' })
  await heading.locator('.group-name').click()
  await expect(member).toHaveCount(0)
  await expect(heading).toBeFocused()
  await window.keyboard.press('ArrowRight')
  await expect(member).toBeVisible()
  await window.keyboard.press('ArrowRight')
  await expect(member).toBeFocused()
  await window.keyboard.press('ArrowLeft')
  await expect(heading).toBeFocused()
  await window.keyboard.press('ArrowLeft')
  await expect(member).toHaveCount(0)
  // Who looks for something finds it in a closed project, too.
  const filter = window.getByRole('searchbox', { name: 'Find' })
  await filter.fill('shop-db')
  await expect(member).toBeVisible()
  await filter.fill('')
  await expect(member).toHaveCount(0)
  await heading.focus()
  await window.keyboard.press('Enter')
  await expect(member).toBeVisible()
  // What is in it is not the heading: it opens a menu and nothing else.
  await heading.getByRole('button', { name: /More actions/ }).click()
  await window.keyboard.press('Escape')
  await expect(member).toBeVisible()
})

test('stops several at once from the selection', async ({ window, engine }) => {
  for (const name of ['one', 'two', 'three'])
    docker(engine.host, 'run', '-d', '--name', name, 'portside/sample-web:1.0')
  for (const name of ['one', 'two']) await window.getByRole('checkbox', { name: `Select ${name}` }).click()
  await expect(window.getByText('2 selected')).toBeVisible()
  await window.getByRole('button', { name: 'Stop', exact: true }).last().click()
  await expect.poll(() => docker(engine.host, 'ps', '--format', '{{.Names}}')).toBe('three')
})

test('does everything by keys, and turns the order by a heading', async ({ window, engine }) => {
  for (const name of ['key-a', 'key-b', 'key-c'])
    docker(
      engine.host,
      ...['run', '-d', '--name', name, '--stop-timeout', '0', '-p', '127.0.0.1:0:80'],
      'portside/sample-web:1.0',
    )
  const rows = window.getByRole('row', { name: /key-/ })
  const of = (what: string): string => docker(engine.host, 'inspect', '-f', `{{.State.${what}}}`, 'key-a')
  const press = (key: string): Promise<void> => window.keyboard.press(key)
  await expect(rows).toHaveText([/key-a/, /key-b/, /key-c/])
  const heading = window.locator('.list-head').getByRole('button', { name: 'Name', exact: true })
  await heading.click()
  await expect(rows).toHaveText([/key-c/, /key-b/, /key-a/])
  await heading.click()
  await expect(rows).toHaveText([/key-a/, /key-b/, /key-c/])

  await rows.first().focus()
  await press('End')
  await expect(rows.nth(2)).toBeFocused()
  await press('k')
  await expect(rows.nth(1)).toBeFocused()
  await press('Space')
  await press('Shift+ArrowDown')
  await expect(window.getByText('2 selected')).toBeVisible()
  await press('Escape')
  await expect(window.getByText('2 selected')).toHaveCount(0)
  await press('/')
  await expect(window.getByRole('searchbox', { name: 'Find' })).toBeFocused()
  await press('Escape')
  await press('Home')
  await expect(rows.first()).toBeFocused()

  const details = window.getByRole('complementary', { name: 'Details of key-a' })
  await press('Enter')
  await expect(details).toBeVisible()
  await press('Escape')
  await expect(details).toHaveCount(0)
  await press('F2')
  await expect(window.getByRole('dialog')).toBeVisible()
  await press('Escape')
  await expect(window.getByRole('dialog')).toHaveCount(0)
  for (const state of ['paused', 'running']) {
    await press('p')
    await expect.poll(() => of('Status')).toBe(state)
    await expect(rows.first().getByTitle(state === 'paused' ? 'Paused' : 'Running')).toBeVisible()
  }
  const startedAt = of('StartedAt')
  await press('r')
  await expect.poll(() => of('StartedAt')).not.toBe(startedAt)
  await expect(rows.first().getByTitle('Running')).toBeVisible()
  const opened = window.context().waitForEvent('page')
  await press('o')
  await (await opened).close()
  await press('s')
  await expect(rows.first().getByRole('button', { name: 'Start', exact: true })).toBeVisible()
  await press('s')
  await expect(rows.first().getByRole('button', { name: 'Stop', exact: true })).toBeVisible()
  await press('Delete')
  await expect(window.getByText('Remove key-a?')).toBeVisible()
  await press('Escape')
  expect(of('Status')).toBe('running')
  await press('Delete')
  await expect(window.getByText('Remove key-a?')).toBeVisible()
  await press('Control+Enter')
  await expect(rows).toHaveText([/key-b/, /key-c/])
  await press('Control+z')
  await expect(rows).toHaveText([/key-a/, /key-b/, /key-c/])
  await expect.poll(() => of('Status')).toBe('running')

  await rows
    .first()
    .getByRole('button', { name: /More actions/ })
    .click()
  const download = window.waitForEvent('download')
  await window.getByRole('menuitem', { name: 'Export files…' }).click()
  const exported = await (await download).path()
  expect(execFileSync('tar', ['-tf', exported], { encoding: 'utf8' })).toContain('etc/')
})

test('goes everywhere by keys, and takes no letter for one while somebody types or where they are off', async ({
  window,
  engine,
  portside,
}) => {
  for (const name of ['key-a', 'key-b', 'key-c'])
    docker(engine.host, ...['run', '-d', '--name', name, '--stop-timeout', '0', 'busybox', 'sleep', '600'])
  const rows = window.getByRole('row', { name: /key-/ })
  const press = (key: string): Promise<void> => window.keyboard.press(key)
  const running = (): string => docker(engine.host, 'ps', '-q', '--filter', 'name=key-a')
  await expect(rows).toHaveCount(3)
  await rows.first().focus()
  for (const [key, to] of [
    ['j', 1],
    ['ArrowDown', 2],
    ['ArrowUp', 1],
    ['k', 0],
  ] as const) {
    await press(key)
    await expect(rows.nth(to)).toBeFocused()
  }
  await press('Space')
  await press('End')
  await press('Shift+Space')
  await expect(window.getByText('3 selected')).toBeVisible()
  const details = window.getByRole('complementary', { name: 'Details of key-c' })
  await press('l')
  await expect(details.getByRole('tab', { name: 'Logs' })).toHaveAttribute('aria-selected', 'true')
  await press('Control+f')
  await expect(details.getByLabel('Find in logs')).toBeFocused()
  // Closes first, then clears.
  await press('Escape')
  await expect(details).toHaveCount(0)
  await expect(window.getByText('3 selected')).toBeVisible()
  await press('Escape')
  await expect(window.getByText('3 selected')).toHaveCount(0)
  await press('t')
  await expect(details.getByRole('tab', { name: 'Terminal' })).toHaveAttribute('aria-selected', 'true')
  await details.getByRole('button', { name: 'Close details' }).click()
  await press('Home')

  await press('/')
  await window.keyboard.type('key-a s r')
  await expect(window.getByRole('searchbox', { name: 'Find' })).toHaveValue('key-a s r')
  await press('Escape')
  await expect(rows).toHaveCount(3)
  const turnLetters = async (): Promise<void> => {
    await window.getByRole('button', { name: 'Settings', exact: true }).click()
    await window.getByLabel('Single letter keys').click()
    await openContainers(window)
  }
  await turnLetters()
  await rows.first().focus()
  await press('s')
  await press('j')
  await expect(rows.first()).toBeFocused()
  await press('ArrowDown')
  await expect(rows.nth(1)).toBeFocused()
  expect(running()).not.toBe('')
  await turnLetters()

  await press('?')
  await expect(window.getByRole('dialog')).toContainText('Keys')
  await press('Escape')
  const port = Number(new URL(portside.url).port)
  await press('Control+k')
  await window.keyboard.type(String(port))
  await expect(window.getByRole('dialog')).toContainText(/node/)
  await press('Escape')
  for (const [index, name] of sections.entries()) {
    await press(`Control+${index + 1}`)
    await expect(window.locator('.page h1')).toHaveText(name)
  }
  await press('Control+2')
})

test('renders hostile names and labels as text', async ({ window, engine }) => {
  docker(
    engine.host,
    ...['create', '--name', 'hostile', '--label', 'com.docker.compose.project=<img src=x onerror=alert(1)>'],
    'busybox',
  )
  await expect(window.getByText('<img src=x onerror=alert(1)>')).toBeVisible()
  expect(await window.locator('img').count()).toBe(0)
})

test('shows one that somebody else removes as that, until it is gone', async ({
  window,
  engine,
  portside,
}) => {
  // Its many files take the engine a while to delete; links are made faster than files, and take as long to go.
  const copies = process.env.PORTSIDE_EVERY_LOOK === undefined ? 25 : 160
  const fill = `mkdir -p /many/0; cd /many; for i in $(seq 5000); do : > 0/f$i; done
    for i in $(seq ${copies}); do cp -al 0 $i; done; echo filled; sleep 600`
  docker(engine.host, 'run', '-d', '--name', 'going', 'busybox', 'sh', '-c', fill)
  const row = window.getByRole('row', { name: /going/ })
  await row.click()
  await expect.poll(() => docker(engine.host, 'logs', 'going')).toBe('filled')
  const removed = promisify(execFile)('docker', ['--host', engine.host, 'rm', '-f', 'going'])
  await expect(row.getByTitle('Removing', { exact: true })).toBeVisible()
  await expect(row.getByRole('button', { name: 'Start', exact: true })).toBeDisabled()
  await takeLooks(window, portside, 'container-removing')
  await removed
  await expect(row).toHaveCount(0)
})

test('shows one that the engine could not remove whole as that, and removes it once it can', async ({
  window,
  engine,
  portside,
}) => {
  docker(engine.host, 'run', '--name', 'stuck', 'busybox', 'true')
  const row = window.getByRole('row', { name: /stuck/ })
  await expect(row).toBeVisible()
  const letGo = await holdContainer(engine.socket, docker(engine.host, 'inspect', '-f', '{{.Id}}', 'stuck'))
  try {
    expect(() => docker(engine.host, 'rm', 'stuck')).toThrow()
    // The engine tells of no such end; what is known anew shows it.
    docker(engine.host, 'rename', 'stuck', 'stuck-still')
    await expect(row.getByTitle('Cannot be started')).toBeVisible()
    await expect(row.getByRole('button', { name: 'Start', exact: true })).toBeDisabled()
    await row.click()
    await window.keyboard.press('l')
    const details = window.getByRole('complementary', { name: 'Details of stuck-still' })
    await expect(details).toContainText('It could not be removed.')
    // Its log is none that the engine gives: said where it would be.
    await expect(details.locator('.error-card')).toContainText('The removal of stuck-still has begun.')
    await expect(window.locator('.toast-error')).toHaveCount(0)
    await expectAccessible(window)
    await takeLooks(window, portside, 'container-dead')
  } finally {
    await letGo()
  }
  await window.getByRole('button', { name: 'Remove again' }).click()
  await expect(row).toHaveCount(0)
})
