// Korean at the smallest window: no text of any section, dialog, menu or drawer is cut off or leaves its place.
import { execFileSync } from 'node:child_process'
import type { Page } from '@playwright/test'
import { expect, test } from '../support/fixtures'
import { overflowing } from '../support/room'

test.use({ locale: 'ko-KR', viewport: { width: 960, height: 600 } })

const sections = [
  ...['홈', '컨테이너', '이미지', '볼륨', '네트워크', '프로젝트'],
  ...['빌드', '워크스페이스', '포트', '리소스', '설정'],
]

/** Sections whose rows open a drawer, by the name of one; a container's row is chosen by a click and opened by a key. */
const drawers: Readonly<Record<string, { readonly row: string; readonly key?: string }>> = {
  컨테이너: { row: 'room-runs', key: 'Enter' },
  이미지: { row: 'busybox' },
}

/** Opens everything in the section whose name ends in an ellipsis: that is what asks before it acts. */
async function inDialogs(window: Page, section: string): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {}
  const page = window.locator('.page')
  const look = async (name: string, open: () => Promise<void>): Promise<void> => {
    const dialog = window.locator('dialog[open]')
    const asked = Promise.any([
      window.waitForEvent('filechooser', { timeout: 120_000 }),
      window.waitForEvent('download', { timeout: 120_000 }),
    ]).then(
      () => 'file',
      () => 'file',
    )
    await open()
    // A button that asks for a file opens the system's own dialog, which is not ours to measure; so does one that saves.
    const opened = await Promise.race([dialog.waitFor({ timeout: 60_000 }).then(() => 'dialog'), asked])
    if (opened === 'file') return
    found[`${section}: ${name}`] = await overflowing(window)
    await window.keyboard.press('Escape')
    await expect(dialog).toHaveCount(0)
  }
  const names = (await page.locator('button:not([disabled]):visible').allInnerTexts()).filter((name) =>
    name.trim().endsWith('…'),
  )
  for (const name of new Set(names))
    await look(name, () => page.getByRole('button', { name, exact: true }).first().click())
  const menu = page.locator('button[aria-haspopup="menu"]:not([disabled]):visible').last()
  if ((await menu.count()) === 0) return found
  await menu.click()
  await window.getByRole('menu').waitFor()
  found[`${section}: menu`] = await overflowing(window)
  const items = (await window.locator('[role="menuitem"]:not([data-disabled])').allInnerTexts()).filter(
    (name) => name.trim().endsWith('…'),
  )
  await window.keyboard.press('Escape')
  for (const name of items)
    await look(name, async () => {
      await menu.click()
      await window.getByRole('menuitem', { name, exact: true }).click()
    })
  return found
}

async function inDrawer(window: Page, section: string): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {}
  const { row = '', key } = drawers[section] ?? {}
  await window.locator('.list-row').filter({ hasText: row }).first().click()
  if (key !== undefined) await window.keyboard.press(key)
  const drawer = window.locator('.drawer')
  await drawer.waitFor({ timeout: 60_000 })
  const tabs = drawer.getByRole('tab')
  for (let index = 0; index < Math.max(1, await tabs.count()); index++) {
    if ((await tabs.count()) > 0) await tabs.nth(index).click()
    found[`${section}: drawer ${index}`] = await overflowing(window)
  }
  await window.keyboard.press('Escape')
  return found
}

test('has room for Korean in every section at 960 × 600', async ({ window, engine }) => {
  test.setTimeout(600_000)
  const docker = (...args: string[]): string =>
    execFileSync('docker', ['--host', engine.host, ...args], { encoding: 'utf8' })
  docker('pull', '-q', 'busybox')
  const project = [
    '--label',
    'com.docker.compose.project=payments',
    '--label',
    'com.docker.compose.service=api',
  ]
  docker(
    'run',
    '-d',
    '--init',
    '--name',
    'room-runs',
    ...project,
    '-v',
    'room-data:/data',
    'busybox',
    'sleep',
    '600',
  )
  docker('run', '--name', 'room-failed', 'busybox', 'true')
  try {
    const found: Record<string, string[]> = {}
    for (const section of sections) {
      await window.getByRole('button', { name: section, exact: true }).first().click()
      await expect(window.locator('.page h1')).toBeVisible()
      found[section] = await overflowing(window)
      if (section === '홈') await window.screenshot({ path: 'out/pictures/korean-room.png' })
      Object.assign(found, await inDialogs(window, section))
      if (section in drawers) Object.assign(found, await inDrawer(window, section))
    }
    const cut = Object.entries(found).filter(([, texts]) => texts.length > 0)
    expect(cut).toEqual([])
    // Most of the dialogs are reached from here; fewer would mean that nobody looked.
    expect(Object.keys(found).length).toBeGreaterThan(sections.length + 15)

    // The test itself sees what is too long: a label that is squeezed is found.
    await window
      .getByRole('banner')
      .getByRole('button', { name: '실행…' })
      .evaluate((button) => {
        button.style.width = '12px'
        button.style.overflow = 'hidden'
        button.style.padding = '0'
      })
    expect(await overflowing(window)).not.toEqual([])
  } finally {
    docker('rm', '-f', '-v', 'room-runs', 'room-failed')
    docker('volume', 'rm', 'room-data')
  }
})
