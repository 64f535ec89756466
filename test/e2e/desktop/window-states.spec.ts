// How the desktop app looks in every state of its window and its panel: a picture of each, and what must hold in it.
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { run } from '../../../main/base/child'
import { holdPort, unusedPort, type HeldPort } from '../../support/held-port'
import { expectAccessible } from '../support/accessible'
import { startDesktop, type DesktopApp } from '../support/desktop'
import { expect, test, watchErrors } from '../support/fixtures'

test.describe.configure({ mode: 'serial' })

const shots = 'out/e2e/window-states'
let desktop: DesktopApp
let held: HeldPort
let errors: string[]

test.beforeAll(async ({ engine }) => {
  const docker = async (...args: readonly string[]): Promise<string> => {
    const { exitCode, stdout, stderr } = await run('docker', ['--host', `unix://${engine.socket}`, ...args])
    expect(`${exitCode} ${stderr}`).toBe('0 ')
    return stdout.trim()
  }
  const others = (await docker('ps', '-aq')).split('\n').filter(Boolean)
  if (others.length > 0) await docker('rm', '-f', ...others)
  for (const image of ['busybox', 'portside/sample-web:1.0']) await docker('pull', '-q', image)
  const label = (project: string): string[] => ['--label', `com.docker.compose.project=${project}`]
  const web = (name: string, project: string, ...more: string[]): Promise<string> =>
    docker('run', '-d', '--name', name, ...label(project), ...more, 'portside/sample-web:1.0')
  const taken = await unusedPort()
  await web('shop-web-1', 'shop', '-p', '127.0.0.1:0:80')
  await web('shop-api-1', 'shop', '-p', '127.0.0.1:0:80')
  await docker('run', '-d', '--name', 'shop-db-1', ...label('shop'), 'busybox', 'sleep', '3600')
  await web('blog-web-1', 'blog', '-p', `127.0.0.1:${taken}:80`)
  await docker('stop', '-t', '0', 'blog-web-1')
  await web('blog-admin-1', 'blog')
  await docker('create', '--name', 'analytics-1', ...label('analytics'), 'busybox')
  await docker('run', '-d', '--name', 'mailpit', '-p', '127.0.0.1:0:80', 'portside/sample-web:1.0')
  held = await holdPort(taken)
  await run('docker', ['--host', `unix://${engine.socket}`, 'start', 'blog-web-1'])
  desktop = await startDesktop({ engine: engine.socket, args: ['portside://containers'] })
  errors = watchErrors(desktop.page)
  await mkdir(shots, { recursive: true })
})
test.afterAll(async () => {
  await desktop?.stop()
  await held?.end()
})
test.afterEach(() => expect(errors).toEqual([]))

/** As a person does it in a terminal. */
async function setSetting(name: string, value: string): Promise<void> {
  const env = { ...process.env, PORTSIDE_HOME: desktop.home }
  const words = ['out/main/portside.js', 'settings', 'set', name, value]
  const { exitCode, stderr } = await run(process.execPath, words, { env })
  expect(`${exitCode} ${stderr}`).toBe('0 ')
}

const resize = (width: number, height: number): Promise<void> =>
  desktop.electron.evaluate(
    ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setBounds({ x: 20, y: 20, ...size }),
    { width, height },
  )

/** Everything is drawn, nothing sticks out, and everybody can use it. */
async function picture(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready)
  await page.screenshot({ path: `${shots}/${name}.png` })
  const { across, down } = await page.evaluate(() => {
    const { scrollWidth, scrollHeight, clientWidth, clientHeight } = document.documentElement
    return { across: scrollWidth - clientWidth, down: scrollHeight - clientHeight }
  })
  expect({ across, down }, name).toEqual({ across: 0, down: 0 })
  await expectAccessible(page)
}

const shopWeb = (): ReturnType<Page['getByRole']> => desktop.page.getByRole('row', { name: /shop-web-1/ })

for (const language of ['en', 'ko'] as const)
  for (const theme of ['light', 'dark'] as const)
    test(`the window and its panel, ${language} ${theme}`, async () => {
      await setSetting('language', language)
      await setSetting('theme', theme)
      const { page } = desktop
      await expect(page.locator('html')).toHaveAttribute('lang', language)
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
      await resize(1280, 800)
      await expect(shopWeb()).toBeVisible()
      await expect(page.getByRole('row', { name: /blog-web-1/ })).toContainText('python3')
      await picture(page, `window-${language}-${theme}`)
      await resize(960, 600)
      await picture(page, `window-960-${language}-${theme}`)
      await resize(1280, 800)
      const panel = await desktop.openPanel()
      const blog = panel.getByRole('listitem').filter({ hasText: 'blog' })
      await expect(blog.locator('.port-pill.bad')).toBeVisible()
      await expect(panel.locator('html')).toHaveAttribute('data-theme', theme)
      await expect(panel.getByRole('heading', { level: 2 })).toContainText('python3')
      await picture(panel, `panel-${language}-${theme}`)
      await desktop.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[1]?.blur())
    })

