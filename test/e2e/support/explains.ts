// A Why? by the keyboard: its picture and words appear, have room in the smallest window, and the focus comes back.
import type { Locator, Page } from '@playwright/test'
import { expectAccessible } from './accessible'
import { expect } from './fixtures'
import { expectRoom } from './room'

/** `picture` is taken at 960 × 600 with the panel open. */
export async function explains(window: Page, why: Locator, picture: string): Promise<void> {
  await why.focus()
  await window.keyboard.press('Enter')
  const panel = window.locator('.why-panel')
  await expect(panel).toBeVisible()
  await expect(panel.locator('svg.why-drawing')).toBeVisible()
  expect(await panel.evaluate((one) => one.contains(document.activeElement))).toBe(true)
  await expectAccessible(window)
  await expectRoom(window, picture)
  await window.keyboard.press('Escape')
  await expect(panel).toHaveCount(0)
  await expect(why).toBeFocused()
}
