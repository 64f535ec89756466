// Port conflicts in the window, on a real engine and with a real program in the way.
import { execFileSync } from 'node:child_process'
import { createServer, type AddressInfo } from 'node:net'
import { holdPort, unusedPort, type HeldPort } from '../../support/held-port'
import { expectAccessible } from '../support/accessible'
import { expect, test } from '../support/fixtures'

const docker = (host: string, ...args: string[]): string =>
  execFileSync('docker', ['--host', host, ...args], { encoding: 'utf8', stdio: 'pipe' }).trim()

let held: HeldPort | undefined

test.beforeAll(({ engine }) => {
  docker(engine.host, 'pull', '-q', 'redis')
  docker(engine.host, 'pull', '-q', 'portside/sample-web:1.0')
})
test.afterEach(async ({ engine }) => {
  await held?.end()
  held = undefined
  const all = docker(engine.host, 'ps', '-aq').split('\n').filter(Boolean)
  if (all.length > 0) docker(engine.host, 'rm', '-fv', ...all)
})

/** A database with something in it, whose port a Python web server took while it was stopped. */
async function databaseInTrouble(host: string): Promise<number> {
  const port = await unusedPort()
  docker(host, 'run', '-d', '--name', 'shop-db-1', '-p', `${port}:6379`, 'redis')
  await expect.poll(() => docker(host, 'exec', 'shop-db-1', 'redis-cli', 'set', 'order', '42')).toBe('OK')
  docker(host, 'exec', 'shop-db-1', 'redis-cli', 'save')
  docker(host, 'stop', 'shop-db-1')
  held = await holdPort(port)
  expect(() => docker(host, 'start', 'shop-db-1')).toThrow(/address already in use/)
  return port
}

test('names the program in the way, and moves the database with its data', async ({ window, engine }) => {
  const port = await databaseInTrouble(engine.host)
  await window.getByRole('button', { name: 'Ports, 1 conflict' }).click()
  const card = window.getByRole('article')
  await expect(card).toContainText(`python3 (PID ${held?.pid}) already uses port ${port}`)
  await expect(card).toContainText('So shop-db-1 could not start.')
  await card.getByRole('button', { name: `Use ${port + 1} instead` }).click()
  await expect(card.getByRole('heading')).toHaveText(`shop-db-1 is at localhost:${port + 1} now`)
  await expect(card).toHaveCount(0)
  expect(docker(engine.host, 'port', 'shop-db-1', '6379/tcp')).toContain(`0.0.0.0:${port + 1}`)
  await expect.poll(() => docker(engine.host, 'exec', 'shop-db-1', 'redis-cli', 'get', 'order')).toBe('42')
})

test('asks before it stops a program, and starts the container then', async ({ window, engine }) => {
  const port = await databaseInTrouble(engine.host)
  const row = window.getByRole('row', { name: /shop-db-1/ })
  await expect(row).toContainText(`python3 (PID ${held?.pid}) already uses port ${port}`)
  await row.getByRole('button', { name: 'Other fixes' }).click()
  await window.getByRole('menuitem', { name: `Stop python3 (PID ${held?.pid})` }).click()
  const dialog = window.getByRole('alertdialog')
  await expect(dialog).toContainText(`http.server ${port}`)
  await expect(dialog.getByRole('button', { name: 'Keep it' })).toBeFocused()
  await dialog.getByRole('button', { name: `Stop python3 (PID ${held?.pid})` }).click()
  await held?.ended
  await expect
    .poll(() => docker(engine.host, 'inspect', '-f', '{{.State.Status}}', 'shop-db-1'))
    .toBe('running')
  await expect(row.getByRole('button', { name: 'Other fixes' })).toHaveCount(0)
})

