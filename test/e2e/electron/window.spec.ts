// Electron's entry, executed: the real main process, preload script and page, with a stand-in for Electron itself.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { holdProcess, type HeldProcess } from '../../support/held-process'
import { expect, test, watchErrors } from '../support/fixtures'
import { skipWelcome } from '../support/portside'

let home: string
let app: HeldProcess
let page: Page

test.beforeEach(async ({ engine }) => {
  home = await mkdtemp(join(tmpdir(), 'pselec-'))
  await skipWelcome(home)
  const debugPort = await freePort()
  app = holdProcess(
    'env',
    [
      `PORTSIDE_HOME=${home}`,
      `PORTSIDE_TEST_DEBUG_PORT=${debugPort}`,
      `PORTSIDE_TEST_CHOSEN_FILE=${join(home, 'chosen.tar')}`,
      process.execPath,
      ...[
        '--import',
        './test/emulators/electron/register.mjs',
        'out/main/main.js',
        '--engine',
        engine.socket,
      ],
    ],
    join(home, 'output.log'),
  )
  page = await app.ready(async () => {
    const browser = await chromium.connectOverCDP(`http://127.0.0.1:${debugPort}`)
    return browser.contexts().flatMap((context) => context.pages())[0]
  }, 'its window')
})
test.afterEach(async () => {
  await app.end('SIGTERM', 30_000)
  await rm(home, { recursive: true })
})

test('shows the engine over the bridge, from its own files', async () => {
  const errors = watchErrors(page)
  await expect(page.getByRole('heading', { name: 'Home' })).toBeVisible()
  await expect(page.getByText('Engine running')).toBeVisible()
  expect(page.url()).toMatch(/^file:.*out\/renderer\/index\.html/)
  expect(
    await page.evaluate(() => Object.keys((globalThis as { portside?: object }).portside ?? {})),
  ).toEqual(['send', 'onMessage'])
  await page.reload()
  await expect(page.getByText('Engine running')).toBeVisible()
  expect(errors).toEqual([])
})

test('refuses to open pages elsewhere', async () => {
  await expect(page.getByRole('heading', { name: 'Home' })).toBeVisible()
  await page.evaluate(() => void window.open('https://example.invalid/'))
  await expect.poll(() => page.context().pages().length).toBe(1)
  expect(app.output()).not.toContain('stand-in opened')
})

test('saves an image to the chosen file, and loads it again', async ({ portside }) => {
  await portside.docker('pull', '-q', 'busybox')
  await page.getByRole('button', { name: /^Images/ }).click()
  await page.getByRole('row', { name: /busybox/ }).click()
  await page.getByRole('button', { name: 'Save to a file…' }).click()
  await expect(page.getByText('Saved busybox:latest')).toBeVisible()
  await portside.docker('image', 'rm', '-f', 'busybox')
  await expect(page.getByRole('row', { name: /busybox/ })).toHaveCount(0)
  await page.getByRole('button', { name: 'More for images' }).click()
  await page.getByRole('menuitem', { name: 'Load from a file…' }).click()
  await expect(page.getByText('Loaded chosen.tar')).toBeVisible()
  await expect(page.getByRole('row', { name: /busybox/ })).toBeVisible()
})

test('hears that the computer woke', async () => {
  await expect(page.getByText('Engine running')).toBeVisible()
  process.kill(app.pid, 'SIGUSR2')
  const log = (): Promise<string> => readFile(join(home, 'log/portside.log'), 'utf8')
  await expect.poll(log).toContain('this computer slept')
})

test('ends in order when its window is closed', async () => {
  await expect(page.getByText('Engine running')).toBeVisible()
  await page.close()
  await expect.poll(() => app.running).toBe(false)
  expect(await readdir(join(home, 'run'))).toEqual([])
})

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise<void>((resolve) => server.close(() => resolve()))
  return port
}
