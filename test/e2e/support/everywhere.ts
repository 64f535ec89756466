// A walk through the whole window: every section and its tabs, everything that asks before it acts, menus and drawers.
import type { Page } from '@playwright/test'
import { expect } from './fixtures'

/** Called at each place that the walk comes to, with the place's name. */
export type Look = (place: string) => Promise<void>

export interface WalkOptions {
  /** Rows that open a drawer, by the number of their section; a container's row is opened by a key. */
  readonly drawers: Readonly<Record<number, { readonly row: string; readonly key?: string }>>
  /** Rows that lead to a page of their own. */
  readonly pages: Readonly<Record<number, string>>
  /** In the list of containers, by its name. */
  readonly selected: string
}

export const sections = { home: 0, containers: 1, images: 2, networks: 4, projects: 5, settings: 10 } as const

/** @returns how many places were looked at */
export async function walkEverywhere(window: Page, options: WalkOptions, look: Look): Promise<number> {
  let places = 0
  const at: Look = async (place) => {
    places += 1
    await look(place)
  }
  const links = window.locator('.sidebar-nav button')
  for (let index = 0; index < (await links.count()); index++) {
    const open = async (): Promise<void> => {
      await links.nth(index).click()
      await expect(window.locator('.page h1')).toBeVisible()
    }
    await open()
    const name = (await window.locator('.page h1').innerText()).trim()
    await at(name)
    await throughTabs(window, '.page', name, at)
    await throughViews(window, name, at)
    await throughDialogs(window, name, at)
    const drawer = options.drawers[index]
    if (drawer) await throughDrawer(window, name, drawer, at)
    const row = options.pages[index]
    if (row !== undefined) {
      await window.locator('.page').getByText(row, { exact: true }).first().click()
      await window.locator('.page [role="tab"]').first().waitFor()
      await throughTabs(window, '.page', `${name}: ${row}`, at)
      await throughDialogs(window, `${name}: ${row}`, at)
      await open()
    }
    if (index === sections.containers) {
      await window.locator('.list-row').filter({ hasText: options.selected }).getByRole('checkbox').click()
      await at(`${name}: selection`)
      await window.keyboard.press('Escape')
    }
  }
  return places
}

async function throughTabs(window: Page, within: string, name: string, at: Look): Promise<void> {
  const tabs = window.locator(`${within} [role="tab"]`)
  for (let index = 0; index < (await tabs.count()); index++) {
    await tabs.nth(index).click()
    await at(`${name}: tab ${index}`)
  }
}

/** Lists that can be seen in another way, such as the picture of networks. */
async function throughViews(window: Page, name: string, at: Look): Promise<void> {
  const views = window.locator('.page .page-head .segmented').last().locator('button')
  const count = await views.count()
  for (let index = 1; index < count; index++) {
    await views.nth(index).click()
    await at(`${name}: view ${index}`)
  }
  if (count > 0) await views.first().click()
}

/** Everything whose name ends in an ellipsis: that is what asks before it acts. */
async function throughDialogs(window: Page, name: string, at: Look): Promise<void> {
  const page = window.locator('.page')
  const dialog = window.locator('dialog[open]')
  const through = async (label: string, open: () => Promise<void>): Promise<void> => {
    const file = (): 'file' => 'file'
    const asked = Promise.any([
      window.waitForEvent('filechooser', { timeout: 120_000 }),
      window.waitForEvent('download', { timeout: 120_000 }),
    ]).then(file, file)
    await open()
    // A button that asks for a file opens the system's own dialog, which is not ours to look at; so does one that saves.
    const opened = await Promise.race([dialog.waitFor({ timeout: 60_000 }).then(() => 'dialog'), asked])
    if (opened === 'file') return
    await at(`${name}: ${label}`)
    await window.keyboard.press('Escape')
    await expect(dialog).toHaveCount(0)
  }
  const asks = (label: string): boolean => label.trim().endsWith('…')
  const buttons = (await page.locator('button:not([disabled]):visible').allInnerTexts()).filter(asks)
  // By what stands on it: its name may say more, such as what it is for.
  const called = (label: string) =>
    page.locator('button:not([disabled]):visible').filter({ hasText: exactly(label) })
  for (const label of new Set(buttons)) await through(label, () => called(label).first().click())
  const menu = page.locator('button[aria-haspopup="menu"]:not([disabled]):visible').last()
  if ((await menu.count()) === 0) return
  await menu.click()
  await window.getByRole('menu').waitFor()
  await at(`${name}: menu`)
  const items = (await window.locator('[role="menuitem"]:not([data-disabled])').allInnerTexts()).filter(asks)
  await window.keyboard.press('Escape')
  for (const label of items)
    await through(label, async () => {
      await menu.click()
      await window.getByRole('menuitem', { name: label, exact: true }).click()
    })
}

async function throughDrawer(
  window: Page,
  name: string,
  { row, key }: { readonly row: string; readonly key?: string },
  at: Look,
): Promise<void> {
  await window.locator('.list-row').filter({ hasText: row }).first().click()
  if (key !== undefined) await window.keyboard.press(key)
  const drawer = window.locator('.drawer')
  await drawer.waitFor({ timeout: 60_000 })
  if ((await drawer.getByRole('tab').count()) === 0) await at(`${name}: drawer`)
  else await throughTabs(window, '.drawer', `${name}: drawer`, at)
  await window.keyboard.press('Escape')
}

const exactly = (text: string): RegExp =>
  new RegExp(`^\\s*${text.trim().replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`)
