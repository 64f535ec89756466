// A browser that lost a part of the page opens it anew by itself, and the person goes on in the same place.
import type { Route } from '@playwright/test'
import { expect, openContainers, test } from '../support/fixtures'

test('goes on in the same place after the page opened itself anew', async ({ page, portside }) => {
  await portside.docker('run', '-d', '--name', 'stays', 'busybox', 'sleep', '600')
  try {
    let opened = 0
    page.on('load', () => void (opened += 1))
    // A network that changes on this computer costs a page its parts, too, so it may ask several times.
    const held: Route[] = []
    let isLost = false
    await page.route(/images-screen-[^/]*\.js$/, (route) => {
      if (isLost) return route.continue()
      held.push(route)
    })
    await page.goto(portside.url)
    await openContainers(page)
    const details = page.getByRole('complementary', { name: /stays/ })
    await expect(async () => {
      await page.getByRole('row', { name: /stays/ }).click({ timeout: 5_000 })
      await page.keyboard.press('Enter')
      await details.getByRole('tab', { name: 'Environment' }).click({ timeout: 5_000 })
    }).toPass({ timeout: 60_000 })
    await expect(details.getByRole('tab', { name: 'Environment' })).toHaveAttribute('aria-selected', 'true')
    await expect.poll(() => held.length).toBeGreaterThan(0)
    const before = opened
    isLost = true
    await held.at(-1)?.abort()
    await expect.poll(() => opened, { timeout: 60_000 }).toBeGreaterThan(before)
    await page.waitForFunction(() => document.documentElement.dataset.parts === 'loaded')
    await expect(details.getByRole('tab', { name: 'Environment' })).toHaveAttribute('aria-selected', 'true')
    await page.getByRole('button', { name: 'Images', exact: true }).click()
    await expect(page.getByRole('heading', { name: 'Images', exact: true })).toBeVisible()
  } finally {
    await portside.docker('rm', '-f', 'stays')
  }
})