// Linux gives no second program an IPv4 address of a port that is open at all of them, so here it is ::1.
test('tells that localhost reaches another program first, though the container runs', async ({
  window,
  engine,
}) => {
  const port = await unusedPort()
  const image = 'portside/sample-web:1.0'
  docker(engine.host, 'run', '-d', '--name', 'front', '-p', `0.0.0.0:${port}:80`, image)
  const row = window.getByRole('row', { name: /front/ })
  await expect(row.getByRole('link', { name: `localhost:${port}` })).toBeVisible()
  held = await holdPort(port, '::1')
  await expect
    .poll(async () => (await fetch(`http://127.0.0.1:${port}/`)).headers.get('server') ?? '')
    .not.toMatch(/SimpleHTTP/)
  expect((await fetch(`http://[::1]:${port}/`)).headers.get('server')).toMatch(/SimpleHTTP/)
  const who = `python3 (PID ${held.pid})`
  await expect(row).toContainText(`${who} also listens on port ${port}`)
  await window.getByRole('button', { name: 'Ports, 1 conflict' }).click()
  const card = window.getByRole('article')
  await expect(card.getByRole('heading')).toHaveText(`${who} also listens on port ${port}`)
  await expect(card).toContainText(`localhost:${port} may reach ${who} first, not front.`)
  await expect(card.getByRole('button', { name: `Use ${port + 1} instead` })).toBeVisible()
  await window.screenshot({ path: 'out/pictures/ports-shadowed.png' })
  expect(docker(engine.host, 'inspect', '-f', '{{.State.Status}}', 'front')).toBe('running')
  await held.end()
  await expect(card).toHaveCount(0)
})

test('tells of a range that nothing of can be had, until a program lets go of one', async ({
  window,
  engine,
}) => {
  const first = await unusedPort()
  const range = `${first}-${first + 1}`
  docker(engine.host, 'create', '--name', 'many', '-p', `${range}:80`, 'portside/sample-web:1.0')
  const row = window.getByRole('row', { name: /many/ })
  await expect(row).toContainText(`localhost:${first}–${first + 1}`)
  held = await holdPort(first)
  const other = await holdPort(first + 1)
  try {
    expect(() => docker(engine.host, 'start', 'many')).toThrow(/address already in use/)
    await window.getByRole('button', { name: 'Ports, 1 conflict' }).click()
    const card = window.getByRole('article')
    await expect(card.getByRole('heading')).toHaveText(`None of the 2 ports ${first}–${first + 1} is free`)
    await expect(card).toContainText(`${first}: python3 (PID ${held.pid}) has it. So many could not start.`)
    await window.screenshot({ path: 'out/pictures/ports-range.png' })
    await other.end()
    await expect(card).toHaveCount(0)
  } finally {
    await other.end()
  }
})

test('shows who takes and frees a port while it is looked at', async ({ window }) => {
  await window.getByRole('navigation').getByRole('button', { name: 'Ports', exact: true }).click()
  await window.getByRole('button', { name: 'Table' }).click()
  const port = await unusedPort()
  await window.getByRole('searchbox').fill(String(port))
  await expect(window.getByText(`No open port and no name matches “${port}”.`)).toBeVisible()
  held = await holdPort(port)
  const row = window.getByRole('row', { name: new RegExp(`^${port}/tcp`) })
  await expect(row).toContainText(`python3 (PID ${held.pid})`)
  await held.end()
  await expect(row).toHaveCount(0)
})

test('shows a thousand ports with only those in sight in the page', async ({ window }) => {
  const servers = Array.from({ length: 1_000 }, () => createServer())
  await Promise.all(servers.map((one) => new Promise<void>((done) => one.listen(0, '127.0.0.1', done))))
  try {
    const ports = servers.map((one) => (one.address() as AddressInfo).port).sort((a, b) => a - b)
    const [lowest, highest] = [ports[0], ports.at(-1)]
    await window.getByRole('navigation').getByRole('button', { name: 'Ports', exact: true }).click()
    const rows = window.locator('.map-left .map-row')
    await expect.poll(() => rows.count()).toBeGreaterThan(15)
    expect(await rows.count()).toBeLessThan(120)
    const last = rows.filter({ hasText: String(highest) })
    await expect(last).toHaveCount(0)
    await window.locator('.ports-body').evaluate((body) => body.scrollTo(0, body.scrollHeight))
    await expect(last).toBeInViewport()
    await window.getByRole('button', { name: 'Table' }).click()
    const table = window.getByRole('table', { name: 'Ports of this computer' })
    await expect(table).toHaveAttribute('aria-rowcount', /^\d{4}$/)
    await expect.poll(() => table.getByRole('row').count()).toBeLessThan(120)
    await window.locator('.port-table').evaluate((body) => body.scrollTo(0, body.scrollHeight))
    await expect(table.getByRole('row', { name: new RegExp(`^${highest}/tcp`) })).toBeInViewport()
    await window.getByRole('searchbox').fill(String(lowest))
    await expect(table.getByRole('row', { name: new RegExp(`^${lowest}/tcp`) })).toBeInViewport()
  } finally {
    await Promise.all(servers.map((one) => new Promise((done) => one.close(done))))
  }
})

