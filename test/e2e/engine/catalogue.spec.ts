// A server of the catalogue by one click from Home: it runs, and the lines to reach it are shown and copied for each stack.
import { execFileSync } from 'node:child_process'
import { expectAccessible } from '../support/accessible'
import { expect, test } from '../support/fixtures'

test('runs a server, and copies the line with which each program reaches it', async ({ window, engine }) => {
  const docker = (...args: string[]): string =>
    execFileSync('docker', ['--host', engine.host, ...args], { encoding: 'utf8' }).trim()
  await window.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  try {
    await window.getByRole('button', { name: 'Home', exact: true }).click()
    await window.getByRole('button', { name: 'Redis', exact: true }).click()
    const dialog = window.getByRole('dialog')
    await dialog.getByRole('button', { name: /^(Download and run|Run)$/ }).click()
    await expect(dialog).toHaveCount(0, { timeout: 60_000 })
    const row = window.getByRole('row', { name: /redis/ })
    await expect(row.getByRole('button', { name: 'Stop', exact: true })).toBeVisible({ timeout: 60_000 })
    const id = docker('ps', '-q')
    const env = docker('inspect', '-f', '{{range .Config.Env}}{{println .}}{{end}}', id)
    const secret = /^REDIS_PASSWORD=(.+)$/m.exec(env)?.[1] ?? ''
    expect(secret).not.toBe('')
    const port = docker('port', id).split(':').at(-1) ?? ''

    await row.click()
    await window.keyboard.press('Enter')
    await window.getByRole('tab', { name: 'Environment' }).click()
    const card = window.getByRole('region', { name: 'Connect a program' })
    for (const stack of ['Spring', 'Node', 'Python', 'Go']) {
      await card.getByRole('button', { name: stack, exact: true }).click()
      await expect(card).toContainText(port)
      await expect(card).not.toContainText(secret)
      await card.getByRole('button', { name: 'Copy', exact: true }).click()
      await expect.poll(() => window.evaluate(() => navigator.clipboard.readText())).toContain(secret)
      expect(await window.evaluate(() => navigator.clipboard.readText())).toContain(port)
    }
    for (const colorScheme of ['light', 'dark'] as const) {
      await window.emulateMedia({ colorScheme })
      await expectAccessible(window)
      await window.screenshot({ path: `out/pictures/connect-${colorScheme}.png` })
    }
    await window.keyboard.press('Escape')
  } finally {
    for (const id of docker('ps', '-aq').split('\n').filter(Boolean)) docker('rm', '-fv', id)
    for (const name of docker('volume', 'ls', '-q').split('\n').filter(Boolean)) docker('volume', 'rm', name)
  }
})
