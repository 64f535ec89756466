// Logs in the window, on a real engine: found, filtered, wrapped, saved, of several containers together, of any size.
import { execFileSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import type { Locator, Page } from '@playwright/test'
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

async function openLogs(window: Page, name: string): Promise<Locator> {
  await window.getByRole('row', { name: new RegExp(name) }).click()
  await window.keyboard.press('l')
  return window.getByRole('complementary', { name: `Details of ${name}` })
}

const script = [
  'i=1; while [ $i -le 300 ]; do echo "INFO: request $i"; i=$((i+1)); done',
  'echo "ERROR: connect needle"; echo "    at main.js:1"',
  'printf "\\033[31mred\\nstill red\\033[0m\\n"',
  `echo '{"level":"warn","time":1,"msg":"slow needle","ms":812}'`,
  'head -c 3000 /dev/zero | tr "\\0" w; echo; printf "\\000\\377\\001binary\\n"',
  'echo last needle; sleep 600',
].join('; ')

test('finds, filters, wraps, makes JSON readable and saves', async ({ window, engine }) => {
  docker(engine.host, 'run', '-d', '--name', 'printer', '--stop-timeout', '0', 'busybox', 'sh', '-c', script)
  const details = await openLogs(window, 'printer')
  const log = details.getByRole('log')
  await expect(log).toContainText('last needle')
  // Bytes that are no text stand as one sign each, those that steer a terminal are left out, and what follows is read.
  await expect(log.locator('.log-line', { hasText: 'binary' }).locator('.log-text')).toHaveText(
    '\ufffdbinary',
  )
  await expect(log).toContainText('warn slow needle ms=812')
  await expect(log.locator('.log-line', { hasText: 'still red' }).locator('.ansi-1')).toHaveText('still red')
  await details.getByRole('button', { name: 'Make JSON lines readable' }).click()
  await expect(log).toContainText('"msg":"slow needle"')

  await window.keyboard.press('Control+f')
  await window.keyboard.type('needle')
  await expect(details.getByText('3 lines')).toBeVisible()
  await window.keyboard.press('Enter')
  await expect(details.getByText('3 of 3')).toBeVisible()
  await details.getByRole('button', { name: 'Next match' }).click()
  await expect(details.getByText('1 of 3')).toBeVisible()
  await expect(log.locator('[aria-current=true]')).toContainText('ERROR: connect needle')
  await details.getByRole('button', { name: 'Show only matching lines' }).click()
  await expect(log.locator('.log-line')).toHaveCount(3)
  await details.getByLabel('Find in logs').press('Escape')

  const errors = details.getByRole('button', { name: /^Error/ })
  await expect(errors).toContainText('2')
  await errors.click()
  await expect(log.locator('.log-line')).toHaveCount(2)
  await expect(log.locator('.log-line').last()).toContainText('at main.js:1')
  await errors.click()

  const long = log.locator('.log-line', { hasText: 'wwww' })
  await details.getByRole('button', { name: 'Wrap long lines' }).click()
  await expect(log).toContainText('last needle')
  expect((await long.boundingBox())?.height).toBeGreaterThan(100)
  expect(await log.evaluate((element) => element.scrollWidth <= element.clientWidth)).toBe(true)

  const download = window.waitForEvent('download')
  await details.getByRole('button', { name: 'Save to a file' }).click()
  const saved = await download
  expect(saved.suggestedFilename()).toBe('printer.log')
  const text = await readFile(await saved.path(), 'utf8')
  expect(text.split('\n')).toHaveLength(309)
  expect(text).toMatch(/^\d{4}-\S+Z INFO: request 1\n/)
  expect(text).toMatch(/Z still red\n/)

  await window.screenshot({ path: 'out/pictures/logs-tools.png' })
  await details.getByRole('button', { name: 'Clear view' }).click()
  await expect(details.getByText('No output yet')).toBeVisible()
  // A container that starts again prints what is new, and what was cleared away stays so.
  docker(engine.host, 'restart', 'printer')
  await expect(log).toContainText('last needle')
  await window.keyboard.press('Control+f')
  await window.keyboard.type('needle')
  await expect(details.getByText('3 lines')).toBeVisible()
})

test('shows a log from the time on that is chosen', async ({ window, engine }) => {
  const say = 'echo new line; sleep 600'
  docker(engine.host, 'run', '-d', '--name', 'dated', '--stop-timeout', '0', 'busybox', 'sh', '-c', say)
  // As if it had printed two hours ago, too: the engine asks its own file for the times of lines.
  const file = docker(engine.host, 'inspect', '-f', '{{.LogPath}}', 'dated')
  await expect.poll(() => readFile(file, 'utf8')).toContain('new line')
  const time = new Date(Date.now() - 2 * 3_600_000).toISOString()
  const old = JSON.stringify({ log: 'old line\n', stream: 'stdout', time })
  await writeFile(file, `${old}\n${await readFile(file, 'utf8')}`)

  const details = await openLogs(window, 'dated')
  const lines = details.getByRole('log').locator('.log-line')
  await expect(lines).toHaveText([/old line/, /new line/])
  const choose = async (now: string, next: string): Promise<void> => {
    await details.getByRole('button', { name: now }).click()
    await window.getByRole('menuitemradio', { name: next }).click()
  }
  await choose('Everything', 'Last hour')
  await expect(lines).toHaveText([/new line/])
  await choose('Last hour', 'Last day')
  await expect(lines).toHaveText([/old line/, /new line/])
  await choose('Last day', 'Everything')
  await expect(lines).toHaveText([/old line/, /new line/])
})

test('shows the logs of a project together, in order of time, live', async ({ window, engine }) => {
  const say = (service: string, text: string): string =>
    docker(engine.host, 'exec', `shop-${service}-1`, 'sh', '-c', `echo ${text} > /proc/1/fd/1`)
  for (const service of ['web', 'db'])
    docker(
      engine.host,
      ...['run', '-d', '--name', `shop-${service}-1`, '--stop-timeout', '0'],
      ...['--label', 'com.docker.compose.project=shop', '--label', `com.docker.compose.service=${service}`],
      ...['busybox', 'sleep', '600'],
    )
  say('web', 'first')
  say('db', 'second')
  say('web', 'third')
  await window.getByRole('button', { name: 'More actions for shop', exact: true }).click()
  await window.getByRole('menuitem', { name: 'Logs of shop together' }).click()
  const lines = window.getByRole('log', { name: 'Logs of shop' }).locator('.log-line')
  await expect(lines).toHaveText([/web\s*first/, /db\s*second/, /web\s*third/])
  say('db', 'live')
  await expect(lines.last()).toHaveText(/db\s*live/)
  await window.keyboard.press('Escape')
  await expect(lines).toHaveCount(0)
})

test('shows a flood, and earlier lines on demand', async ({ window, engine }) => {
  docker(engine.host, 'run', '-d', '--name', 'flood', 'busybox', 'seq', '1', '25000')
  await expect.poll(() => docker(engine.host, 'inspect', '-f', '{{.State.Status}}', 'flood')).toBe('exited')
  const details = await openLogs(window, 'flood')
  const log = details.getByRole('log')
  await expect(log).toContainText('25000')
  const earlier = details.getByRole('button', { name: 'Show earlier lines' })
  // Not at the edge of what is asked for: the engine may give a line more while it writes the last one.
  await details.getByLabel('Find in logs').fill('4999')
  await expect(details.getByText('1 line', { exact: true })).toBeVisible()
  await earlier.click()
  await expect(details.getByText('2 lines')).toBeVisible()
  await earlier.click()
  await expect(details.getByText('3 lines')).toBeVisible()
  await earlier.click()
  await expect(earlier).toHaveCount(0)
  await details.getByLabel('Find in logs').press('Enter')
  await expect(log.locator('[aria-current=true]')).toContainText('24999')
})

test('shows the time of each line, and stands still while it is paused', async ({ window, engine }) => {
  docker(engine.host, 'run', '-d', '-i', '--name', 'teller', 'busybox', 'sh', '-c', 'echo first; cat')
  const say = (text: string): string =>
    docker(engine.host, 'exec', 'teller', 'sh', '-c', `echo ${text} > /proc/1/fd/1`)
  const details = await openLogs(window, 'teller')
  const log = details.getByRole('log')
  await expect(log).toContainText('first')
  await expect(log.locator('time').first()).toHaveText(/\d{1,2}:\d\d:\d\d/)
  await details.getByRole('button', { name: 'Show times' }).click()
  await expect(log.locator('time')).toHaveCount(0)

  await details.getByRole('button', { name: 'Pause', exact: true }).click()
  say('second')
  await expect(details.getByText('Paused')).toBeVisible()
  await expect(details.getByRole('button', { name: 'Follow', exact: true })).toBeVisible()
  await expect.poll(() => docker(engine.host, 'logs', 'teller')).toContain('second')
  await details.getByRole('button', { name: 'Follow', exact: true }).click()
  await expect(log).toContainText('second')
  say('third')
  await expect(log).toContainText('third')
  await details.getByRole('button', { name: 'Show times' }).click()
  await expect(log.locator('time').first()).toBeVisible()
})

test('shows a line of a megabyte, and what a terminal printed', async ({ window, engine }) => {
  const million =
    'printf "\\033[32mgreen\\033[0m\\n\\000\\377raw\\n"; head -c 1048576 /dev/zero | tr "\\0" m; echo; echo after'
  docker(engine.host, 'run', '-d', '--name', 'long', '-t', 'busybox', 'sh', '-c', million)
  const details = await openLogs(window, 'long')
  const log = details.getByRole('log')
  await expect(log).toContainText('after')
  await expect(log).toContainText('mmmm')
  await details.getByLabel('Find in logs').fill('green')
  await details.getByLabel('Find in logs').press('Enter')
  await expect(log.locator('.ansi-2')).toHaveText('green')
  await expect(log.locator('.log-line', { hasText: 'raw' }).locator('.log-text')).toHaveText('\ufffdraw')
})

test('says under a line that localhost is the container itself, and where the server is', async ({
  window,
  engine,
}) => {
  docker(engine.host, 'network', 'create', 'tips')
  const on = ['--network', 'tips', '--stop-timeout', '0']
  const refused = 'echo ready; echo "Error: connect ECONNREFUSED 127.0.0.1:6379" >&2; sleep 600'
  docker(
    engine.host,
    'run',
    '-d',
    '--name',
    'cache',
    ...on,
    '-p',
    '127.0.0.1:0:6379',
    'busybox',
    'sleep',
    '600',
  )
  docker(
    engine.host,
    'run',
    '-d',
    '--name',
    'asks',
    ...on,
    '-e',
    'REDIS_HOST=localhost',
    'busybox',
    'sh',
    '-c',
    refused,
  )
  const details = await openLogs(window, 'asks')
  const tip = details.getByRole('note', { name: 'Inside a container, localhost means the container itself.' })
  await expect(tip).toContainText('It runs in cache, and on this network its name is cache')
  await expect(tip.getByRole('button', { name: 'Copy REDIS_HOST=cache' })).toBeVisible()
  await expectAccessible(window)
  await window.screenshot({ path: 'out/pictures/logs-tip.png' })
  await tip.getByRole('button', { name: 'Hide this tip' }).click()
  await expect(tip).toHaveCount(0)
  await expect(details.getByRole('log')).toContainText('ECONNREFUSED')
  docker(engine.host, 'rm', '-f', 'cache', 'asks')
  docker(engine.host, 'network', 'rm', 'tips')
})