test('the smallest window at twice the size, and back', async () => {
  await setSetting('language', 'en')
  await setSetting('theme', 'light')
  await resize(960, 600)
  // 20% for each whole step, of which two clicks make one: 3.5 steps are 189%.
  for (let clicks = 0; clicks < 7; clicks++) await desktop.click('application', 'View', 'Zoom In')
  const { page } = desktop
  await expect.poll(() => page.evaluate(() => Math.round(devicePixelRatio * 100))).toBe(189)
  await page.screenshot({ path: `${shots}/zoomed.png` })
  // All of it can be come to, and the frame is there from everywhere.
  for (const button of [
    page.getByRole('row', { name: /mailpit/ }).getByRole('button', { name: 'Stop' }),
    page.getByRole('row', { name: /blog-web-1/ }).getByRole('button', { name: 'Other fixes' }),
    page.getByRole('button', { name: 'Settings' }),
  ]) {
    await button.scrollIntoViewIfNeeded()
    await expect(button).toBeInViewport({ ratio: 1 })
    await expect(page.getByRole('button', { name: 'Run…' })).toBeInViewport({ ratio: 1 })
  }
  await page.screenshot({ path: `${shots}/zoomed-scrolled.png` })
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Run…' }).click()
  const cancel = page.getByRole('dialog').getByRole('button', { name: 'Cancel' })
  await cancel.scrollIntoViewIfNeeded()
  await expect(cancel).toBeInViewport({ ratio: 1 })
  await page.screenshot({ path: `${shots}/zoomed-dialog.png` })
  await page.keyboard.press('Escape')
  await desktop.click('application', 'View', 'Actual Size')
  await expect.poll(() => page.evaluate(() => devicePixelRatio)).toBe(1)
  await resize(1280, 800)
})

test('high contrast and reduced motion', async () => {
  const { page } = desktop
  for (const [name, media] of [
    ['forced-colors', { forcedColors: 'active', reducedMotion: 'reduce' }],
    ['more-contrast', { forcedColors: 'none', contrast: 'more' }],
  ] as const) {
    await page.emulateMedia(media)
    await picture(page, name)
  }
  await page.emulateMedia({ forcedColors: 'none', reducedMotion: 'no-preference', contrast: 'no-preference' })
})

test('closed to the tray, and restored as it was', async () => {
  const { page } = desktop
  const visible = (): Promise<boolean | undefined> =>
    desktop.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible())
  await page.getByRole('searchbox').fill('shop')
  await desktop.click('application', 'File', 'Close Window')
  await expect.poll(visible).toBe(false)
  await desktop.click('tray', 'Open Portside')
  await expect.poll(visible).toBe(true)
  await expect(page.getByRole('searchbox')).toHaveValue('shop')
  await expect(page.getByRole('row', { name: /mailpit/ })).toHaveCount(0)
  await picture(page, 'restored')
  await page.getByRole('searchbox').fill('')
})

test('writes its figures before the computer sleeps, and hears that it woke', async () => {
  const file = join(desktop.home, 'resources.json')
  const figures = (): Promise<string> => readFile(file, 'utf8').catch(() => '')
  // Otherwise it is written every five minutes.
  await rm(file, { force: true })
  await desktop.electron.evaluate(({ powerMonitor }) => void powerMonitor.emit('suspend'))
  await expect.poll(figures).toContain('"steps":')
  await desktop.electron.evaluate(({ powerMonitor }) => void powerMonitor.emit('resume'))
  const log = (): Promise<string> => readFile(join(desktop.home, 'log/portside.log'), 'utf8')
  await expect.poll(log).toMatch(/this computer slept.*"seconds":\d/)
  await expect(shopWeb()).toBeVisible()
})

test("leaves macOS's buttons their place, and can be moved by it", async () => {
  await desktop.electron.evaluate(async ({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows()
    const url = window?.webContents.getURL().replace('system=linux', 'system=darwin') ?? ''
    await window?.loadURL(url)
  })
  const { page } = desktop
  await page.getByRole('button', { name: /^Containers/ }).click()
  await expect(shopWeb()).toBeVisible()
  const under = await page.evaluate(() => {
    const ink = (element: Element): boolean =>
      element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
      (element.tagName === 'svg' ||
        [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.nodeValue?.trim()))
    const drag = (element: Element): string =>
      getComputedStyle(element).getPropertyValue('-webkit-app-region') || 'none'
    // title-bar.ts: from 16 across and 17 down; three of them take 52 by 14.
    const found = []
    for (let x = 16; x <= 68; x += 4)
      for (const y of [17, 24, 31]) found.push(...document.elementsFromPoint(x, y))
    const [top] = document.elementsFromPoint(40, 24)
    const places = ['.sidebar-brand', '.topbar', '.topbar button'].map((place) => {
      const element = document.querySelector(place)
      return element ? drag(element) : 'missing'
    })
    return { ink: found.some(ink), top: top?.className, places }
  })
  expect(under).toEqual({ ink: false, top: 'sidebar-brand', places: ['drag', 'drag', 'no-drag'] })
  await expect(page.getByText('⌘K')).toBeVisible()
  await picture(page, 'macos')
  await resize(960, 600)
  await picture(page, 'macos-960')
})
