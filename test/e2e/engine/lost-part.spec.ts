// A browser that lost a part of the page opens it anew by itself, and the person goes on in the same place.
import type { Route } from '@playwright/test'
import { expect, openContainers, test } from '../support/fixtures'

test('goes on in the same place after the page opened itself anew', async ({ page, portside }) => {
  await portside.docker('run', '-d', '--name', 'stays', 'busybox', 'sleep', '600')
  try {
    let opened = 0
    page.on('load', () => void (opened += 1))
    let settle = (): void => {}
    const settled = new Promise<void>((resolve) => (settle = resolve))
    const lose = (route: Route): Promise<void> => settled.then(() => route.abort())
    // Once is enough: Chromium does not ask for it again in this page.
    await page.route(/images-screen-[^/]*\.js$/, lose, { times: 1 })
    await page.goto(portside.url)
    await openContainers(page)
    await page.getByRole('row', { name: /stays/ }).click()
    await page.keyboard.press('Enter')
    const details = page.getByRole('complementary', { name: /stays/ })
    await details.getByRole('tab', { name: 'Environment' }).click()
    await expect(details.getByRole('tab', { name: 'Environment' })).toHaveAttribute('aria-selected', 'true')
    // A network that changes on this computer costs a page its parts, too.
    const before = opened
    settle()
    await expect.poll(() => opened, { timeout: 60_000 }).toBeGreaterThan(before)
    await page.waitForFunction(() => document.documentElement.dataset.parts === 'loaded')
    await expect(details.getByRole('tab', { name: 'Environment' })).toHaveAttribute('aria-selected', 'true')
    await page.getByRole('button', { name: 'Images', exact: true }).click()
    await expect(page.getByRole('heading', { name: 'Images', exact: true })).toBeVisible()
  } finally {
    await portside.docker('rm', '-f', 'stays')
  }
})