test('tells what would clash later, and finds free ports', async ({ window, engine }) => {
  const port = await unusedPort()
  docker(engine.host, 'run', '-d', '--name', 'web', '-p', `${port}:80`, 'portside/sample-web:1.0')
  docker(engine.host, 'create', '--name', 'later', '-p', `${port}:80`, 'portside/sample-web:1.0')
  await window.getByRole('navigation').getByRole('button', { name: 'Ports', exact: true }).click()
  const later = window.getByRole('region', { name: 'Will clash later' })
  await expect(later).toContainText('later (stopped) wants it. Container web has it.')
  await window.getByLabel('Near').fill(String(port))
  await expect(window.getByRole('button', { name: `Copy ${port + 1}` })).toBeVisible()
  await expect(window.getByRole('button', { name: `Copy ${port}`, exact: true })).toHaveCount(0)
  await later.getByRole('button', { name: `Use ${port + 1}`, exact: true }).click()
  await expect(later).toContainText('Every stopped container and project could start now.')
  expect(docker(engine.host, 'inspect', '-f', '{{.State.Status}}', 'later')).toBe('created')
})

test('is scripted by the command', async ({ portside, engine, window }) => {
  const port = await databaseInTrouble(engine.host)
  await expect(window.getByRole('button', { name: 'Ports, 1 conflict' })).toBeVisible()
  const printed = await portside.command('ports', '--json')
  const { listeners, wants, conflicts } = JSON.parse(printed.stdout) as {
    listeners: { port: number; pid?: number }[]
    wants: { containerName: string; hostPort: number }[]
    conflicts: { id: string; sentence: string; holder: { pid?: number }; fixes: { id: string }[] }[]
  }
  expect(listeners).toContainEqual(expect.objectContaining({ port, pid: held?.pid, kind: 'process' }))
  expect(wants).toContainEqual(expect.objectContaining({ containerName: 'shop-db-1', hostPort: port }))
  const [conflict] = conflicts
  expect(conflict?.fixes.map((fix) => fix.id)).toContain(`use-${port + 1}`)
  const sentence = `python3 (PID ${held?.pid}) has port ${port}, so shop-db-1 could not start.`
  expect(conflict?.sentence).toBe(sentence)
  const read = await portside.command('ports')
  expect(read.stdout).toContain(conflict?.sentence)
  expect(read.stdout).toMatch(
    new RegExp(`portside ports fix ${conflict?.id} use-${port + 1} +use port ${port + 1} instead of ${port}`),
  )
  const wrong = await portside.command('ports', 'fix', conflict?.id ?? '', 'use-1')
  expect(wrong.exitCode).toBe(1)
  expect(wrong.stderr).toContain('no longer applies')
  expect(await portside.command('ports', 'fix')).toMatchObject({ exitCode: 2 })
  const fixed = await portside.command('ports', 'fix', conflict?.id ?? '', `use-${port + 1}`)
  expect(fixed).toMatchObject({ exitCode: 0, stderr: '' })
  await expect.poll(() => docker(engine.host, 'exec', 'shop-db-1', 'redis-cli', 'get', 'order')).toBe('42')
})

for (const language of ['en', 'ko'] as const)
  for (const theme of ['light', 'dark'] as const)
    test.describe(`${language} ${theme}`, () => {
      test.use({ locale: language === 'ko' ? 'ko-KR' : 'en-US', colorScheme: theme })

      test('the page is accessible in both sizes', async ({ window, engine }) => {
        await databaseInTrouble(engine.host)
        await window.keyboard.press('Control+9')
        await expect(window.getByRole('article')).toBeVisible()
        await window.evaluate(() => document.fonts.ready)
        await window.screenshot({ path: `out/pictures/ports-${language}-${theme}.png` })
        await expectAccessible(window)
        await window.setViewportSize({ width: 960, height: 600 })
        await window.screenshot({ path: `out/pictures/ports-960-${language}-${theme}.png` })
        await expectAccessible(window)
      })
    })
