// Servers of the catalogue together, by clicks from Home, to the lines with which programs reach them.
import type { Page } from '@playwright/test'
import { holdPort } from '../../support/held-port'
import { expectAccessible } from '../support/accessible'
import { expect, openContainers } from '../support/fixtures'
import { takeLooks } from '../support/looks'
import { test } from '../support/with-compose'

/** A program has the port that everybody knows: the form has the next free one, and says why. */
async function movesInTheForm(window: Page): Promise<void> {
  const mysql = 3306
  const held = await holdPort(mysql)
  try {
    await window.getByRole('button', { name: 'MySQL', exact: true }).click()
    const dialog = window.getByRole('dialog')
    await expect(
      dialog.getByText(new RegExp(`PID ${held.pid}.* uses ${mysql}, so this is \\d+`)),
    ).toBeVisible()
    await window.screenshot({ path: 'out/pictures/catalogue-moved-en-light.png' })
    await expectAccessible(window)
    await window.keyboard.press('Escape')
    await expect(dialog).toHaveCount(0)
  } finally {
    await held.end()
  }
}

/** Of each server of the stack, the line with which a program reaches it, with its password and its port. */
async function copiesLines(window: Page): Promise<void> {
  await window.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await openContainers(window)
  for (const [service, scheme] of [
    ['mariadb', 'mysql'],
    ['redis', 'redis'],
  ] as const) {
    const row = window.getByRole('row', { name: new RegExp(`mariadb-redis-${service}-1`) })
    const port = /localhost:(\d+)/.exec(await row.innerText())?.[1] ?? ''
    await row.click()
    await window.keyboard.press('Enter')
    await window.getByRole('tab', { name: 'Environment' }).click()
    const card = window.getByRole('region', { name: 'Connect a program' })
    await card.getByRole('button', { name: 'Node', exact: true }).click()
    await card.getByRole('button', { name: 'Copy', exact: true }).click()
    const copied = (): Promise<string> => window.evaluate(() => navigator.clipboard.readText())
    await expect.poll(copied).toMatch(new RegExp(`${scheme}://[^ ]*:[^ ]{8,}@localhost:${port}`))
    await window.keyboard.press('Escape')
  }
}

test('puts servers of the catalogue together by a click, each with a password', async ({
  window,
  portside,
}) => {
  test.setTimeout(480_000)
  const home = (): Promise<void> => window.getByRole('button', { name: 'Home', exact: true }).click()
  await home()
  await movesInTheForm(window)
  await window.getByRole('button', { name: 'MariaDB + Redis' }).click()
  await expect(window.getByRole('button', { name: 'Start MariaDB + Redis' })).toBeVisible()
  await expect(window.getByRole('row', { name: /mariadb:11\.4/ })).toContainText('3306')
  await window.screenshot({ path: 'out/pictures/workspace-stack-en-light.png' })
  await expectAccessible(window)
  await home()
  const card = window.getByRole('article', { name: 'MariaDB + Redis' })
  await expect(card).toContainText('From the catalogue')
  await expect(card).toContainText('2 services.')
  await window.screenshot({ path: 'out/pictures/home-workspace-en-light.png' })
  await expectAccessible(window)
  await card.getByRole('button', { name: 'Review MariaDB + Redis' }).click()
  await window.getByRole('button', { name: 'Start MariaDB + Redis' }).click()
  await expect(window.getByRole('heading', { name: 'MariaDB + Redis is up.' })).toBeVisible({
    timeout: 240_000,
  })
  await takeLooks(window, portside, 'stack-up')
  await copiesLines(window)
  const status = await portside.command('workspace', 'status', 'mariadb-redis', '--json')
  expect(JSON.parse(status.stdout)).toMatchObject({ readiness: { missingSecrets: [] } })
  expect((await portside.command('workspace', 'remove', 'mariadb-redis')).exitCode).toBe(0)
})
