// Logs of a size that nobody reads from end to end: more lines than the view keeps, and lines of a megabyte.
import { execFileSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import type { Locator, Page } from '@playwright/test'
import { expect, test } from '../support/fixtures'

const docker = (host: string, ...args: string[]): string =>
  execFileSync('docker', ['--host', host, ...args], { encoding: 'utf8' }).trim()

test.beforeAll(({ engine }) => {
  docker(engine.host, 'pull', '-q', 'busybox')
})
test.afterEach(({ engine }) => {
  docker(engine.host, 'rm', '-fv', ...docker(engine.host, 'ps', '-aq').split('\n').filter(Boolean))
})

async function openLogs(window: Page, name: string): Promise<Locator> {
  await window.getByRole('row', { name: new RegExp(name) }).click()
  await window.keyboard.press('l')
  return window.getByRole('complementary', { name: `Details of ${name}` })
}

/** Bytes that the page's own objects take, after a collection. */
async function heapBytes(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  await session.detach()
  return usedSize
}

test('keeps the newest 100,000 of 130,000 lines, finds in them, and saves all', async ({
  window,
  engine,
}) => {
  const script =
    'echo waiting; while [ ! -f /go ]; do sleep 0.1; done; seq 130000 | sed "s/^/line /"; sleep 600'
  docker(
    engine.host,
    ...['run', '-d', '--name', 'flood', '--stop-timeout', '0', 'busybox', 'sh', '-c', script],
  )
  const details = await openLogs(window, 'flood')
  const log = details.getByRole('log')
  await expect(log).toContainText('waiting')
  const before = await heapBytes(window)
  docker(engine.host, 'exec', 'flood', 'touch', '/go')
  await expect(log).toContainText('line 130000', { timeout: 120_000 })
  await expect(details.getByText('Only the last 100,000 lines are kept here')).toBeVisible()
  const grown = (await heapBytes(window)) - before
  expect(grown).toBeLessThan(150e6)

  const search = details.getByLabel('Find in logs')
  await search.fill('line 30001')
  await search.press('Enter')
  await expect(log.locator('.is-current')).toContainText('line 30001')
  await search.fill('line 29999')
  await search.press('Enter')
  await expect(log.locator('.is-current')).toHaveCount(0)
  await search.fill('')

  const download = window.waitForEvent('download')
  await details.getByRole('button', { name: 'Save to a file' }).click()
  const lines = (await readFile(await (await download).path(), 'utf8')).trimEnd().split('\n')
  expect(lines).toHaveLength(130_001)
  expect(lines[1]).toMatch(/ line 1$/)
  expect(lines.at(-1)).toMatch(/ line 130000$/)
})

test('finds what stands far back in a line of a megabyte, and shows all of it when asked', async ({
  window,
  engine,
}) => {
  const script =
    'head -c 40000 /dev/zero | tr "\\0" m; printf needle; head -c 25527 /dev/zero | tr "\\0" n; printf straddle; head -c 975000 /dev/zero | tr "\\0" o; echo; echo after; sleep 600'
  docker(engine.host, 'run', '-d', '--name', 'long', '--stop-timeout', '0', 'busybox', 'sh', '-c', script)
  const details = await openLogs(window, 'long')
  const log = details.getByRole('log')
  await expect(log).toContainText('after')
  const first = log.locator('.log-line').first()
  await expect(first).not.toContainText('needle')
  expect((await first.locator('.log-text').innerText()).length).toBeLessThan(8_400)
  const search = details.getByLabel('Find in logs')
  await search.fill('needle')
  await search.press('Enter')
  await expect(log.locator('.is-current')).toContainText('mneedlen')
  // A line is given in parts of 64 KB: three letters of this are in the first one, the others in the second.
  await search.fill('straddle')
  await expect(details.getByText('1 line', { exact: true })).toBeVisible()
  await search.press('Enter')
  await expect(log.locator('.is-current mark')).toHaveText(['str', 'addle'])
  await window.screenshot({ path: 'out/pictures/logs-straddle.png' })
  await search.fill('')
  await expect(first).not.toContainText('needle')
  await window.screenshot({ path: 'out/pictures/logs-long.png' })
  await first.getByRole('button', { name: /^Show 57,344 more characters$/ }).click()
  await expect(first).toContainText('mneedlen')
  await expect(first.getByRole('button')).toHaveCount(0)
})
